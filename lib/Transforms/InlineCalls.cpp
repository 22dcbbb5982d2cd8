//===- InlineCalls.cpp - calls of a function, inlined ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/InlineCalls.h"

#include "per/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::per {
#define GEN_PASS_DEF_INLINECALLSPASS
#include "per/Transforms/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
/// Inlines depth first: a callee has no calls left when it is copied.
class Inliner {
public:
  explicit Inliner(ModuleOp module) : symbols(module) {}

  LogicalResult run(func::FuncOp function);
  /// Erases private functions that were called and that nothing names now.
  void eraseUnused(ModuleOp module);

private:
  LogicalResult inlineCall(func::CallOp call);
  FailureOr<func::FuncOp> getCallee(func::CallOp call);

  SymbolTable symbols;
  llvm::SetVector<func::FuncOp> callees;
  DenseSet<func::FuncOp> done;
  SmallVector<func::FuncOp> stack;
};
} // namespace

LogicalResult Inliner::run(func::FuncOp function) {
  if (done.contains(function))
    return success();
  stack.push_back(function);
  SmallVector<func::CallOp> calls;
  function.walk([&](func::CallOp call) { calls.push_back(call); });
  for (func::CallOp call : calls)
    if (failed(inlineCall(call)))
      return failure();
  stack.pop_back();
  done.insert(function);
  return success();
}

FailureOr<func::FuncOp> Inliner::getCallee(func::CallOp call) {
  auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
  if (!callee)
    return call.emitOpError("calls '")
           << call.getCallee() << "', which is no function of the module";
  if (llvm::is_contained(stack, callee))
    return call.emitOpError("is part of a recursion through '")
           << call.getCallee() << "', which cannot be inlined";
  if (callee.isExternal())
    return call.emitOpError("calls '")
           << call.getCallee() << "', which has no body to inline";
  if (!callee.getBody().hasOneBlock())
    return call.emitOpError("calls '")
           << call.getCallee() << "', which has more than one block";
  // An unregistered operation may stand where the return should be.
  if (!isa<func::ReturnOp>(callee.getBody().front().back()))
    return call.emitOpError("calls '")
           << call.getCallee() << "', which does not end with func.return";
  if (callee.getFunctionType() != call.getCalleeType())
    return call.emitOpError("has type ")
           << call.getCalleeType() << ", its callee has type "
           << callee.getFunctionType();
  return callee;
}

LogicalResult Inliner::inlineCall(func::CallOp call) {
  FailureOr<func::FuncOp> callee = getCallee(call);
  if (failed(callee) || failed(run(*callee)))
    return failure();
  callees.insert(*callee);

  Location callLoc = call.getLoc();
  auto atCall = [&](Location loc) { return CallSiteLoc::get(loc, callLoc); };
  Block &body = callee->getBody().front();
  IRMapping mapping;
  mapping.map(body.getArguments(), call.getOperands());
  OpBuilder builder(call);
  for (Operation &op : body.without_terminator()) {
    Operation *copy = builder.clone(op, mapping);
    copy->walk<WalkOrder::PreOrder>([&](Operation *inner) {
      inner->setLoc(atCall(inner->getLoc()));
      for (Region &region : inner->getRegions())
        for (Block &block : region)
          for (BlockArgument argument : block.getArguments())
            argument.setLoc(atCall(argument.getLoc()));
    });
  }
  for (auto [result, returned] :
       llvm::zip_equal(call.getResults(), body.getTerminator()->getOperands()))
    result.replaceAllUsesWith(mapping.lookupOrDefault(returned));
  call.erase();
  return success();
}

void Inliner::eraseUnused(ModuleOp module) {
  // Operations of unregistered dialects may name functions in their properties,
  // which the uses of a SymbolTable do not include: look at every attribute.
  auto countNames = [](Operation *root, DenseMap<StringAttr, int> &count,
                       int by) {
    auto countName = [&](SymbolRefAttr ref) {
      count[ref.getRootReference()] += by;
    };
    root->walk([&](Operation *op) {
      for (NamedAttribute attr : op->getDiscardableAttrs())
        attr.getValue().walk(countName);
      if (Attribute properties = op->getPropertiesAsAttribute())
        properties.walk(countName);
    });
  };
  DenseMap<StringAttr, int> count;
  countNames(module, count, 1);
  bool changed = true;
  while (changed) {
    changed = false;
    for (func::FuncOp callee : llvm::to_vector(callees)) {
      if (!callee.isPrivate() || count.lookup(callee.getSymNameAttr()) > 0)
        continue;
      countNames(callee, count, -1);
      callees.remove(callee);
      symbols.erase(callee);
      changed = true;
    }
  }
}

LogicalResult mlir::per::inlineCalls(ModuleOp module, StringRef function) {
  auto root = module.lookupSymbol<func::FuncOp>(function);
  if (!root)
    return module.emitError("found no function '") << function << "'";
  if (root.isExternal())
    return root.emitError("expected a function with a body");
  Inliner inliner(module);
  if (failed(inliner.run(root)))
    return failure();
  inliner.eraseUnused(module);
  return success();
}

namespace {
struct InlineCallsPass final : per::impl::InlineCallsPassBase<InlineCallsPass> {
  using InlineCallsPassBase::InlineCallsPassBase;
  void runOnOperation() override {
    if (failed(inlineCalls(getOperation(), function)))
      signalPassFailure();
  }
};
} // namespace
