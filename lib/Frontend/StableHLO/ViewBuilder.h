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
/// verified by nobody else, so every step checks what it reads. The builder for
/// linalg-on-tensors derives from it: legalizations leave StableHLO's loops,
/// barriers and scatters behind.
class ViewBuilder {
public:
  explicit ViewBuilder(GraphView &view) : view(view) {}
  virtual ~ViewBuilder() = default;

  LogicalResult buildFunction(Operation *function);

protected:
  LogicalResult buildBlock(Block &ir, ViewNode *parent);
  virtual LogicalResult buildOperation(Operation *op, ViewBlock *block);

  GraphView &view;
  KeyWriter keys;

private:
  /// Enters the blocks of a loop, branch or region, and ties them to the node.
  LogicalResult enterRegions(ViewNode *node);
  LogicalResult checkBlock(ViewNode *node, unsigned number,
                           unsigned numArguments, unsigned numYielded);
};

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_VIEWBUILDER_H
