//===- Terminals.cpp - where the term is read -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Match.h"

#include "llvm/ADT/SetVector.h"

#include <queue>

using namespace mlir;
using namespace mlir::per;

/// The escape test beyond the bound of a closure, by structure alone: a value
/// that combines the family with a function of c for which `isPure` holds. In
/// program order, so that all of what a node reads is known.
static ViewValue *
findEscapeBeyond(const Family &family, const Closure &closure,
                 llvm::function_ref<bool(const ViewValue *)> isPure) {
  constexpr unsigned maxWalk = 20000;
  auto isLater = [](const ViewNode *a, const ViewNode *b) {
    return a->position > b->position;
  };
  std::priority_queue<ViewNode *, std::vector<ViewNode *>, decltype(isLater)>
      queue(isLater, std::vector<ViewNode *>(closure.unvisited.begin(),
                                             closure.unvisited.end()));
  DenseSet<const ViewNode *> seen(closure.unvisited.begin(),
                                  closure.unvisited.end());
  DenseSet<const ViewValue *> reached;
  for (unsigned step = 0; !queue.empty(); ++step) {
    ViewNode *node = queue.top();
    queue.pop();
    ViewValue *result = node->results.front();
    bool readsPure = false, readsFamily = false;
    for (ViewValue *operand : getClosureOperands(node))
      if (isPure(operand) || reached.contains(operand))
        readsPure = true;
      else
        readsFamily |= family.isActive(operand, node->block);
    if (!readsPure)
      continue;
    if (readsFamily || step == maxWalk)
      return result;
    reached.insert(result);
    for (ViewUse use : result->uses)
      if (mayEnterClosure(closure, use.node) && seen.insert(use.node).second)
        queue.push(use.node);
  }
  return nullptr;
}

ViewValue *per::findEscape(const Family &family, const Closure &closure,
                           ArrayRef<ViewValue *> terminals) {
  /// Pure: a function of c alone. Mixed: combines c with the active part of the
  /// family. Covered: all that is mixed in it has passed a terminal.
  enum class State : uint8_t { Pure, Mixed, Covered };
  DenseMap<const ViewValue *, State> states = {{closure.root, State::Pure}};
  DenseSet<const ViewNode *> inside = closure.vanishing;
  for (ViewValue *value : closure.order)
    inside.insert(value->def);

  for (ViewValue *value : closure.order) {
    if (llvm::is_contained(terminals, value)) {
      states[value] = State::Covered;
      continue;
    }
    bool readsPure = false, readsMixed = false, readsFamily = false;
    for (ViewValue *operand : getClosureOperands(value->def)) {
      auto it = states.find(operand);
      if (it != states.end()) {
        readsPure |= it->second == State::Pure;
        readsMixed |= it->second == State::Mixed;
      } else {
        readsFamily |= family.isActive(operand, value->block);
      }
    }
    bool isMixed = readsMixed || (readsPure && readsFamily);
    states[value] = isMixed     ? State::Mixed
                    : readsPure ? State::Pure
                                : State::Covered;
    if (!isMixed)
      continue;
    for (ViewUse use : value->uses)
      if (!inside.contains(use.node))
        return value;
  }
  return findEscapeBeyond(family, closure, [&](const ViewValue *value) {
    auto it = states.find(value);
    return it != states.end() && it->second == State::Pure;
  });
}

/// The u of which `cotangent` is a constant multiple.
static ViewValue *findRoot(const AnalysisContext &context,
                           ViewValue *cotangent) {
  ViewValue *root = cotangent;
  while (true) {
    const ViewNode *node = root->def;
    if (!node || node->kind != NodeKind::Elementwise ||
        context.activity.isForward(root))
      return root;
    switch (node->function) {
    case ScalarFunction::Multiply:
    case ScalarFunction::Divide:
    case ScalarFunction::Negate:
    case ScalarFunction::Identity:
      break;
    default:
      return root;
    }
    SmallVector<ViewValue *, 2> variables;
    for (ViewValue *operand : node->operands)
      if (!context.constant(operand))
        variables.push_back(operand);
    bool isDivisor = node->function == ScalarFunction::Divide &&
                     variables.size() == 1 &&
                     variables.front() == node->operands.back();
    if (variables.size() != 1 || isDivisor ||
        variables.front()->shape != cotangent->shape ||
        !variables.front()->isFloat())
      return root;
    root = variables.front();
  }
}

