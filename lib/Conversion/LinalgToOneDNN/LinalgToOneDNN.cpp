//===- LinalgToOneDNN.cpp - calls of oneDNN -------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OneDNNCall.h"

#include "../KernelBuilder.h"

#include "per/Conversion/Kernels.h"
#include "per/Conversion/Passes.h"
#include "per/Conversion/SumOfProducts.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTLINALGTOONEDNNPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// A sum of fewer products does not pay for a copy of its result.
constexpr int64_t kCopiedSum = 128;

static bool hasGaps(const OneDNNTensor &tensor) {
  int64_t extent = 1, elements = 1;
  for (auto [size, stride] : llvm::zip_equal(tensor.sizes, tensor.strides)) {
    extent += (size - 1) * stride;
    elements *= size;
  }
  return extent > elements;
}

/// Whether oneDNN is faster than what `convert-linalg-to-vector` makes:
/// products of bf16 where there are instructions for them, and of f32
/// convolutions with one output channel a group, which leave no columns for
/// vectors.
static bool isFasterWithOneDNN(const OneDNNOperation &operation,
                               const KernelTarget &machine) {
  ArrayRef<int64_t> weights = operation.weights.sizes;
  if (operation.hasGroups() && weights[1] == 1)
    return machine.hasBF16 || !operation.source.isBF16;
  // The phases of a strided gradient write between each other, which oneDNN
  // does not.
  if (operation.kind == OneDNNOperation::Kind::Convolution &&
      hasGaps(operation.destination)) {
    int64_t products = 1; // of a sum
    for (int64_t size : weights.drop_front(operation.hasGroups() ? 2 : 1))
      products *= size;
    if (products < kCopiedSum)
      return false;
  }
  return machine.hasBF16 && operation.source.isBF16;
}

/// The types of the tensors; false if oneDNN has no operation for them.
static bool setTypes(OneDNNCall &call) {
  auto getType = [&](OneDNNRole role) {
    return getElementTypeOrSelf(call.accesses[role].operand->get().getType());
  };
  OneDNNTensor &output = call.operation.getOutput();
  for (OneDNNRole role : {Source, Weights, Destination}) {
    Type type = getType(role);
    OneDNNTensor &tensor = call.getTensor(role);
    tensor.isBF16 = type.isBF16();
    if (!type.isF32() && (!type.isBF16() || &tensor == &output))
      return false;
  }
  // The two operands have the same.
  bool isGradient =
      call.operation.kind == OneDNNOperation::Kind::WeightsGradient;
  return getType(Source) == getType(isGradient ? Destination : Weights);
}

static std::optional<OneDNNCall> matchCall(const Contraction &c,
                                           const KernelTarget &machine) {
  auto isNegative = [](int64_t stride) { return stride < 0; };
  for (const Access *access : {&c.left, &c.right, &c.output})
    if (llvm::any_of(access->strides, isNegative))
      return std::nullopt;
  std::optional<OneDNNCall> call = matchOneDNNProduct(c);
  if (!call)
    call = matchOneDNNConvolution(c);
  if (!call || !setTypes(*call) ||
      !isFasterWithOneDNN(call->operation, machine))
    return std::nullopt;
  call->operation.isAdded = !c.zeros;
  // oneDNN only sets gradients of weights.
  if (call->operation.isAdded &&
      call->operation.kind == OneDNNOperation::Kind::WeightsGradient)
    return std::nullopt;
  return call;
}

namespace {
/// Builds calls, and declares what they need in the module.
class CallBuilder {
public:
  CallBuilder(ModuleOp module, int64_t threads)
      : module(module), threads(threads),
        pointer(LLVM::LLVMPointerType::get(module.getContext())) {}

  void replace(const Contraction &c, const OneDNNCall &call);

private:
  LLVM::LLVMFuncOp declareExecute();
  Value getOperation(ImplicitLocOpBuilder &b, const OneDNNOperation &operation);
  Value getAddress(ImplicitLocOpBuilder &b, const Access &access);
  void execute(ImplicitLocOpBuilder &b, Value operation,
               ArrayRef<Value> addresses);

  ModuleOp module;
  int64_t threads;
  Type pointer;
};
} // namespace

LLVM::LLVMFuncOp CallBuilder::declareExecute() {
  if (auto known = module.lookupSymbol<LLVM::LLVMFuncOp>(kOneDNNExecute))
    return known;
  OpBuilder b(module.getBodyRegion());
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(b.getContext()), SmallVector<Type>(4, pointer));
  return LLVM::LLVMFuncOp::create(b, module.getLoc(), kOneDNNExecute, type);
}

