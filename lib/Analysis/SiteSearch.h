//===- SiteSearch.h - the search for one site's adjoint ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_SITESEARCH_H
#define PER_LIB_ANALYSIS_SITESEARCH_H

#include "per/Analysis/AdjointDiscovery.h"
#include "per/Analysis/Filters.h"

namespace mlir::per {

/// Tries, with growing cones, by value and then by class, all candidates for
/// the cotangent of one site.
class SiteSearch {
public:
  SiteSearch(const AnalysisContext &context, ViewValue *site,
             const DenseSet<unsigned> &coOperands)
      : context(context), site(site), coOperands(coOperands) {}

  /// Whether exactly one adjoint was found.
  bool run();
  /// Enters status, adjoint or reason, candidates and partial matches.
  void report(SiteResult &result) const;

private:
  /// How far the best attempt came.
  enum class Stage : uint8_t {
    Affine,
    NoCandidate,
    NoMatch,
    PartialCut,
    Escape,
    Layer,
    Consumer,
    Ambiguous,
    Found,
  };
  /// Candidates for which the same terminals were found.
  struct Group {
    SmallVector<ViewValue *, 2> terminals; // sorted by position
    struct Entry {
      const Closure *closure;
      Matches matches;
      Cut cut;
    };
    SmallVector<Entry, 1> entries;
  };

  bool tryCone(const Cone &cone);
  bool tryTolerance(const Cone &cone, const Family &family,
                    ArrayRef<Closure> closures, double tolerance);
  SmallVector<Group> matchAll(const Cone &cone, const Family &family,
                              ArrayRef<Closure> closures, double tolerance);
  /// Drops groups that the filters reject; more than one may be left.
  SmallVector<Group> filter(SmallVector<Group> groups);
  /// Whether a candidate that has nothing to do with the group is the cotangent
  /// too if what is inside of operations is taken into account.
  bool hasInnerAdjoint(const Cone &cone, ArrayRef<Closure> closures,
                       double tolerance, const Group &group);
  const Group::Entry &getBest(const Group &group) const;
  void accept(const Cone &cone, const Group &group, double tolerance);
  void note(Stage stage, ArrayRef<ViewValue *> partial, unsigned numMatched = 0,
            unsigned numInputs = 0);
  std::string describeBounds() const;

  const AnalysisContext &context;
  ViewValue *site;
  const DenseSet<unsigned> &coOperands;
  std::optional<ConsumerTest> consumerTest;

  Stage best = Stage::Affine;
  unsigned numMatched = 0, numInputs = 0;
  SmallVector<ViewValue *, 2> partialMatches;
  unsigned numCandidates = 0;
  bool coneTruncated = false, familyTruncated = false, closureTruncated = false,
       candidatesTruncated = false;
  /// Whether something that combines the site's derivative with another value
  /// is inside of an operation, where nothing can be edited.
  bool isInsideOperation = false;
  Adjoint adjoint;
};

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_SITESEARCH_H