bool per::passesRootTest(const AnalysisContext &context, const Family &family,
                         ViewValue *cotangent,
                         ArrayRef<ViewValue *> terminals) {
  ViewValue *root = findRoot(context, cotangent);
  if (root == cotangent)
    return true;
  Closure closure = buildClosure(context, root, {family.getMode(), &family});
  return !findEscape(family, closure, terminals);
}

/// Whether `value` depends on `other` within the closure.
static bool isDownstream(const Closure &closure, ViewValue *value,
                         const ViewValue *other) {
  SmallVector<ViewValue *> worklist = {value};
  DenseSet<ViewValue *> seen;
  while (!worklist.empty()) {
    ViewValue *current = worklist.pop_back_val();
    if (current == other)
      return true;
    if (!closure.contains(current) || current == closure.root ||
        current->getPosition() < other->getPosition() ||
        !seen.insert(current).second)
      continue;
    llvm::append_range(worklist, getClosureOperands(current->def));
  }
  return false;
}

using Antichain = SmallVector<ViewValue *, 2>;

/// Successive antichains of matched values, the most upstream first.
static SmallVector<Antichain, 2>
splitIntoAntichains(const Closure &closure, ArrayRef<ViewValue *> hits) {
  constexpr unsigned maxAntichains = 6;
  SmallVector<Antichain, 2> antichains;
  SmallVector<ViewValue *> rest(hits);
  while (!rest.empty() && antichains.size() < maxAntichains) {
    Antichain chain;
    for (ViewValue *value : rest)
      if (llvm::none_of(rest, [&](ViewValue *other) {
            return other != value &&
                   other->getPosition() < value->getPosition() &&
                   isDownstream(closure, value, other);
          }))
        chain.push_back(value);
    llvm::erase_if(rest, [&](ViewValue *value) {
      return llvm::is_contained(chain, value);
    });
    antichains.push_back(std::move(chain));
  }
  return antichains;
}

SmallVector<ViewValue *, 2> per::chooseTerminals(const AnalysisContext &context,
                                                 const Family &family,
                                                 const Closure &closure,
                                                 const Matches &matches,
                                                 const Cut &cut) {
  SmallVector<SmallVector<Antichain, 2>> levels;
  size_t numLevels = 0;
  for (ViewValue *value : cut.values) {
    levels.push_back(splitIntoAntichains(closure, matches.find(value)->second));
    numLevels = std::max(numLevels, levels.back().size());
  }
  for (size_t level = 0; level < numLevels; ++level) {
    llvm::SmallSetVector<ViewValue *, 4> terminals;
    for (const auto &antichains : levels) {
      const Antichain &chain =
          antichains[std::min(level, antichains.size() - 1)];
      terminals.insert(chain.begin(), chain.end());
    }
    if (!findEscape(family, closure, terminals.getArrayRef()) &&
        passesRootTest(context, family, closure.root, terminals.getArrayRef()))
      return SmallVector<ViewValue *, 2>(terminals.begin(), terminals.end());
  }
  return {};
}

SmallVector<ViewValue *, 8> per::collectPath(const Closure &closure,
                                             ArrayRef<ViewValue *> terminals) {
  DenseSet<ViewValue *> needed;
  SmallVector<ViewValue *> worklist(terminals);
  while (!worklist.empty()) {
    ViewValue *value = worklist.pop_back_val();
    if (value == closure.root || !closure.contains(value) ||
        !needed.insert(value).second)
      continue;
    llvm::append_range(worklist, getClosureOperands(value->def));
  }
  SmallVector<ViewValue *, 8> path;
  llvm::copy_if(closure.order, std::back_inserter(path),
                [&](ViewValue *value) { return needed.contains(value); });
  return path;
}
