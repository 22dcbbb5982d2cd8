//===- Native.h - native code for the Python package ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_PYTHON_BINDINGS_NATIVE_H
#define PER_PYTHON_BINDINGS_NATIVE_H

#include <nanobind/nanobind.h>

namespace mlir::per::python {

/// Adds what runs native code to the extension module.
void bindNative(nanobind::module_ &module);

} // namespace mlir::per::python

#endif // PER_PYTHON_BINDINGS_NATIVE_H
