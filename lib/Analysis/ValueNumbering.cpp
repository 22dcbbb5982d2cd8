//===- ValueNumbering.cpp - congruence of a view --------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// One sweep in program order. A node with blocks comes before the nodes in
// them; its results are numbered at the end of its last block.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/ValueNumbering.h"

#include "ControlFlow.h"
#include "ValueNumberingImpl.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace mlir::per;

using Impl = ValueNumbering::Impl;

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

Impl::Impl(const GraphView &view, const ConstantFolder &constants)
    : view(view), constants(constants), signatures(view),
      classes(view.values.size(), kNone) {}

void Impl::assign(const ViewValue *value, Class cls) {
  classes[value->id] = cls;
}

void Impl::assignNew(const ViewValue *value) {
  Class cls = representatives.size();
  representatives.push_back(value);
  reshapeRoots.push_back(cls);
  assign(value, cls);
}

void Impl::assignByKey(const ViewValue *value, ArrayRef<unsigned> key) {
  bool isNew;
  unsigned &cls = table.lookupOrInsert(key, isNew);
  if (isNew) {
    auto known = knownIndices.find(value);
    if (known != knownIndices.end()) {
      cls = known->second;
    } else {
      cls = representatives.size();
      return assignNew(value);
    }
  }
  assign(value, cls);
}

bool Impl::assignConstant(const ViewValue *value) {
  std::optional<double> number = constants.getConstant(value);
  if (!number)
    return false;
  uint64_t bits = llvm::bit_cast<uint64_t>(*number);
  assignByKey(value,
              {ConstantKey, static_cast<unsigned>(bits),
               static_cast<unsigned>(bits >> 32), signatures.getType(value)});
  return true;
}

