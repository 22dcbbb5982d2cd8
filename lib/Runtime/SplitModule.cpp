//===- SplitModule.cpp - one LLVM module as several -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// llvm::SplitModule distributes by a hash of the names, whatever the sizes; the
// time to compile a step is that of its largest part.
//
//===----------------------------------------------------------------------===//

#include "SplitModule.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"

#include <algorithm>

using namespace mlir::per;

static constexpr unsigned maxParts = 32;
/// Constants up to this size are copied into each part that uses them, where
/// the optimiser sees their values.
static constexpr uint64_t maxCopiedBytes = 4096;

static bool isCopied(const llvm::GlobalVariable &variable) {
  return variable.hasLocalLinkage() && variable.isConstant() &&
         variable.getDataLayout().getTypeAllocSize(variable.getValueType()) <=
             maxCopiedBytes;
}

/// Makes local symbols visible to the other parts, and to nothing else.
static void shareLocals(llvm::Module &module, llvm::StringRef prefix) {
  auto share = [&](llvm::GlobalValue &value) {
    if (!value.hasLocalLinkage())
      return;
    value.setName(prefix + value.getName());
    value.setLinkage(llvm::GlobalValue::ExternalLinkage);
    value.setVisibility(llvm::GlobalValue::HiddenVisibility);
  };
  for (llvm::Function &function : module)
    share(function);
  for (llvm::GlobalVariable &variable : module.globals())
    if (!isCopied(variable))
      share(variable);
}

/// The part of each function: the largest first, each into the part that is
/// smallest then.
static llvm::DenseMap<const llvm::GlobalValue *, unsigned>
distribute(llvm::Module &module, unsigned parts) {
  // Sorted by size, largest first, then by number.
  std::vector<std::tuple<int64_t, unsigned, const llvm::Function *>> functions;
  for (const llvm::Function &function : module)
    if (!function.isDeclaration())
      functions.emplace_back(-int64_t(function.getInstructionCount()),
                             functions.size(), &function);
  llvm::sort(functions);
  std::vector<uint64_t> sizes(parts);
  llvm::DenseMap<const llvm::GlobalValue *, unsigned> partOf;
  for (auto [negativeSize, number, function] : functions) {
    const unsigned part = llvm::min_element(sizes) - sizes.begin();
    sizes[part] -= negativeSize;
    partOf[function] = part;
  }
  return partOf;
}

static Bitcode writeBitcode(const llvm::Module &module) {
  Bitcode bitcode;
  llvm::raw_svector_ostream stream(bitcode);
  llvm::WriteBitcodeToFile(module, stream);
  return bitcode;
}

std::vector<Bitcode> mlir::per::splitModule(llvm::Module &module,
                                            llvm::StringRef prefix,
                                            unsigned partSize) {
  const unsigned parts =
      partSize == 0
          ? 1
          : std::clamp(module.getInstructionCount() / partSize, 1u, maxParts);
  std::vector<Bitcode> result;
  if (parts == 1) {
    result.push_back(writeBitcode(module));
    return result;
  }
  shareLocals(module, prefix);
  const auto partOf = distribute(module, parts);
  for (unsigned part = 0; part < parts; ++part) {
    llvm::ValueToValueMapTy map;
    auto clone =
        llvm::CloneModule(module, map, [&](const llvm::GlobalValue *value) {
          if (auto *variable = llvm::dyn_cast<llvm::GlobalVariable>(value))
            return part == 0 || isCopied(*variable);
          return partOf.lookup(value) == part;
        });
    result.push_back(writeBitcode(*clone));
  }
  return result;
}
