//===- PER.h - the per dialect ----------------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The dialect, its regulariser attributes, their interface and the operations.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_IR_PER_H
#define PER_DIALECT_PER_IR_PER_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/TilingInterface.h"

namespace mlir::per {
class TensorBuilder;
} // namespace mlir::per

#include "per/Dialect/PER/IR/PERDialect.h.inc"
#include "per/Dialect/PER/IR/PEREnums.h.inc"

#include "per/Dialect/PER/IR/PERInterfaces.h.inc"

namespace mlir::per::detail {
/// Parses a finite decimal number, as double precision.
FailureOr<APFloat> parseReal(AsmParser &parser);
/// Parses a number of slices, or `?` as ShapedType::kDynamic.
FailureOr<int64_t> parseSliceCount(AsmParser &parser);
/// Prints what `parseSliceCount` parses.
void printSliceCount(AsmPrinter &printer, int64_t slices);
} // namespace mlir::per::detail

#define GET_ATTRDEF_CLASSES
#include "per/Dialect/PER/IR/PERAttrs.h.inc"

#define GET_OP_CLASSES
#include "per/Dialect/PER/IR/PEROps.h.inc"

#endif // PER_DIALECT_PER_IR_PER_H
