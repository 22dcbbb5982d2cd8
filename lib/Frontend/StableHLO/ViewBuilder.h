//===- ViewBuilder.h - the view of a StableHLO function ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_VIEWBUILDER_H
#define PER_LIB_FRONTEND_STABLEHLO_VIEWBUILDER_H

#include "Keys.h"
#include "Operations.h"
#include "per/Analysis/GraphView.h"

namespace mlir::per::stablehlo {

/// Builds the view of one function, block by block. Unregistered operations are
/// verified by nobody else, so every step checks what it reads.
class ViewBuilder {
public:
  explicit ViewBuilder(GraphView &view) : view(view) {}

  LogicalResult buildFunction(Operation *function);

private:
  LogicalResult buildBlock(Block &ir, ViewNode *parent);
  LogicalResult buildOperation(Operation *op, ViewBlock *block);
  /// Enters the blocks of a loop, branch or region, and ties them to the node.
  LogicalResult enterRegions(ViewNode *node);
  LogicalResult checkBlock(ViewNode *node, unsigned number,
                           unsigned numArguments, unsigned numYielded);

  GraphView &view;
  KeyWriter keys;
};

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_VIEWBUILDER_H
