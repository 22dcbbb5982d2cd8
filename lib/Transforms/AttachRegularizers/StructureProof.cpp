//===- StructureProof.cpp - nothing but the intended edit -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Part (a) of the proof. The recorded edits are replayed on the snapshot's
// operand lists alone; the function must be exactly what that gives.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/EditProof.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mlir::per;

FunctionSnapshot::FunctionSnapshot(Operation *function)
    : function(function), attributes(function->getAttrDictionary()) {
  function->walk<WalkOrder::PreOrder>([&](Block *block) {
    blocks.emplace_back(block, llvm::to_vector<4>(block->getArgumentTypes()));
  });
  for (Region &region : function->getRegions())
    region.walk<WalkOrder::PreOrder>([&](Operation *op) {
      entries.push_back({op, op->getBlock(), op->getName(),
                         op->getDiscardableAttrDictionary(),
                         op->getPropertiesAsAttribute(),
                         llvm::to_vector<4>(op->getOperands()),
                         llvm::to_vector<2>(op->getResultTypes())});
    });
}

namespace {
class Replay {
public:
  explicit Replay(const EditRecord &record) : record(record) {
    for (const FunctionSnapshot::Entry &entry : record.before.getEntries()) {
      operands[entry.op] = entry.operands;
      originals.insert(entry.op);
    }
    for (const RegionCapture &capture : record.captures)
      llvm::append_range(operands[capture.region], capture.values);
  }

  LogicalResult checkPresence() const;
  LogicalResult checkFunction() const;
  LogicalResult checkBlocks() const;
  LogicalResult apply(const TermEdit &edit);
  LogicalResult checkOriginals() const;
  LogicalResult checkNewOperations() const;

private:
  InFlightDiagnostic fail(const TermEdit &edit) const {
    return emitError(edit.loc) << "internal error: the edit of site "
                               << edit.site << " failed its proof: ";
  }
  InFlightDiagnostic fail() const {
    return emitError(
        record.before.getFunction()->getLoc(),
        "internal error: the attached function failed its proof: ");
  }
  InFlightDiagnostic fail(Operation *op) const {
    return op->emitError("internal error: the attached function failed its "
                         "proof: ");
  }
  LogicalResult checkClone(const TermEdit &edit, Operation *original,
                           Operation *clone) const;

  const EditRecord &record;
  /// What every operation that is no support must read.
  llvm::MapVector<Operation *, SmallVector<Value, 4>> operands;
  DenseSet<Operation *> originals;
  /// What reads as a terminal of the original function now.
  DenseMap<Value, Value> current;
};
} // namespace

LogicalResult Replay::checkClone(const TermEdit &edit, Operation *original,
                                 Operation *clone) const {
  bool same =
      clone->getName() == original->getName() &&
      clone->getBlock() == original->getBlock() &&
      clone->getDiscardableAttrDictionary() ==
          original->getDiscardableAttrDictionary() &&
      clone->getPropertiesAsAttribute() ==
          original->getPropertiesAsAttribute() &&
      llvm::equal(clone->getResultTypes(), original->getResultTypes()) &&
      clone->getNumRegions() == original->getNumRegions() &&
      llvm::all_of(llvm::zip(clone->getRegions(), original->getRegions()),
                   [](auto regions) {
                     return OperationEquivalence::isRegionEquivalentTo(
                         &std::get<0>(regions), &std::get<1>(regions),
                         OperationEquivalence::IgnoreLocations);
                   });
  if (!same)
    return fail(edit) << "a cloned '" << original->getName()
                      << "' differs from its original";
  return success();
}

