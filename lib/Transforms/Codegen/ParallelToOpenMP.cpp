//===- ParallelToOpenMP.cpp - parallel loops as functions of threads ------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Capture.h"

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Matchers.h"

namespace mlir::per {
#define GEN_PASS_DEF_PARALLELTOOPENMPPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether no other pointer of the function leads to the buffer.
static bool isUnaliased(Value buffer) {
  if (auto argument = dyn_cast<BlockArgument>(buffer)) {
    auto function = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
    return function &&
           function.getArgAttr(argument.getArgNumber(),
                               LLVM::LLVMDialect::getNoAliasAttrName());
  }
  return isa_and_nonnull<memref::AllocaOp, memref::AllocOp>(
      buffer.getDefiningOp());
}

/// Tells LLVM that the buffers of a body do not overlap, if it is known of all.
static void addNoAlias(func::FuncOp body, ArrayRef<Value> values) {
  SmallVector<unsigned> buffers;
  for (auto [number, value] : llvm::enumerate(values)) {
    if (!isa<BaseMemRefType>(value.getType()))
      continue;
    if (!isUnaliased(value))
      return;
    buffers.push_back(number);
  }
  // Else an argument is more than one pointer.
  if (!body->hasAttr("llvm.bareptr"))
    return;
  for (unsigned number : buffers)
    body.setArgAttr(number, LLVM::LLVMDialect::getNoAliasAttrName(),
                    UnitAttr::get(body.getContext()));
}

/// Whether a loop has one dimension, from zero in steps of one, and no results.
static bool canConvert(scf::ParallelOp loop) {
  return loop.getNumLoops() == 1 && loop.getInitVals().empty() &&
         isConstantIntValue(loop.getLowerBound()[0], 0) &&
         isConstantIntValue(loop.getStep()[0], 1);
}

namespace {
/// Converts the parallel loops of a module.
class Converter {
public:
  Converter(ModuleOp module, int64_t threads)
      : module(module), symbols(module), threads(threads) {}

  void convert(scf::ParallelOp loop);

private:
  func::FuncOp getShare();
  func::FuncOp outline(scf::ParallelOp loop, const Capture &capture);

  ModuleOp module;
  SymbolTable symbols;
  int64_t threads;
  func::FuncOp share;
};
} // namespace

/// A function that gives a thread its iterations of the first `count`: from the
/// first result to before the second. One for all loops: what OpenMP takes to
/// share a loop is more than most kernels' own code around theirs.
func::FuncOp Converter::getShare() {
  if (share)
    return share;
  ImplicitLocOpBuilder b(module.getLoc(), module.getContext());
  Type index = b.getIndexType();
  share = func::FuncOp::create(b, "per_thread_share",
                               b.getFunctionType({index}, {index, index}));
  share.setPrivate();
  symbols.insert(share);
  b.setInsertionPointToStart(share.addEntryBlock());
  Value zero = arith::ConstantIndexOp::create(b, 0);
  Value one = arith::ConstantIndexOp::create(b, 1);
  auto cell = MemRefType::get({}, index);
  Value first = memref::AllocaOp::create(b, cell);
  Value last = memref::AllocaOp::create(b, cell);
  memref::StoreOp::create(b, zero, first, ValueRange());
  memref::StoreOp::create(b, zero, last, ValueRange());
  // A static schedule: iterations of a thread are neighbours.
  omp::WsloopOperands clauses;
  clauses.nowait = b.getUnitAttr();
  auto shared = omp::WsloopOp::create(b, clauses);
  b.createBlock(&shared.getRegion());
  omp::LoopNestOperands bounds;
  bounds.loopLowerBounds = {zero};
  bounds.loopUpperBounds = {share.getArgument(0)};
  bounds.loopSteps = {one};
  auto nest = omp::LoopNestOp::create(b, bounds);
  Value i = b.createBlock(&nest.getRegion(), {}, index, share.getLoc())
                ->getArgument(0);
  Value before = memref::LoadOp::create(b, last, ValueRange());
  Value isFirst =
      arith::CmpIOp::create(b, arith::CmpIPredicate::eq, before, zero);
  Value known = memref::LoadOp::create(b, first, ValueRange());
  Value begin = arith::SelectOp::create(b, isFirst, i, known);
  memref::StoreOp::create(b, begin, first, ValueRange());
  Value end = arith::AddIOp::create(b, i, one);
  memref::StoreOp::create(b, end, last, ValueRange());
  omp::YieldOp::create(b, ValueRange());
  b.setInsertionPointToEnd(&share.front());
  Value result[] = {memref::LoadOp::create(b, first, ValueRange()),
                    memref::LoadOp::create(b, last, ValueRange())};
  func::ReturnOp::create(b, result);
  return share;
}

/// A function with a loop over a thread's share of the iterations; takes what
/// the loop's body uses, and its upper bound.
func::FuncOp Converter::outline(scf::ParallelOp loop, const Capture &capture) {
  auto parent = loop->getParentOfType<func::FuncOp>();
  IRMapping mapping;
  ImplicitLocOpBuilder b(loop.getLoc(), loop.getContext());
  func::FuncOp part = capture.createFunction(
      loop.getLoc(), (parent.getSymName() + "_part").str(), b.getIndexType(),
      mapping);
  addNoAlias(part, capture.getArguments());
  symbols.insert(part);
  b.setInsertionPointToEnd(&part.front());
  auto bounds = func::CallOp::create(b, getShare(), part.getArguments().back());
  Value one = arith::ConstantIndexOp::create(b, 1);
  auto sequential =
      scf::ForOp::create(b, bounds.getResult(0), bounds.getResult(1), one);
  func::ReturnOp::create(b);

  mapping.map(loop.getInductionVars()[0], sequential.getInductionVar());
  Block &source = *loop.getBody(), &target = *sequential.getBody();
  target.getOperations().splice(target.begin(), source.getOperations(),
                                source.begin(), std::prev(source.end()));
  target.walk([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      operand.set(mapping.lookupOrDefault(operand.get()));
  });
  return part;
}

void Converter::convert(scf::ParallelOp loop) {
  Capture capture;
  capture.add(loop.getRegion());
  func::FuncOp part = outline(loop, capture);
  ImplicitLocOpBuilder b(loop.getLoc(), loop);
  omp::ParallelOperands clauses;
  clauses.numThreads =
      arith::ConstantOp::create(b, b.getI32IntegerAttr(threads));
  auto parallel = omp::ParallelOp::create(b, clauses);
  b.createBlock(&parallel.getRegion());
  SmallVector<Value> arguments(capture.getArguments());
  arguments.push_back(loop.getUpperBound()[0]);
  func::CallOp::create(b, part, arguments);
  omp::TerminatorOp::create(b);
  loop.erase();
}

namespace {
struct ParallelToOpenMPPass
    : per::impl::ParallelToOpenMPPassBase<ParallelToOpenMPPass> {
  using ParallelToOpenMPPassBase::ParallelToOpenMPPassBase;
  void runOnOperation() override {
    if (threads < 1) {
      getOperation().emitError("expected at least one thread, got ")
          << threads.getValue();
      return signalPassFailure();
    }
    SmallVector<scf::ParallelOp> loops;
    for (auto function : getOperation().getOps<func::FuncOp>())
      function.walk<WalkOrder::PreOrder>([&](scf::ParallelOp loop) {
        if (canConvert(loop))
          loops.push_back(loop);
        return WalkResult::skip();
      });
    Converter converter(getOperation(), threads);
    for (scf::ParallelOp loop : loops)
      converter.convert(loop);
  }
};
} // namespace
