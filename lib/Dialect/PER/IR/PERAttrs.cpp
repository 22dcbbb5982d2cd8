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

LogicalResult
ProjectedErrorAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                           int64_t slices, Estimator) {
  if (slices < 1 && !ShapedType::isDynamic(slices))
    return emitError() << "expected at least one slice, got " << slices;
  return success();
}

LogicalResult HuberAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                APFloat delta) {
  if (delta.isZero() || delta.isNegative())
    return emitError() << "expected a positive delta";
  return success();
}

LogicalResult
PseudoHuberAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                        APFloat delta) {
  if (delta.isZero() || delta.isNegative())
    return emitError() << "expected a positive delta";
  return success();
}

LogicalResult
VarianceConstancyAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              int64_t n, APFloat beta) {
  if (n < 2)
    return emitError() << "expected n of at least 2, got " << n;
  if (beta.isZero() || beta.isNegative())
    return emitError() << "expected a positive beta";
  return success();
}

// Stubs, to be written.
Value ProjectedErrorAttr::buildPenalty(TensorBuilder &, Value, Value) const {
  return {};
}
Value ProjectedErrorAttr::buildGradient(TensorBuilder &, Value, Value) const {
  return {};
}
Value L1Attr::buildPenalty(TensorBuilder &, Value, Value) const { return {}; }
Value L1Attr::buildGradient(TensorBuilder &, Value, Value) const { return {}; }
Value L2Attr::buildPenalty(TensorBuilder &, Value, Value) const { return {}; }
Value L2Attr::buildGradient(TensorBuilder &, Value, Value) const { return {}; }
Value HuberAttr::buildPenalty(TensorBuilder &, Value, Value) const {
  return {};
}
Value HuberAttr::buildGradient(TensorBuilder &, Value, Value) const {
  return {};
}
Value PseudoHuberAttr::buildPenalty(TensorBuilder &, Value, Value) const {
  return {};
}
Value PseudoHuberAttr::buildGradient(TensorBuilder &, Value, Value) const {
  return {};
}
Value VarianceConstancyAttr::buildPenalty(TensorBuilder &, Value, Value) const {
  return {};
}
Value VarianceConstancyAttr::buildGradient(TensorBuilder &, Value,
                                           Value) const {
  return {};
}
bool L1Attr::couplesFeatures() const { return false; }
bool L2Attr::couplesFeatures() const { return false; }
bool HuberAttr::couplesFeatures() const { return false; }
bool PseudoHuberAttr::couplesFeatures() const { return false; }
bool VarianceConstancyAttr::couplesFeatures() const { return false; }
bool VarianceConstancyAttr::couplesSamples() const { return true; }
int64_t ProjectedErrorAttr::getNumSlices() const {
  return getEstimator() == Estimator::MonteCarlo ? getSlices() : 0;
}
Attribute ProjectedErrorAttr::withNumSlices(int64_t slices) const {
  if (!drawsSlices())
    return *this;
  return ProjectedErrorAttr::get(getContext(), slices, getEstimator());
}
double ProjectedErrorAttr::normalization(double, double) const { return 1; }
double ProjectedErrorAttr::sumNormalization(double, double) const { return 1; }
double VarianceConstancyAttr::normalization(double, double features) const {
  return features;
}
double VarianceConstancyAttr::sumNormalization(double, double features) const {
  return features;
}
LogicalResult
VarianceConstancyAttr::verifySite(function_ref<InFlightDiagnostic()> emitError,
                                  int64_t samples, int64_t) const {
  if (ShapedType::isDynamic(samples) || samples >= 2 * getN())
    return success();
  return emitError() << "expected at least " << 2 * getN() << " samples for "
                     << Attribute(*this) << ", got " << samples;
}