/// Enters what the edit should have done into the operand lists.
LogicalResult Replay::apply(const TermEdit &edit) {
  auto term = dyn_cast_or_null<GradientOp>(edit.term);
  if (!term || edit.path.size() != edit.clones.size() || edit.path.empty())
    return fail(edit) << "its record is incomplete";

  Value cotangent = edit.cotangent;
  if (Value now = current.lookup(cotangent))
    cotangent = now;
  SmallVector<Value, 4> termOperands(term->getOperands());
  termOperands[term.getOutputMutable().getOperandNumber()] = cotangent;
  operands[term] = termOperands;

  // The clones read the term in place of the cotangent.
  IRMapping onPath;
  onPath.map(cotangent, term->getResult(0));
  DenseSet<Operation *> path(edit.path.begin(), edit.path.end());
  for (auto [original, clone] : llvm::zip(edit.path, edit.clones)) {
    if (failed(checkClone(edit, original, clone)))
      return failure();
    auto *read = operands.find(original);
    if (read == operands.end())
      return fail(edit) << "a '" << original->getName()
                        << "' was cloned that is not of the original function";
    SmallVector<Value, 4> mapped;
    for (Value value : read->second)
      mapped.push_back(onPath.lookupOrDefault(value));
    operands[clone] = mapped;
    onPath.map(original->getResults(), clone->getResults());
  }

  if (edit.rerouted.empty())
    return fail(edit) << "it has no terminal";
  IRMapping reroute;
  for (auto [from, to] : edit.rerouted) {
    if (!from.getDefiningOp() || !path.contains(from.getDefiningOp()) ||
        onPath.lookupOrDefault(from) != to)
      return fail(edit) << "a terminal is no value of its path";
    reroute.map(from, to);
  }
  for (auto &[op, list] : operands)
    for (Value &value : list)
      value = reroute.lookupOrDefault(value);

  // A terminal may be the cotangent, or a terminal, of a later edit.
  for (auto [from, to] : edit.rerouted) {
    for (auto &[original, now] : current)
      if (now == from)
        now = to;
    current.try_emplace(from, to);
  }
  return success();
}

/// Nothing that the snapshot and the record name was erased or moved. Looks at
/// no operation but by its address.
LogicalResult Replay::checkPresence() const {
  Operation *function = record.before.getFunction();
  ArrayRef<FunctionSnapshot::Entry> entries = record.before.getEntries();
  DenseSet<Operation *> present;
  SmallVector<Operation *> order;
  for (Region &region : function->getRegions())
    region.walk<WalkOrder::PreOrder>([&](Operation *op) {
      present.insert(op);
      if (originals.contains(op))
        order.push_back(op);
    });
  for (const FunctionSnapshot::Entry &entry : entries)
    if (!present.contains(entry.op))
      return fail() << "a '" << entry.name << "' of the original is gone";
  for (auto [op, entry] : llvm::zip(order, entries))
    if (op != entry.op)
      return fail(op) << "the operation was moved";
  for (const TermEdit &edit : record.edits)
    if (!present.contains(edit.term) ||
        llvm::any_of(edit.clones,
                     [&](Operation *op) { return !present.contains(op); }))
      return fail(edit) << "an operation of the edit is gone";
  return success();
}

/// The function has its attributes and signature, but for new arguments at its
/// end.
LogicalResult Replay::checkFunction() const {
  auto function = cast<func::FuncOp>(record.before.getFunction());
  DictionaryAttr before = record.before.getFunctionAttributes();
  DictionaryAttr after = function->getAttrDictionary();
  StringAttr typeName = function.getFunctionTypeAttrName();
  StringAttr argumentsName = function.getArgAttrsAttrName();
  auto getRest = [&](DictionaryAttr attributes) {
    NamedAttrList rest(attributes);
    rest.erase(typeName);
    rest.erase(argumentsName);
    return rest.getDictionary(function->getContext());
  };
  // Where all are empty, there may be no list of them.
  auto none = DictionaryAttr::get(function->getContext());
  auto getArgument = [&](DictionaryAttr attributes, size_t index) -> Attribute {
    auto array = attributes.getAs<ArrayAttr>(argumentsName);
    return array && index < array.size() ? array[index] : none;
  };
  auto oldType = before.getAs<TypeAttr>(typeName);
  auto newType = after.getAs<TypeAttr>(typeName);
  auto oldFunctionType = cast<FunctionType>(oldType.getValue());
  auto newFunctionType = cast<FunctionType>(newType.getValue());
  ArrayRef<Type> oldInputs = oldFunctionType.getInputs();
  auto sameArgument = [&](size_t index) {
    return getArgument(before, index) == getArgument(after, index);
  };
  if (getRest(before) != getRest(after) ||
      oldFunctionType.getResults() != newFunctionType.getResults() ||
      newFunctionType.getInputs().take_front(oldInputs.size()) != oldInputs ||
      !llvm::all_of(llvm::seq<size_t>(oldInputs.size()), sameArgument))
    return fail() << "its signature or attributes were changed";
  return success();
}

/// Every block has the arguments that it had, and those of values passed in.
LogicalResult Replay::checkBlocks() const {
  DenseMap<Operation *, size_t> passed;
  for (const RegionCapture &capture : record.captures)
    passed[capture.region] = capture.values.size();
  Operation *function = record.before.getFunction();
  for (const auto &[block, types] : record.before.getBlocks()) {
    auto now = llvm::to_vector<4>(block->getArgumentTypes());
    bool isFunction = block->getParentOp() == function;
    size_t expected = types.size() + passed.lookup(block->getParentOp());
    bool hasSize = isFunction ? now.size() >= expected : now.size() == expected;
    if (!hasSize ||
        ArrayRef<Type>(now).take_front(types.size()) != ArrayRef<Type>(types))
      return fail() << "the arguments of a block were changed";
  }
  return success();
}

