//===- AttachRegularizers.h - terms in a training step ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The attach step as functions on a module: what the pass
// `per-attach-regularizers`, the Python package and other drivers call.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_ATTACHREGULARIZERS_H
#define PER_TRANSFORMS_ATTACHREGULARIZERS_H

#include "per/Analysis/AdjointDiscovery.h"

#include "mlir/IR/BuiltinOps.h"

#include <optional>
#include <string>

namespace mlir::per {

/// A run-time or compile-time scalar of a step, in the syntax of the pass
/// options: a number; `new` for an added argument of the function, at its end;
/// `arg:N` for the argument N that it already has.
struct ScalarSource {
  enum class Kind : uint8_t { Constant, NewArgument, Argument };
  Kind kind = Kind::Constant;
  double constant = 0;
  unsigned argument = 0;

  /// Parses the syntax above; an error text on failure.
  static llvm::Expected<ScalarSource> parse(StringRef text);
};

/// Mean (Eq. 6 of the paper) or sum (its Algorithm 1) over samples.
enum class Reduction : uint8_t { Mean, Sum };

/// What a selected site without adjoint is.
enum class FailurePolicy : uint8_t { Error, Skip };

/// Which of the sites found get a term. All conditions hold at once; an empty
/// one always holds.
struct SiteSelection {
  /// POSIX extended regular expression, searched in the site's location names.
  std::string location;
  SmallVector<std::string> families;
  SmallVector<unsigned> indices;
};

struct AttachOptions {
  /// Name of the function to edit.
  std::string function = "main";
  /// A regulariser attribute in MLIR syntax.
  std::string regularizer = "#per.projected_error";
  ScalarSource lambda, seed, step;
  Reduction reduction = Reduction::Mean;
  SiteSelection sites;
  /// Sample dimensions of every site; none: inferred (`auto`).
  std::optional<SmallVector<int64_t>> sampleDims;
  /// The result of the function that is the loss.
  unsigned lossResult = 0;
  /// The factor by which the user scales the loss before differentiating it.
  std::optional<ScalarSource> lossScale;
  /// Factor q of every attached site (design: the weight of the term), from a
  /// measurement; empty: 1.
  SmallVector<double> weights;
  /// True: a site without adjoint is a remark, and is skipped. False: an error.
  bool skipFailedSites = false;
  /// False: the function is not differentiated; add lambda * R(h) to its loss.
  bool isDifferentiated = true;
  AnalysisBounds bounds;
};

/// One site of the report.
struct SiteReport {
  unsigned index = 0;
  std::string location; // named scopes of the site, outermost first
  std::string type;
  int64_t samples = 0, features = 0;
  SmallVector<int64_t> sampleDims;
  std::string family;
  std::string status; // attached, not_selected, no_gradient, failed
  std::string cotangentLocation;
  bool weightKnown = true;
  int64_t microBatches = 1; // 0: not known; see WeightFacts
  std::string message; // why it was skipped or failed, or its weight is open
};

struct AttachReport {
  std::string regularizer;
  SmallVector<SiteReport, 0> sites;
  unsigned numContractions = 0;
  unsigned numContractionsWithoutSite = 0;
  /// Names of operations that were not understood, with their number.
  SmallVector<std::pair<std::string, unsigned>> notUnderstood;

  /// The report as one JSON object.
  std::string toJSON() const;
};

/// The name of a site for people: the named scopes of its location, outermost
/// first and joined by `/`; `file:line:col` where there are none.
std::string getLocationName(Location loc);

/// Inlines calls, finds the sites, attaches the regulariser and proves the
/// edit. On failure the module must be dropped; diagnostics were emitted. Each
/// site gives an MLIR remark. With a constant lambda of 0 nothing is edited.
FailureOr<AttachReport> attachRegularizers(ModuleOp module,
                                           const AttachOptions &options);

} // namespace mlir::per

#endif // PER_TRANSFORMS_ATTACHREGULARIZERS_H
