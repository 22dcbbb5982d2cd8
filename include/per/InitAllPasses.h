//===- InitAllPasses.h - registration of the project's passes ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_INITALLPASSES_H
#define PER_INITALLPASSES_H

#include "per/Conversion/Passes.h"
#include "per/Dialect/PER/Transforms/Passes.h"
#include "per/Pipelines/Pipelines.h"
#include "per/Transforms/Codegen/Passes.h"
#include "per/Transforms/Passes.h"

namespace mlir::per {

/// Registers every pass and pipeline of the project, for tools and plugins.
inline void registerAllPasses() {
  registerPERDialectPasses();
  registerPERPasses();
  registerPERConversionPasses();
  registerPERCodegenPasses();
  registerPERPipelines();
}

} // namespace mlir::per

#endif // PER_INITALLPASSES_H
