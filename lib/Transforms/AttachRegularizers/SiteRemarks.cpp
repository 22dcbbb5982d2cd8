//===- SiteRemarks.cpp - what the user is told of each site -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Each site is a plain remark diagnostic, which every tool shows, and a remark
// of MLIR's remark engine, which is silent unless asked for
// (`--remarks-filter`) and can be written to a file for machines.
//
//===----------------------------------------------------------------------===//

#include "SiteRemarks.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

static constexpr StringRef kCategory = "per-attach-regularizers";

static std::string toString(Type type) {
  std::string text;
  llvm::raw_string_ostream os(text);
  type.print(os);
  return text;
}

static std::string getTypeText(const ViewValue *value) {
  if (value->ir)
    return toString(value->ir.getType());
  return toString(RankedTensorType::get(value->shape, value->elementType));
}

/// The innermost line of the model's program: the names of the scopes, which
/// the texts have, tell the calls that lead there apart in less room.
static Location getOwnLine(Location loc) {
  if (auto call = dyn_cast<CallSiteLoc>(loc)) {
    Location callee = getOwnLine(call.getCallee());
    return callee->findInstanceOf<FileLineColLoc>()
               ? callee
               : getOwnLine(call.getCaller());
  }
  if (auto name = dyn_cast<NameLoc>(loc))
    return NameLoc::get(name.getName(), getOwnLine(name.getChildLoc()));
  return loc;
}

static SiteReport makeRow(const SiteResult &site) {
  SiteReport row;
  row.index = site.index;
  row.location = getLocationName(site.value->def->getLoc());
  row.type = getTypeText(site.value);
  row.family = site.family.str();
  row.sampleDims = site.sampleDims;
  row.samples = row.features = 1;
  for (auto [dim, size] : llvm::enumerate(site.value->shape))
    (llvm::is_contained(site.sampleDims, static_cast<int64_t>(dim))
         ? row.samples
         : row.features) *= size;
  row.status = "not_selected";
  row.weightKnown = site.weight.known;
  row.microBatches = site.weight.microBatches;
  if (!site.weight.known)
    row.message = site.weight.reason;
  if (ViewValue *cotangent = site.adjoint.cotangent)
    if (cotangent->ir)
      row.cotangentLocation = getLocationName(cotangent->ir.getLoc());
  return row;
}

AttachReport per::startReport(const DiscoveryResult &result,
                              RegularizerAttrInterface regularizer) {
  AttachReport report;
  llvm::raw_string_ostream(report.regularizer) << regularizer;
  report.numContractions = result.numContractions;
  report.numContractionsWithoutSite = result.numContractionsWithoutSite;
  llvm::MapVector<StringRef, unsigned> counts;
  for (ViewNode *node : result.notUnderstood)
    ++counts[node->getOpName()];
  for (auto [name, count] : counts)
    report.notUnderstood.emplace_back(name.str(), count);
  for (const SiteResult &site : result.sites)
    report.sites.push_back(makeRow(site));
  return report;
}

/// "site 3 'jit(step)/Block_0/relu' (relu, tensor<128x650xf32>, 128 samples of
/// 650 features)".
static std::string describe(const SiteReport &row) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "site " << row.index << " '" << row.location << "' (" << row.family
     << ", " << row.type << ", " << row.samples << " samples of "
     << row.features << " features)";
  return text;
}

void per::remarkAttached(const SiteReport &row, Location loc) {
  std::string text = describe(row) + ": attached; ";
  if (!row.cotangentLocation.empty())
    text += "cotangent found at '" + row.cotangentLocation + "', ";
  text += std::string("weight ") +
          (row.weightKnown ? "known" : "assumed: " + row.message);
  emitRemark(getOwnLine(loc)) << text;
  remark::passed(loc, remark::RemarkOpts::name("Attached").category(kCategory))
      << text;
}

void per::remarkSkipped(const SiteReport &row, Location loc) {
  std::string text = describe(row) + ": " + row.status +
                     (row.message.empty() ? "" : "; " + row.message);
  emitRemark(getOwnLine(loc)) << text;
  remark::missed(loc, remark::RemarkOpts::name("Skipped").category(kCategory))
      << text;
}

void per::remarkMicroBatches(const SiteReport &row,
                             RegularizerAttrInterface regularizer,
                             Location loc) {
  std::string number =
      row.microBatches == 0 ? "" : std::to_string(row.microBatches) + " ";
  std::string text =
      ("'" + regularizer.getRegularizerName() +
       "' couples samples: the terms of site " + Twine(row.index) + " are of " +
       number + "micro-batches of " + Twine(row.samples) +
       " samples each, not of the whole batch")
          .str();
  emitRemark(getOwnLine(loc)) << text;
  remark::analysis(loc,
                   remark::RemarkOpts::name("MicroBatches").category(kCategory))
      << text;
}

void per::remarkOtherStep(const SiteResult &site) {
  Location loc = site.value->def->getLoc();
  std::string text = "activation '" + getLocationName(loc) + "' (" +
                     getTypeText(site.value) + ") is no site: " + site.reason;
  emitRemark(getOwnLine(loc)) << text;
  remark::missed(loc, remark::RemarkOpts::name("OtherStep").category(kCategory))
      << text;
}

LogicalResult per::reportFailed(const SiteResult &site) {
  InFlightDiagnostic diagnostic =
      emitError(site.value->def->getLoc())
      << "site " << site.index << " ('" << site.value->def->getOpName() << "', "
      << site.family << ", " << getTypeText(site.value)
      << ") has no cotangent that is safe to edit: " << site.reason;
  for (ViewValue *match : site.partialMatches)
    if (match->def)
      diagnostic.attachNote(match->def->getLoc())
          << "this value was matched in part";
  return diagnostic;
}

LogicalResult per::reportHiding(const DiscoveryResult &result, bool isError) {
  for (ViewNode *node : result.hiding) {
    Location loc = node->getLoc();
    (isError ? emitError(loc) : emitRemark(loc))
        << "'" << node->getOpName()
        << "' is not understood, and a contraction reads its result: it may "
           "hide an activation"
        << (isError ? "; on-failure=skip goes on without it" : "");
  }
  return success(!isError || result.hiding.empty());
}
