//===- PERDialect.cpp - the per dialect -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::per;

#include "per/Dialect/PER/IR/PERDialect.cpp.inc"
#include "per/Dialect/PER/IR/PEREnums.cpp.inc"
#include "per/Dialect/PER/IR/PERInterfaces.cpp.inc"

void PERDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "per/Dialect/PER/IR/PEROps.cpp.inc"
      >();
}