/// The address of an operation, which is its symbol.
Value CallBuilder::getOperation(ImplicitLocOpBuilder &b,
                                const OneDNNOperation &operation) {
  std::string name = operation.getSymbol();
  auto global = module.lookupSymbol<LLVM::GlobalOp>(name);
  if (!global) {
    OpBuilder atStart(module.getBodyRegion());
    global = LLVM::GlobalOp::create(atStart, module.getLoc(), b.getI8Type(),
                                    /*isConstant=*/false,
                                    LLVM::Linkage::External, name,
                                    /*value=*/Attribute());
  }
  return LLVM::AddressOfOp::create(b, global);
}

/// The address of an operand's first element, as a number.
Value CallBuilder::getAddress(ImplicitLocOpBuilder &b, const Access &access) {
  Value buffer = access.operand->get();
  auto type = cast<MemRefType>(buffer.getType());
  SmallVector<int64_t> strides;
  int64_t offset;
  (void)type.getStridesAndOffset(strides, offset);
  bool isDynamic = ShapedType::isDynamic(offset);
  int64_t bytes = type.getElementTypeBitWidth() / 8;
  Value address = memref::ExtractAlignedPointerAsIndexOp::create(b, buffer);
  auto add = [&](Value number) {
    address = arith::AddIOp::create(b, address, number);
  };
  int64_t known = access.origin + (isDynamic ? 0 : offset);
  if (known)
    add(arith::ConstantIndexOp::create(b, known * bytes));
  if (isDynamic) {
    Value elements =
        memref::ExtractStridedMetadataOp::create(b, buffer).getOffset();
    add(arith::MulIOp::create(b, elements,
                              arith::ConstantIndexOp::create(b, bytes)));
  }
  return address;
}

void CallBuilder::execute(ImplicitLocOpBuilder &b, Value operation,
                          ArrayRef<Value> addresses) {
  SmallVector<Value> arguments = {operation};
  for (Value address : addresses) {
    Value number = arith::IndexCastOp::create(b, b.getI64Type(), address);
    arguments.push_back(LLVM::IntToPtrOp::create(b, pointer, number));
  }
  LLVM::CallOp::create(b, declareExecute(), arguments);
}

void CallBuilder::replace(const Contraction &c, const OneDNNCall &call) {
  linalg::LinalgOp op = c.op;
  ImplicitLocOpBuilder b(op.getLoc(), op);
  SmallVector<Value> addresses =
      llvm::map_to_vector(call.accesses, [&](const Access &access) {
        return getAddress(b, access);
      });
  OneDNNParts parts = divide(call.operation, threads);
  Value operation = getOperation(b, parts.part);
  if (parts.count == 1) {
    execute(b, operation, addresses);
  } else {
    Value last = getOperation(b, parts.last);
    auto constant = [&](int64_t number) -> Value {
      return arith::ConstantIndexOp::create(b, number);
    };
    auto loop = scf::ParallelOp::create(b, ValueRange{constant(0)},
                                        ValueRange{constant(parts.count)},
                                        ValueRange{constant(1)});
    Value number = loop.getInductionVars()[0];
    b.setInsertionPointToStart(loop.getBody());
    Value isLast = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, number,
                                         constant(parts.count - 1));
    operation = LLVM::SelectOp::create(b, isLast, last, operation);
    for (auto [address, access, step] :
         llvm::zip_equal(addresses, call.accesses, parts.steps)) {
      auto type = cast<MemRefType>(access.operand->get().getType());
      Value distance = arith::MulIOp::create(
          b, number, constant(step * type.getElementTypeBitWidth() / 8));
      address = arith::AddIOp::create(b, address, distance);
    }
    execute(b, operation, addresses);
  }
  if (c.zeros)
    c.zeros->erase();
  op->erase();
}

namespace {
struct ConvertLinalgToOneDNNPass
    : per::impl::ConvertLinalgToOneDNNPassBase<ConvertLinalgToOneDNNPass> {
  using ConvertLinalgToOneDNNPassBase::ConvertLinalgToOneDNNPassBase;
  void runOnOperation() override {
    if (failed(verifyThreads(getOperation(), threads)))
      return signalPassFailure();
    KernelTarget machine = KernelTarget::get(target);
    SmallVector<linalg::LinalgOp> operations;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (op.hasPureBufferSemantics() && matchSumOfProducts(op))
        operations.push_back(op);
    });
    CallBuilder builder(getOperation(), threads);
    for (linalg::LinalgOp op : operations) {
      std::optional<Contraction> c = matchProductSum(op);
      if (!c)
        continue;
      int64_t work = 1;
      for (int64_t size : c->sizes)
        work *= size;
      if (work < minWork)
        continue;
      if (std::optional<OneDNNCall> call = matchCall(*c, machine))
        builder.replace(*c, *call);
    }
  }
};
} // namespace
