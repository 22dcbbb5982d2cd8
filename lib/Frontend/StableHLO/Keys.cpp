//===- Keys.cpp - what congruent nodes must agree in ----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Keys.h"

#include "ForeignAttrs.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::stablehlo;

static constexpr int64_t kLargeElements = 16;

static bool isLarge(Attribute attr) {
  auto elements = dyn_cast<ElementsAttr>(attr);
  return elements && !elements.isSplat() &&
         elements.getNumElements() > kLargeElements;
}

void KeyWriter::writeAttrs(Operation *op, llvm::raw_ostream &os) {
  os << op->getName();
  for (NamedAttribute attr : getMeaningfulAttrs(op)) {
    // Each use of a composite may have its own copy of the decomposition.
    if (attr.getName() == "decomposition")
      continue;
    os << ' ' << attr.getName().strref() << '=';
    if (isLarge(attr.getValue()))
      os << '#'
         << largeAttrs.try_emplace(attr.getValue(), largeAttrs.size())
                .first->second;
    else
      os << attr.getValue();
  }
}

void KeyWriter::writeRegions(Operation *op,
                             llvm::DenseMap<Value, unsigned> &locals,
                             llvm::SetVector<Value> &captures,
                             llvm::raw_ostream &os) {
  auto define = [&](Value value) {
    unsigned number = locals.size();
    locals[value] = number;
    os << ':' << value.getType();
  };
  for (Region &region : op->getRegions()) {
    os << '{';
    for (Block &block : region) {
      os << '^';
      for (Value argument : block.getArguments())
        define(argument);
      for (Operation &inner : block) {
        os << ';';
        writeAttrs(&inner, os);
        os << '(';
        for (Value operand : inner.getOperands()) {
          if (auto it = locals.find(operand); it != locals.end()) {
            os << '%' << it->second << ',';
            continue;
          }
          captures.insert(operand);
          os << '@' << llvm::find(captures, operand) - captures.begin() << ',';
        }
        os << ')';
        writeRegions(&inner, locals, captures, os);
        for (Value result : inner.getResults())
          define(result);
      }
    }
    os << '}';
  }
}

std::string KeyWriter::getShallowKey(Operation *op) {
  std::string key;
  llvm::raw_string_ostream os(key);
  writeAttrs(op, os);
  return key;
}

std::string KeyWriter::getKey(Operation *op, llvm::SetVector<Value> &captures) {
  std::string key = getShallowKey(op);
  llvm::raw_string_ostream os(key);
  llvm::DenseMap<Value, unsigned> locals;
  writeRegions(op, locals, captures, os);
  return key;
}
