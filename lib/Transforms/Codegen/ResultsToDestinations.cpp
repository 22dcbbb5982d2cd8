//===- ResultsToDestinations.cpp - entries write to their arguments -------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Entries.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"

namespace mlir::per {
#define GEN_PASS_DEF_RESULTSTODESTINATIONSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// How JAX says that a result is written into the memory of an argument.
constexpr StringLiteral kAliasingOutput = "tf.aliasing_output";
constexpr StringLiteral kResultName = "jax.result_info";

static LogicalResult verifyTypes(func::FuncOp function) {
  auto verify = [&](Type type, const Twine &what) -> LogicalResult {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape() ||
        !tensor.getElementType().isIntOrFloat())
      return function.emitOpError("expected tensors of static shape, of "
                                  "integers or floats, got ")
             << type << " as " << what;
    return success();
  };
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes()))
    if (failed(verify(type, "argument " + Twine(i))))
      return failure();
  for (auto [i, type] : llvm::enumerate(function.getResultTypes()))
    if (failed(verify(type, "result " + Twine(i))))
      return failure();
  if (!function.getBody().hasOneBlock())
    return function.emitOpError("expected one block; run the conversion on "
                                "structured control flow");
  return success();
}

static StringAttr nameOfArgument(func::FuncOp function, unsigned index) {
  Builder b(function.getContext());
  Location loc = function.getArgument(index).getLoc();
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName();
  return b.getStringAttr("arg" + Twine(index));
}

static StringAttr nameOfResult(func::FuncOp function, unsigned index) {
  if (auto name = function.getResultAttrOfType<StringAttr>(index, kResultName))
    return name;
  return StringAttr::get(function.getContext(), "result" + Twine(index));
}

/// The argument that each result is written to; new arguments for the others.
static FailureOr<SmallVector<unsigned>>
findDestinations(func::FuncOp function) {
  constexpr unsigned kNone = ~0u;
  SmallVector<unsigned> destinations(function.getNumResults(), kNone);
  for (unsigned i = 0, e = function.getNumArguments(); i < e; ++i) {
    auto alias = function.getArgAttrOfType<IntegerAttr>(i, kAliasingOutput);
    if (!alias)
      continue;
    uint64_t result = alias.getValue().getZExtValue();
    if (result >= destinations.size() || destinations[result] != kNone ||
        function.getResultTypes()[result] != function.getArgumentTypes()[i])
      return function.emitOpError("argument ")
             << i << ": '" << kAliasingOutput
             << "' does not name a result of the same type that no other "
                "argument names";
    destinations[result] = i;
    function.removeArgAttr(i, kAliasingOutput);
  }
  for (auto [result, destination] : llvm::enumerate(destinations)) {
    if (destination != kNone)
      continue;
    destination = function.getNumArguments();
    if (failed(function.insertArgument(destination,
                                       function.getResultTypes()[result], {},
                                       function.getLoc())))
      return failure();
  }
  return destinations;
}

static FailureOr<DictionaryAttr> convertEntry(func::FuncOp function) {
  if (failed(verifyTypes(function)))
    return failure();
  Builder b(function.getContext());
  unsigned numArguments = function.getNumArguments();
  FailureOr<SmallVector<unsigned>> destinations = findDestinations(function);
  if (failed(destinations))
    return failure();

  SmallVector<int64_t> donatedTo(numArguments, -1);
  for (auto [result, argument] : llvm::enumerate(*destinations))
    if (argument < numArguments)
      donatedTo[argument] = result;
  SmallVector<Attribute> arguments, results;
  for (unsigned i = 0; i < numArguments; ++i)
    arguments.push_back(b.getDictionaryAttr(
        {b.getNamedAttr("name", nameOfArgument(function, i)),
         b.getNamedAttr("type", TypeAttr::get(function.getArgumentTypes()[i])),
         b.getNamedAttr("donated", b.getI64IntegerAttr(donatedTo[i]))}));
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    results.push_back(b.getDictionaryAttr(
        {b.getNamedAttr("name", nameOfResult(function, i)),
         b.getNamedAttr("type", TypeAttr::get(function.getResultTypes()[i]))}));

  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    bool isDestination = llvm::is_contained(*destinations, i);
    function.setArgAttr(i,
                        bufferization::BufferizationDialect::kWritableAttrName,
                        b.getBoolAttr(isDestination));
  }
  Operation *terminator = function.getBody().front().getTerminator();
  OpBuilder builder(terminator);
  for (auto [operand, argument] :
       llvm::zip_equal(terminator->getOpOperands(), *destinations))
    operand.set(bufferization::MaterializeInDestinationOp::create(
                    builder, terminator->getLoc(), operand.get(),
                    function.getArgument(argument))
                    .getResult());

  // Pointers, without sizes and strides that everybody knows.
  function->setAttr("llvm.bareptr", b.getUnitAttr());
  StringAttr name = function.getSymNameAttr();
  function.setSymName(entrySymbol(name.getValue()));
  return b.getDictionaryAttr(
      {b.getNamedAttr("name", name),
       b.getNamedAttr("arguments", b.getArrayAttr(arguments)),
       b.getNamedAttr("results", b.getArrayAttr(results))});
}

namespace {
struct ResultsToDestinationsPass
    : per::impl::ResultsToDestinationsPassBase<ResultsToDestinationsPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SmallVector<Attribute> entries;
    for (auto function :
         llvm::make_early_inc_range(module.getOps<func::FuncOp>())) {
      if (!function.isPublic() || function.isExternal())
        continue;
      std::string renamed = entrySymbol(function.getName());
      if (Operation *taken = module.lookupSymbol(renamed)) {
        InFlightDiagnostic error =
            function.emitOpError("cannot be renamed to '")
            << renamed << "': there is one already";
        error.attachNote(taken->getLoc()) << "here";
        return signalPassFailure();
      }
      if (!SymbolTable::symbolKnownUseEmpty(function, module)) {
        function.emitOpError("is called in the module; run inline before");
        return signalPassFailure();
      }
      FailureOr<DictionaryAttr> entry = convertEntry(function);
      if (failed(entry))
        return signalPassFailure();
      entries.push_back(*entry);
    }
    if (entries.empty()) {
      module.emitError("expected a public function with a body");
      return signalPassFailure();
    }
    module->setAttr(kEntriesAttr, ArrayAttr::get(&getContext(), entries));
  }
};
} // namespace
