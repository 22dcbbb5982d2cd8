//===- Target.cpp - processors that code is made for -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/ObjectCode.h"

#include "OptimizeModule.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/TargetParser/X86TargetParser.h"

using namespace mlir;
using namespace mlir::per;

/// Instruction sets of entry points, in order: each includes the ones before.
static constexpr llvm::StringLiteral isas[] = {"generic", "avx2", "avx512",
                                               "avx512bf16"};

static unsigned getRank(llvm::StringRef isa) {
  return llvm::find(isas, isa) - std::begin(isas);
}

/// The processor that stands for an instruction set: a level of x86-64, with a
/// feature that none has, or any processor of another architecture.
static void setPortableCPU(TargetCPU &target, unsigned rank) {
  static constexpr llvm::StringLiteral levels[] = {"x86-64", "x86-64-v3",
                                                   "x86-64-v4", "x86-64-v4"};
  const bool isX86 = llvm::Triple(target.triple).isX86();
  target.cpu = isX86 ? llvm::StringRef(levels[rank]) : "generic";
  target.features = isX86 && rank == getRank("avx512bf16") ? "+avx512bf16" : "";
}

/// The features of a processor as code for it may use them: those of its name,
/// then those that are named.
static llvm::StringMap<bool> getFeatures(const TargetCPU &target) {
  llvm::StringMap<bool> features;
  if (llvm::Triple(target.triple).isX86()) {
    llvm::SmallVector<llvm::StringRef> named;
    llvm::X86::getFeaturesForCPU(target.cpu, named);
    for (llvm::StringRef feature : named)
      features[feature] = true;
  }
  for (llvm::StringRef feature : llvm::split(target.features, ','))
    if (!feature.empty())
      features[feature.drop_front()] = feature.front() == '+';
  return features;
}

static llvm::StringRef getMissingFeature(const TargetCPU &target) {
  const llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  for (const auto &feature : getFeatures(target)) {
    // What the host's list does not know says nothing.
    auto found = host.find(feature.first());
    if (feature.second && found != host.end() && !found->second)
      return feature.first();
  }
  return {};
}

/// The rank of the largest instruction set that this machine has.
static unsigned getHostRank() {
  TargetCPU target;
  target.triple = llvm::sys::getProcessTriple();
  const llvm::Triple triple(target.triple);
  unsigned rank = 0;
  for (unsigned next = 1; triple.isX86() && next < std::size(isas); ++next) {
    setPortableCPU(target, next);
    if (getMissingFeature(target).empty())
      rank = next;
  }
  return rank;
}

llvm::StringRef per::getHostISA() { return isas[getHostRank()]; }

bool per::hasFastPairs(llvm::StringRef cpu) {
  if (cpu == "native")
    cpu = llvm::sys::getHostCPUName();
  return cpu.empty() || cpu.starts_with("znver");
}

/// All features that are known, with a sign.
static std::string getHostFeatures() {
  llvm::SmallVector<std::string> features;
  for (const auto &feature : llvm::sys::getHostCPUFeatures())
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  llvm::sort(features); // the order of a map differs between runs
  return llvm::join(features, ",");
}

std::string per::getHostDescription() {
  return (llvm::sys::getProcessTriple() + " " + llvm::sys::getHostCPUName() +
          " " + getHostFeatures())
      .str();
}

static llvm::Error checkName(const TargetCPU &target) {
  std::string message;
  const llvm::Triple triple(target.triple);
  initializeTargets();
  const llvm::Target *registered =
      llvm::TargetRegistry::lookupTarget(triple, message);
  if (!registered)
    return llvm::createStringError(message);
  std::unique_ptr<llvm::MCSubtargetInfo> info(
      registered->createMCSubtargetInfo(triple, "", ""));
  if (info->isCPUStringValid(target.cpu))
    return llvm::Error::success();
  return llvm::createStringError("unknown processor '" + target.cpu +
                                 "' of the architecture " +
                                 triple.getArchName());
}

llvm::Expected<TargetCPU>
per::selectTarget(const CompileOptions &options,
                  llvm::ArrayRef<EntryPoint> entries) {
  unsigned rank = 0;
  for (const EntryPoint &entry : entries) {
    if (getRank(entry.isa) == std::size(isas))
      return llvm::createStringError("unknown instruction set '" + entry.isa +
                                     "'; expected generic, avx2, avx512 or "
                                     "avx512bf16");
    rank = std::max(rank, getRank(entry.isa));
  }
  const bool isThisMachine = options.triple.empty();
  TargetCPU target;
  target.triple = isThisMachine ? llvm::sys::getProcessTriple()
                                : llvm::Triple::normalize(options.triple);
  const llvm::Triple triple(target.triple);
  if (rank && !triple.isX86())
    return llvm::createStringError("the instruction set '" + isas[rank] +
                                   "' is none of " + triple.getArchName() +
                                   "; compile with isa=generic");
  setPortableCPU(target, rank);
  if (options.cpu == "native" && !isThisMachine)
    return llvm::createStringError(
        "the native processor is this machine's, and the code is to be for " +
        target.triple + "; name one, or none");
  if (options.cpu != "native" || !isThisMachine) {
    if (!options.cpu.empty())
      target.cpu = options.cpu;
    if (llvm::Error error = checkName(target))
      return std::move(error);
    return target;
  }
  // Code for less than this machine has was asked for with less.
  if (rank < getHostRank())
    return target;
  target.cpu = llvm::sys::getHostCPUName();
  target.features = getHostFeatures();
  return target;
}

llvm::Error per::checkHostRuns(const TargetCPU &target) {
  const llvm::Triple host(llvm::sys::getProcessTriple());
  if (llvm::Triple(target.triple).getArch() != host.getArch())
    return llvm::createStringError(
        "the code is for " + llvm::Triple(target.triple).getArchName() +
        ", and this machine is " + host.getArchName());
  llvm::StringRef missing = getMissingFeature(target);
  if (missing.empty())
    return llvm::Error::success();
  return llvm::createStringError(
      "the code is for a processor " + target.cpu + " with " + missing +
      ", which this machine (" + llvm::sys::getHostCPUName() +
      ") does not have; compile it for less, e.g. with isa=generic");
}
