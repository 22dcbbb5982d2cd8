//===- SplitModule.cpp - a module as parts that are compiled apart --------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Before the translation to LLVM IR, so that this runs in parallel too, and no
// part has to move from one context to another. llvm::SplitModule distributes
// by a hash of the names, whatever the sizes; the time to compile a step is
// that of its largest part.
//
//===----------------------------------------------------------------------===//

#include "SplitModule.h"

#include "mlir/IR/SymbolTable.h"

#include <algorithm>

using namespace mlir;
using namespace mlir::per;

static constexpr uint64_t maxParts = 32;
/// Constants up to this size are copied into each part that uses them.
static constexpr int64_t maxCopiedElements = 1024;

static bool isPrivate(Operation *symbol) {
  if (SymbolTable::getSymbolVisibility(symbol) ==
      SymbolTable::Visibility::Private)
    return true;
  auto isLocal = [](LLVM::Linkage linkage) {
    return linkage == LLVM::Linkage::Private ||
           linkage == LLVM::Linkage::Internal;
  };
  if (auto function = dyn_cast<LLVM::LLVMFuncOp>(symbol))
    return isLocal(function.getLinkage());
  auto global = dyn_cast<LLVM::GlobalOp>(symbol);
  return global && isLocal(global.getLinkage());
}

/// Whether the module only says that a symbol is somewhere.
static bool isDeclaration(Operation *symbol) {
  if (auto function = dyn_cast<LLVM::LLVMFuncOp>(symbol))
    return function.isExternal();
  auto global = dyn_cast<LLVM::GlobalOp>(symbol);
  return global && !global.getValueOrNull() && !global.getInitializerBlock();
}

/// Whether each part that uses a symbol has a copy.
static bool isCopied(Operation *symbol) {
  auto global = dyn_cast<LLVM::GlobalOp>(symbol);
  if (!global || !global.getConstant() || !isPrivate(global))
    return false;
  auto elements = dyn_cast_or_null<ElementsAttr>(global.getValueOrNull());
  return elements && elements.getNumElements() <= maxCopiedElements;
}

/// About the instructions of LLVM that a function becomes.
static uint64_t getSize(LLVM::LLVMFuncOp function) {
  uint64_t size = 0;
  function.walk(
      [&](Operation *op) { size += !op->hasTrait<OpTrait::ConstantLike>(); });
  return size;
}

ModuleParts::ModuleParts(ModuleOp module, StringRef prefix, unsigned partSize)
    : module(module), prefix(prefix) {
  // Sorted by size, largest first, then by number.
  SmallVector<std::tuple<int64_t, size_t, LLVM::LLVMFuncOp>> sorted;
  uint64_t total = 0;
  for (Operation &op : *module.getBody()) {
    auto symbol = dyn_cast<SymbolOpInterface>(op);
    if (!symbol)
      continue;
    symbols[symbol.getName()] = &op;
    if (!isDeclaration(&op) && isPrivate(&op) && !isCopied(&op))
      hidden.insert(symbol.getName());
    auto function = dyn_cast<LLVM::LLVMFuncOp>(op);
    if (!function || function.isExternal())
      continue;
    uint64_t size = getSize(function);
    total += size;
    sorted.emplace_back(-int64_t(size), sorted.size(), function);
  }
  llvm::sort(sorted, [](const auto &a, const auto &b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) <
           std::tie(std::get<0>(b), std::get<1>(b));
  });
  // Aliases, lists of constructors and the like say something about others.
  bool canSplit = llvm::all_of(*module.getBody(), [](Operation &op) {
    return isa<LLVM::LLVMFuncOp, LLVM::GlobalOp>(op);
  });
  functions.resize(partSize != 0 && canSplit
                       ? std::clamp<uint64_t>(total / partSize, 1, maxParts)
                       : 1);
  // Each into the part that is smallest then.
  SmallVector<uint64_t> sizes(functions.size());
  for (auto [negativeSize, number, function] : sorted) {
    size_t part = llvm::min_element(sizes) - sizes.begin();
    sizes[part] -= negativeSize;
    functions[part].push_back(function);
  }
}

/// Adds a symbol that functions of a part use, which has no definition there.
void ModuleParts::addSymbol(Operation *symbol, OpBuilder &builder,
                            bool isFirst) const {
  if (isa<LLVM::GlobalOp>(symbol) && (isFirst || isCopied(symbol))) {
    builder.clone(*symbol);
    return;
  }
  Operation *declaration = builder.insert(symbol->cloneWithoutRegions());
  if (auto global = dyn_cast<LLVM::GlobalOp>(declaration)) {
    global.removeValueAttr();
    global.setLinkage(LLVM::Linkage::External);
  } else {
    cast<LLVM::LLVMFuncOp>(declaration).setLinkage(LLVM::Linkage::External);
  }
}

OwningOpRef<ModuleOp> ModuleParts::build(size_t part) const {
  if (size() == 1)
    return module.clone();
  OwningOpRef<ModuleOp> result = ModuleOp::create(module.getLoc());
  (*result)->setAttrs(module->getAttrDictionary());
  OpBuilder builder = OpBuilder::atBlockEnd(result->getBody());
  llvm::StringSet<> known;
  llvm::SetVector<Operation *> used;
  // The first part has all globals.
  if (part == 0)
    for (auto global : module.getOps<LLVM::GlobalOp>())
      used.insert(global);
  for (LLVM::LLVMFuncOp function : functions[part]) {
    known.insert(function.getName());
    builder.clone(*function);
  }
  for (LLVM::LLVMFuncOp function : functions[part])
    if (auto uses = SymbolTable::getSymbolUses(&function.getBody()))
      for (const SymbolTable::SymbolUse &use : *uses)
        if (Operation *symbol = symbols.lookup(
                use.getSymbolRef().getRootReference().getValue()))
          used.insert(symbol);
  for (Operation *symbol : used)
    if (!known.contains(SymbolTable::getSymbolName(symbol)))
      addSymbol(symbol, builder, part == 0);
  return result;
}

void ModuleParts::hidePrivate(llvm::Module &part) const {
  auto hide = [&](llvm::GlobalValue &value) {
    if (!hidden.contains(value.getName()))
      return;
    value.setName(prefix + value.getName());
    value.setLinkage(llvm::GlobalValue::ExternalLinkage);
    value.setVisibility(llvm::GlobalValue::HiddenVisibility);
  };
  for (llvm::Function &function : part)
    hide(function);
  for (llvm::GlobalVariable &variable : part.globals())
    hide(variable);
}
