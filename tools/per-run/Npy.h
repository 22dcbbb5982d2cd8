//===- Npy.h - NumPy's format of one array ----------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Versions 1 to 3 of the format, as `numpy.lib.format` describes it: a magic
// word, the version, the length of a header, the header (a Python dictionary of
// the keys descr, fortran_order and shape), the elements.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_RUN_NPY_H
#define PER_TOOLS_PER_RUN_NPY_H

#include "Array.h"

namespace mlir::per {

/// Reads the bytes of an .npy file. Fails for another byte order than this
/// machine's, Fortran order, objects, and files that are too short or too long.
llvm::Expected<Array> parseNpy(llvm::StringRef bytes);

/// The bytes of an .npy file up to the elements.
std::string getNpyHeader(llvm::StringRef type, llvm::ArrayRef<int64_t> shape);

} // namespace mlir::per

#endif // PER_TOOLS_PER_RUN_NPY_H
