//===- XLAKernels.h - native code that XLA calls ----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_PYTHON_BINDINGS_XLAKERNELS_H
#define PER_PYTHON_BINDINGS_XLAKERNELS_H

#include <nanobind/nanobind.h>

namespace mlir::per::python {

/// Adds what makes kernels of terms, and their handler, to the extension
/// module.
void bindXLAKernels(nanobind::module_ &module);

} // namespace mlir::per::python

#endif // PER_PYTHON_BINDINGS_XLAKERNELS_H
