//===- ConstantFolder.cpp - compile-time scalars of a view ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ControlFlow.h"
#include "per/Analysis/ValueNumbering.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::per;

/// Whether `number` is one that the integer type holds, exactly.
static bool fitsInteger(IntegerType type, double number) {
  unsigned width = type.getWidth();
  if (width > 64 || number != std::floor(number) || std::abs(number) > 0x1p53)
    return false;
  bool isUnsigned = type.isUnsigned() || width == 1;
  double low = isUnsigned ? 0 : -std::ldexp(1.0, width - 1);
  double high = std::ldexp(1.0, isUnsigned ? width : width - 1);
  return number >= low && number < high;
}

static bool isInteger(const ViewValue *value) {
  return !value->isFloat() && !value->isBoolean();
}

std::optional<double>
ConstantFolder::foldElementwise(const ViewNode *node) const {
  if (node->results.size() != 1 || node->operands.size() > 3)
    return std::nullopt;
  bool onIntegers =
      isInteger(node->results[0]) || llvm::any_of(node->operands, isInteger);
  if (onIntegers && !isExactOnIntegers(node->function))
    return std::nullopt;
  Samples numbers[3];
  SmallVector<const Samples *, 3> operands;
  for (auto [index, operand] : llvm::enumerate(node->operands)) {
    std::optional<double> number = getConstant(operand);
    if (!number)
      return std::nullopt;
    numbers[index].fill(*number);
    operands.push_back(&numbers[index]);
  }
  double result = evaluate(node->function, operands)[0];
  if (isInteger(node->results[0])) {
    auto type = dyn_cast<IntegerType>(node->results[0]->elementType);
    if (!type && node->results[0]->elementType.isIndex())
      type = IntegerType::get(node->results[0]->elementType.getContext(), 64);
    if (!type || !fitsInteger(type, result))
      return std::nullopt;
  }
  return result;
}

ConstantFolder::ConstantFolder(const GraphView &view)
    : constants(view.values.size()) {
  auto pass = [&](const ViewValue *from, const ViewValue *to) {
    constants[to->id] = constants[from->id];
  };
  // Operands come before uses, and a loop before its body: one sweep is enough.
  for (const ViewNode *node : view.nodes) {
    switch (node->kind) {
    case NodeKind::Constant:
      constants[node->results[0]->id] = node->splat;
      break;
    case NodeKind::Elementwise:
      if (!node->results.empty())
        constants[node->results[0]->id] = foldElementwise(node);
      break;
    case NodeKind::Broadcast:
    case NodeKind::Reshape:
    case NodeKind::Transpose:
    case NodeKind::Reverse:
    case NodeKind::Slice:
      pass(node->operands[0], node->results[0]);
      break;
    case NodeKind::Barrier:
      for (auto [operand, result] :
           llvm::zip_equal(node->operands, node->results))
        pass(operand, result);
      break;
    case NodeKind::While:
      for (auto [carry, init] : llvm::enumerate(node->operands)) {
        if (!isInvariantCarry(node, carry))
          continue;
        pass(init, node->results[carry]);
        for (const ViewBlock *block : node->blocks)
          pass(init, block->arguments[carry]);
      }
      break;
    default:
      break;
    }
  }
}

std::optional<double>
ConstantFolder::getConstant(const ViewValue *value) const {
  return constants[value->id];
}
