//===- AttachSteps.h - the attach step, part by part ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What `attachRegularizers` is made of. Tests put something between the edit
// and its proof; other passes on sites share the first part.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_ATTACHSTEPS_H
#define PER_TRANSFORMS_ATTACHSTEPS_H

#include "per/Transforms/AttachRegularizers.h"
#include "per/Transforms/EditProof.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::per {

/// A function that was analysed. The analysis points into the view, the view
/// into the function.
struct AnalyzedStep {
  func::FuncOp function;
  const Frontend *frontend = nullptr;
  std::unique_ptr<GraphView> view;
  /// The loops over optimizer steps that were entered, outermost first; the
  /// context is that of one iteration then.
  SmallVector<LoopIteration, 1> iterations;
  std::unique_ptr<AnalysisContext> context;
  DiscoveryResult result;
};

/// Finds the function, checks that its loss is a floating scalar, inlines its
/// calls and analyses it. No site at all is an error.
FailureOr<AnalyzedStep> analyzeStep(ModuleOp module, StringRef function,
                                    unsigned lossResult,
                                    const AnalysisBounds &bounds);

/// The same of a function that need not be differentiated: no adjoints are
/// looked for, and every site counts as found.
FailureOr<AnalyzedStep> findStepSites(ModuleOp module, StringRef function,
                                      unsigned lossResult,
                                      const AnalysisBounds &bounds);

/// The sites that the selection names, in order; an error for an invalid
/// regular expression or an index of no site.
FailureOr<SmallVector<const SiteResult *>>
selectSites(const AnalyzedStep &step, const SiteSelection &selection);

/// A function whose terms are attached, but not proved.
struct AttachedStep {
  AttachReport report;
  const Frontend *frontend = nullptr;
  /// Empty if nothing was edited.
  std::optional<EditRecord> record;
};

/// Everything but the proof, of a function that is differentiated. `revise` may
/// change what the analysis found (tests do, to see that the proof objects).
FailureOr<AttachedStep>
attachTerms(ModuleOp module, const AttachOptions &options,
            function_ref<void(AnalyzedStep &)> revise = nullptr);

/// Proves the edit and removes what it left dead.
LogicalResult finishAttached(AttachedStep &step, const AttachOptions &options);

} // namespace mlir::per

#endif // PER_TRANSFORMS_ATTACHSTEPS_H
