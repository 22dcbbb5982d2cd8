//===- SitePenalty.cpp - the value of a regulariser at a site ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SitePenalty.h"

using namespace mlir;
using namespace mlir::per;

FailureOr<Value> PenaltyBuilder::build(const SitePlan &plan, double factor) {
  const ViewValue *site = plan.site->value;
  FloatType type = plan.getComputeType();
  Location loc = plan.getLoc();
  Value slices;
  if (int64_t count = regularizer.getNumSlices())
    slices =
        inputs.getSlices(plan.site->index, plan.features, count, type, loc);
  FailureOr<Value> scale =
      regions.enter(inputs.getScale(type, factor), site->block);
  FailureOr<Value> directions = regions.enter(slices, site->block);
  if (failed(scale) || failed(directions))
    return failure();
  Value activation = site->ir;
  OpBuilder builder(activation.getParentBlock()->getTerminator());
  Value zero = frontend.createScalarConstant(builder, loc, type, 0);
  return PenaltyOp::create(builder, loc, zero.getType(), regularizer,
                           activation, *directions, *scale, zero,
                           plan.sampleDims)
      .getResult();
}
