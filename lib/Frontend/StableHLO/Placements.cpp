//===- Placements.cpp - how a manual computation is fed -------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Placements.h"
#include "per/Frontend/StableHLO.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

static std::string getText(Operation *op, StringRef name) {
  Attribute attr = getForeignAttr(op, name);
  if (!attr)
    return "";
  std::string text;
  llvm::raw_string_ostream(text) << attr;
  return text;
}

/// The elements of the first list in brackets of `text`:
///   #sdy.sharding_per_value<[<@mesh, [{"d"}, {}]>, <@mesh, []>]>
SmallVector<StringRef> per::stablehlo::splitList(StringRef text) {
  SmallVector<StringRef> elements;
  size_t begin = text.find('[');
  if (begin == StringRef::npos)
    return {};
  text = text.drop_front(begin + 1);
  unsigned depth = 0;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool isEnd = depth == 0 && (c == ',' || c == ']');
    if (isEnd) {
      StringRef element = text.slice(start, i).trim();
      if (!element.empty())
        elements.push_back(element);
      start = i + 1;
      if (c == ']')
        return elements;
    } else if (StringRef("<[{(").contains(c)) {
      ++depth;
    } else if (StringRef(">]})").contains(c)) {
      --depth;
    }
  }
  return {}; // not of this form
}

SmallVector<std::string> per::stablehlo::getShardings(Operation *op,
                                                      StringRef name) {
  std::string text = getText(op, name);
  SmallVector<std::string> shardings;
  for (StringRef sharding : splitList(text))
    shardings.push_back(sharding.str());
  return shardings;
}

void per::stablehlo::describePlacements(ViewNode *region) {
  std::string axes = getText(region->op, "manual_axes");
  auto read = [&](StringRef name, size_t size,
                  SmallVectorImpl<std::string> &placements) {
    SmallVector<std::string> shardings = getShardings(region->op, name);
    if (axes.empty() || shardings.size() != size)
      return;
    for (const std::string &sharding : shardings)
      placements.push_back(axes + sharding);
  };
  read("in_shardings", region->op->getNumOperands(), region->operandPlacements);
  read("out_shardings", region->op->getNumResults(), region->resultPlacements);
}
