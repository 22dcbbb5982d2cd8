//===- SitePassOptions.cpp - options shared by passes on sites --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SitePassOptions.h"

using namespace mlir;
using namespace mlir::per;

SiteSelection per::getSiteSelection(StringRef location,
                                    ArrayRef<std::string> families,
                                    ArrayRef<unsigned> indices) {
  return {location.str(), llvm::to_vector(families), llvm::to_vector(indices)};
}

AnalysisBounds per::getAnalysisBounds(ArrayRef<unsigned> coneBudgets,
                                      unsigned closureBudget,
                                      unsigned familyBudget,
                                      unsigned candidateBudget) {
  AnalysisBounds bounds;
  if (!coneBudgets.empty())
    bounds.coneBudgets.assign(coneBudgets.begin(), coneBudgets.end());
  bounds.closureBudget = closureBudget;
  bounds.familyBudget = familyBudget;
  bounds.candidateBudget = candidateBudget;
  return bounds;
}

llvm::Expected<std::optional<SmallVector<int64_t>>>
per::parseSampleDims(StringRef text) {
  text = text.trim();
  if (text == "auto")
    return std::nullopt;
  SmallVector<int64_t> dims;
  if (text == "none")
    return dims;
  SmallVector<StringRef> parts;
  text.split(parts, ',');
  for (StringRef part : parts)
    if (part.trim().getAsInteger(10, dims.emplace_back()))
      return llvm::createStringError(
          "expected 'auto', 'none' or a list of dimensions like '0,1', got "
          "'%s'",
          text.str().c_str());
  return dims;
}
