//===- Profile.cpp - where the time of a step goes -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/Profile.h"

#include "per/Transforms/Codegen/Entries.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

#include "llvm/ADT/StringExtras.h"

#include <chrono>
#include <mutex>

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Instrumentation
//===----------------------------------------------------------------------===//

/// The outermost name in a location; of a fused operation that of its first.
static std::string getScope(Location location) {
  StringRef scope;
  location->walk([&](Location inner) {
    if (auto name = dyn_cast<NameLoc>(inner))
      scope = name.getName();
    return scope.empty() ? WalkResult::advance() : WalkResult::interrupt();
  });
  return scope.empty() ? "(no name)" : scope.str();
}

/// `per_kernel_matmul_3` as `matmul`.
static std::string getKind(StringRef callee) {
  callee.consume_front("per_");
  if (callee.consume_front("kernel_"))
    callee = callee.rtrim("0123456789").rtrim('_');
  return callee.str();
}

std::vector<ProfiledCall> per::instrumentCalls(ModuleOp module) {
  OpBuilder builder(module.getBodyRegion());
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(builder.getContext()), {builder.getI32Type()});
  auto record =
      LLVM::LLVMFuncOp::create(builder, module.getLoc(), profileSymbol, type);
  auto insertRecord = [&](Location location, int32_t call) {
    Value number = LLVM::ConstantOp::create(builder, location,
                                            builder.getI32IntegerAttr(call));
    LLVM::CallOp::create(builder, location, record, number);
  };

  std::vector<ProfiledCall> calls;
  for (Attribute entry : module->getAttrOfType<ArrayAttr>(kEntriesAttr)) {
    auto name = cast<DictionaryAttr>(entry).getAs<StringAttr>("name");
    auto function = module.lookupSymbol<LLVM::LLVMFuncOp>(entrySymbol(name));
    if (!function || function.isExternal())
      continue;
    SmallVector<LLVM::CallOp> found;
    function.walk([&](LLVM::CallOp call) { found.push_back(call); });
    builder.setInsertionPointToStart(&function.getBody().front());
    insertRecord(function.getLoc(), -1);
    for (LLVM::CallOp call : found) {
      builder.setInsertionPointAfter(call);
      insertRecord(call.getLoc(), calls.size());
      calls.push_back({getScope(call.getLoc()),
                       getKind(call.getCallee().value_or("a pointer"))});
    }
  }
  return calls;
}

//===----------------------------------------------------------------------===//
// Times
//===----------------------------------------------------------------------===//

static std::mutex timesMutex;
static std::vector<ProfiledTime> times;

void per::recordProfile(int32_t call) {
  using Clock = std::chrono::steady_clock;
  static thread_local Clock::time_point last;
  const Clock::time_point now = Clock::now();
  if (call >= 0) {
    std::lock_guard<std::mutex> lock(timesMutex);
    times[call].seconds += std::chrono::duration<double>(now - last).count();
    ++times[call].count;
  }
  last = Clock::now(); // without the time that this took
}

void per::resetProfile(size_t numCalls) {
  std::lock_guard<std::mutex> lock(timesMutex);
  times.assign(numCalls, {});
}

std::vector<ProfiledTime> per::getProfile() {
  std::lock_guard<std::mutex> lock(timesMutex);
  return times;
}
