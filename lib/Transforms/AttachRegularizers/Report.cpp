//===- Report.cpp - the report of the attach step ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/AttachRegularizers.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

/// Appends the named scopes of `loc`, outermost first. Below a name stand the
/// frames of the program that traced the operation: they are no scopes.
static void collectScopes(Location loc, SmallVectorImpl<StringRef> &scopes) {
  if (auto name = dyn_cast<NameLoc>(loc)) {
    // An importer ends a name in ':' where only its child is a real name.
    StringRef text = name.getName().getValue();
    if (!text.empty())
      scopes.push_back(text.rtrim(':'));
    return;
  }
  if (auto call = dyn_cast<CallSiteLoc>(loc)) {
    collectScopes(call.getCaller(), scopes);
    collectScopes(call.getCallee(), scopes);
    return;
  }
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    for (Location part : fused.getLocations()) {
      collectScopes(part, scopes);
      if (!scopes.empty())
        return;
    }
  }
}

std::string per::getLocationName(Location loc) {
  SmallVector<StringRef> scopes;
  collectScopes(loc, scopes);
  if (!scopes.empty())
    return llvm::join(scopes, "/");
  std::string text;
  if (auto file = loc->findInstanceOf<FileLineColLoc>())
    llvm::raw_string_ostream(text) << file.getFilename().getValue() << ':'
                                   << file.getLine() << ':' << file.getColumn();
  return text;
}

static llvm::json::Object toObject(const SiteReport &site) {
  llvm::json::Array dims(site.sampleDims);
  return llvm::json::Object{
      {"index", site.index},
      {"location", site.location},
      {"type", site.type},
      {"samples", site.samples},
      {"features", site.features},
      {"sample_dims", std::move(dims)},
      {"family", site.family},
      {"status", site.status},
      {"cotangent_location", site.cotangentLocation},
      {"weight_known", site.weightKnown},
      {"micro_batches", site.microBatches},
      {"message", site.message},
  };
}

std::string AttachReport::toJSON() const {
  llvm::json::Array siteArray;
  for (const SiteReport &site : sites)
    siteArray.push_back(toObject(site));
  llvm::json::Object operations;
  for (const auto &[name, count] : notUnderstood)
    operations[name] = count;

  std::string text;
  llvm::raw_string_ostream os(text);
  os << llvm::formatv(
      "{0:2}\n", llvm::json::Value(llvm::json::Object{
                     {"regularizer", regularizer},
                     {"contractions", numContractions},
                     {"contractions_without_site", numContractionsWithoutSite},
                     {"not_understood", std::move(operations)},
                     {"sites", std::move(siteArray)},
                 }));
  return text;
}
