//===- PERAttrs.cpp - the regulariser attributes -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::per;

FailureOr<APFloat> mlir::per::detail::parseReal(AsmParser &parser) {
  double value;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseFloat(value))
    return failure();
  if (!std::isfinite(value))
    return parser.emitError(loc, "expected a finite number"), failure();
  return APFloat(value);
}

FailureOr<int64_t> mlir::per::detail::parseSliceCount(AsmParser &parser) {
  if (succeeded(parser.parseOptionalQuestion()))
    return ShapedType::kDynamic;
  int64_t slices;
  if (parser.parseInteger(slices))
    return failure();
  return slices;
}

void mlir::per::detail::printSliceCount(AsmPrinter &printer, int64_t slices) {
  if (ShapedType::isDynamic(slices))
    printer << '?';
  else
    printer << slices;
}

#define GET_ATTRDEF_CLASSES
#include "per/Dialect/PER/IR/PERAttrs.cpp.inc"

void PERDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "per/Dialect/PER/IR/PERAttrs.cpp.inc"
      >();
}