/// Inside block i of a branch, the result of an earlier branch on the same
/// predicate is what block i of that one yielded.
ViewValue *Impl::resolveInBlock(ViewValue *value,
                                const ViewBlock *block) const {
  auto it = branchResults.find(getClass(value));
  const ViewBlock *around = block;
  while (it != branchResults.end() && around->parent) {
    const ViewNode *branch = it->second->def, *other = around->parent;
    if (other == branch || other->kind != NodeKind::Branch ||
        other->blocks.size() != branch->blocks.size() ||
        getClass(resolveInBlock(other->operands[0], other->block)) !=
            getClass(branch->operands[0])) {
      around = other->block;
      continue;
    }
    unsigned number = llvm::find(other->blocks, around) - other->blocks.begin();
    value = branch->blocks[number]->getReturn()->operands[it->second->index];
    // That may be the result of a nested branch: look again from inside.
    it = branchResults.find(getClass(value));
    around = block;
  }
  return value;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// Whether the result has the elements of the operand in the same order.
static bool isSizePreserving(const ViewNode *node) {
  if (node->kind == NodeKind::Reshape)
    return true;
  if (node->kind != NodeKind::Broadcast)
    return false;
  const ViewValue *operand = node->operands[0];
  int64_t size = operand->getNumElements();
  return size >= 0 && size == node->results[0]->getNumElements() &&
         llvm::is_sorted(node->dims);
}

void Impl::numberReshape(const ViewNode *node) {
  const ViewValue *result = node->results[0];
  const ViewValue *operand = resolveInBlock(node->operands[0], node->block);
  Class root = getReshapeRoot(getClass(operand));
  if (signatures.getType(representatives[root]) == signatures.getType(result))
    return assign(result, root);
  assignByKey(result, {ReshapeKey, root, signatures.getType(result)});
  reshapeRoots[getClass(result)] = root;
}

/// A read of a stack at the index that is in step with the loop that wrote it.
bool Impl::numberStackRead(const ViewNode *node) {
  const ViewValue *operand = resolveInBlock(node->operands[0], node->block);
  auto it = stackOfClass.find(getClass(operand));
  if (it == stackOfClass.end())
    return false;
  const Stack &stack = stacks[it->second];
  ViewValue *index = nullptr;
  for (const ViewBlock *block = node->block; !index && block->parent;
       block = block->parent->block)
    index = stackIndices.lookup({block, stack.loop});
  auto isZero = [&](const ViewValue *start) {
    return constants.getConstant(start) == 0.0;
  };
  const ViewValue *result = node->results[0];
  if (!index || !hasClass(index) ||
      getClass(node->operands[1]) != getClass(index) ||
      !llvm::all_of(llvm::drop_begin(node->operands, 2), isZero) ||
      signatures.getType(stack.written) != signatures.getType(result))
    return false;
  assign(result, getClass(stack.written));
  return true;
}

void Impl::numberPureNode(const ViewNode *node) {
  SmallVector<unsigned, 8> key = {NodeKey, signatures.getSignature(node), 0};
  for (ViewValue *operand : node->operands)
    key.push_back(getClass(resolveInBlock(operand, node->block)));
  if (node->kind == NodeKind::Elementwise && node->operands.size() == 2 &&
      isCommutative(node->function) && key[3] > key[4])
    std::swap(key[3], key[4]);
  for (ViewValue *capture : signatures.getCaptures(node))
    key.push_back(getClass(resolveInBlock(capture, node->block)));
  for (const ViewValue *result : node->results) {
    key[2] = result->index;
    if (!assignConstant(result))
      assignByKey(result, key);
  }
}

void Impl::numberNode(const ViewNode *node) {
  if (node->kind == NodeKind::While)
    return enterLoop(node);
  if (node->kind == NodeKind::Barrier) {
    for (auto [operand, result] :
         llvm::zip_equal(node->operands, node->results))
      assign(result, getClass(operand));
    return;
  }
  if (node->kind == NodeKind::Region)
    return numberRegionArguments(node);
  if (!node->blocks.empty())
    return; // a branch: its blocks take no arguments
  if (!signatures.isPure(node)) {
    llvm::for_each(node->results,
                   [&](const ViewValue *result) { assignNew(result); });
    return;
  }
  if (isSizePreserving(node) && !constants.getConstant(node->results[0]))
    return numberReshape(node);
  if (node->kind == NodeKind::DynamicSlice && numberStackRead(node))
    return;
  numberPureNode(node);
}

unsigned Impl::internPlacement(StringRef text) {
  return placements.try_emplace(text, placements.size()).first->second;
}

/// The local part of an operand. If an earlier region yielded the local parts
/// of that operand, placed alike, it is what that one yielded (residuals of a
/// differentiated shard_map).
void Impl::numberRegionArguments(const ViewNode *region) {
  for (const ViewValue *argument : region->blocks[0]->arguments) {
    StringRef text;
    if (argument->index < region->operandPlacements.size())
      text = region->operandPlacements[argument->index];
    if (text.empty()) {
      assignNew(argument);
      continue;
    }
    unsigned placement = internPlacement(text);
    const ViewValue *operand =
        resolveInBlock(region->operands[argument->index], region->block);
    auto yielded = regionResults.find({getClass(operand), placement});
    if (yielded != regionResults.end() &&
        signatures.getType(representatives[yielded->second]) ==
            signatures.getType(argument))
      assign(argument, yielded->second);
    else
      assignByKey(argument, {PlacementKey, getClass(operand), placement,
                             signatures.getType(argument)});
  }
}

/// At the end of a node's last block: numbers the results.
void Impl::leaveBlocks(const ViewNode *node) {
  if (node->kind == NodeKind::While)
    return leaveLoop(node);
  if (signatures.isPure(node))
    numberPureNode(node);
  else
    for (const ViewValue *result : node->results)
      assignNew(result);
  if (node->kind == NodeKind::Branch)
    for (const ViewValue *result : node->results)
      branchResults.try_emplace(getClass(result), result);
  if (node->kind != NodeKind::Region)
    return;
  const ViewNode *yield = node->blocks[0]->getReturn();
  for (auto [index, text] : llvm::enumerate(node->resultPlacements))
    if (index < node->results.size() && !text.empty())
      regionResults.try_emplace(
          {getClass(node->results[index]), internPlacement(text)},
          getClass(yield->operands[index]));
}

void Impl::run() {
  countCarries();
  for (const ViewValue *argument : view.main->arguments)
    assignNew(argument);
  for (const ViewNode *node : view.nodes) {
    const ViewNode *parent = node->block->parent;
    if (node->kind != NodeKind::Return)
      numberNode(node);
    else if (parent && node->block == parent->blocks.back())
      leaveBlocks(parent);
  }
  llvm::sort(stacks, [](const Stack &a, const Stack &b) {
    return std::make_pair(a.loop->position, a.carry) <
           std::make_pair(b.loop->position, b.carry);
  });
  collectMembers();
}

/// Sorts the values by class, keeping their order.
void Impl::collectMembers() {
  memberOffsets.assign(representatives.size() + 1, 0);
  assert(!llvm::is_contained(classes, kNone) && "every value has a class");
  for (Class cls : classes)
    ++memberOffsets[cls + 1];
  for (size_t cls = 0; cls < representatives.size(); ++cls)
    memberOffsets[cls + 1] += memberOffsets[cls];
  members.resize(classes.size());
  std::vector<unsigned> next(memberOffsets.begin(), memberOffsets.end() - 1);
  for (ViewValue *value : view.values)
    members[next[getClass(value)]++] = value;
}

//===----------------------------------------------------------------------===//
// Queries
//===----------------------------------------------------------------------===//

ValueNumbering::ValueNumbering(const GraphView &view,
                               const ConstantFolder &constants)
    : impl(std::make_unique<Impl>(view, constants)) {
  impl->run();
}

ValueNumbering::~ValueNumbering() = default;

ValueNumbering::Class ValueNumbering::getClass(const ViewValue *value) const {
  return impl->getClass(value);
}

ArrayRef<ViewValue *> ValueNumbering::getMembers(Class cls) const {
  unsigned begin = impl->memberOffsets[cls];
  return ArrayRef<ViewValue *>(impl->members)
      .slice(begin, impl->memberOffsets[cls + 1] - begin);
}

bool ValueNumbering::areExclusive(const ViewBlock *a,
                                  const ViewBlock *b) const {
  auto isBranch = [](const ViewNode *node) {
    return node->kind == NodeKind::Branch;
  };
  auto getNumber = [](const ViewBlock *block) {
    return llvm::find(block->parent->blocks, block) -
           block->parent->blocks.begin();
  };
  for (; a->parent; a = a->parent->block) {
    if (!isBranch(a->parent))
      continue;
    for (const ViewBlock *other = b; other->parent;
         other = other->parent->block)
      if (isBranch(other->parent) &&
          other->parent->blocks.size() == a->parent->blocks.size() &&
          areCongruent(other->parent->operands[0], a->parent->operands[0]) &&
          getNumber(other) != getNumber(a))
        return true;
  }
  return false;
}

ViewValue *ValueNumbering::resolveInBlock(ViewValue *value,
                                          const ViewBlock *block) const {
  return impl->resolveInBlock(value, block);
}

ValueNumbering::Class ValueNumbering::getReshapeRoot(Class cls) const {
  return impl->getReshapeRoot(cls);
}

ArrayRef<ValueNumbering::Stack> ValueNumbering::getStacks() const {
  return impl->stacks;
}

ViewValue *ValueNumbering::getStackIndex(const ViewBlock *block,
                                         const ViewNode *loop) const {
  for (; block; block = block->parent ? block->parent->block : nullptr)
    if (ViewValue *index = impl->stackIndices.lookup({block, loop}))
      return index;
  return nullptr;
}

ViewValue *ValueNumbering::getInductionVariable(const ViewNode *loop) const {
  auto it = impl->loops.find(loop);
  if (it == impl->loops.end() || !it->second.inductionCarry)
    return nullptr;
  return getLoopBody(loop)->arguments[*it->second.inductionCarry];
}