/// The number of attributes in which two operations of one name differ.
static unsigned countDifferences(DictionaryAttr before, DictionaryAttr after) {
  unsigned numDifferent = 0;
  for (NamedAttribute attribute : before)
    numDifferent += after.get(attribute.getName()) != attribute.getValue();
  for (NamedAttribute attribute : after)
    numDifferent += !before.contains(attribute.getName());
  return numDifferent;
}

/// A region that took further operands may say so in one attribute.
static bool isSameButForOne(const FunctionSnapshot::Entry &entry) {
  auto none = DictionaryAttr::get(entry.op->getContext());
  auto asDictionary = [&](Attribute properties) {
    auto dictionary = dyn_cast_or_null<DictionaryAttr>(properties);
    return dictionary ? dictionary : none;
  };
  return countDifferences(entry.attributes,
                          entry.op->getDiscardableAttrDictionary()) +
             countDifferences(
                 asDictionary(entry.properties),
                 asDictionary(entry.op->getPropertiesAsAttribute())) <=
         1;
}

/// Every operation of the original is unchanged but for the replay.
LogicalResult Replay::checkOriginals() const {
  DenseSet<Operation *> capturing;
  for (const RegionCapture &capture : record.captures)
    capturing.insert(capture.region);

  for (const FunctionSnapshot::Entry &entry : record.before.getEntries()) {
    Operation *op = entry.op;
    bool sameAttributes =
        op->getDiscardableAttrDictionary() == entry.attributes &&
        op->getPropertiesAsAttribute() == entry.properties;
    if (op->getName() != entry.name || op->getBlock() != entry.block ||
        !llvm::equal(op->getResultTypes(), entry.resultTypes) ||
        !(sameAttributes || (capturing.contains(op) && isSameButForOne(entry))))
      return fail(op) << "the operation was changed";
  }
  for (const auto &[op, expected] : operands) {
    if (op->getNumOperands() != expected.size())
      return fail(op) << "expected " << expected.size() << " operands, got "
                      << op->getNumOperands();
    for (auto [index, pair] :
         llvm::enumerate(llvm::zip(op->getOperands(), expected)))
      if (std::get<0>(pair) != std::get<1>(pair))
        return fail(op) << "operand " << index
                        << " is neither that of the original nor an intended "
                           "use of a terminal";
  }
  return success();
}

/// What is new is a term, a clone or support; and support feeds terms only.
LogicalResult Replay::checkNewOperations() const {
  DenseMap<Operation *, const RegionCapture *> captures;
  for (const RegionCapture &capture : record.captures)
    captures[capture.region] = &capture;

  for (Region &region : record.before.getFunction()->getRegions()) {
    WalkResult result = region.walk([&](Operation *op) {
      bool isSupport = record.support.contains(op);
      Operation *parent = op->getParentOp();
      if (!isSupport && !operands.contains(op)) {
        // The body of a new operation is part of it, at any depth.
        for (; parent && !originals.contains(parent);
             parent = parent->getParentOp())
          if (record.support.contains(parent) || operands.contains(parent))
            return WalkResult::advance();
        fail(op) << "the operation is neither of the original nor of the edit";
        return WalkResult::interrupt();
      }
      if (!isSupport)
        return WalkResult::advance();
      for (OpOperand &use : op->getUses()) {
        Operation *user = use.getOwner();
        auto term = dyn_cast<GradientOp>(user);
        bool feedsTerm =
            term && operands.contains(user) && &use != &term.getOutputMutable();
        auto capture = captures.find(user);
        bool isCaptured =
            capture != captures.end() &&
            llvm::is_contained(capture->second->values, use.get());
        if (record.support.contains(user) || feedsTerm || isCaptured ||
            record.support.contains(user->getParentOp()))
          continue;
        fail(user) << "it reads a value that was made for a term";
        return WalkResult::interrupt();
      }
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      return failure();
  }
  return success();
}

LogicalResult per::proveStructure(const EditRecord &record) {
  Replay replay(record);
  if (failed(replay.checkPresence()) || failed(replay.checkFunction()) ||
      failed(replay.checkBlocks()))
    return failure();
  for (const TermEdit &edit : record.edits)
    if (failed(replay.apply(edit)))
      return failure();
  if (failed(replay.checkOriginals()))
    return failure();
  return replay.checkNewOperations();
}
