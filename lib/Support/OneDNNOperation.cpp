//===- OneDNNOperation.cpp - operations of oneDNN, by name ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A symbol is a list of words, with `_` between them: the prefix, the kind,
// `set` or `add`, for each tensor its type, sizes and strides, and of a
// convolution its steps and dilations. Numbers have an `x` between them.
//
//===----------------------------------------------------------------------===//

#include "per/Support/OneDNNOperation.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir::per;
using Kind = OneDNNOperation::Kind;

static constexpr llvm::StringLiteral prefix = "per_onednn_";
static constexpr std::pair<Kind, llvm::StringLiteral> kinds[] = {
    {Kind::Product, "product"},
    {Kind::Convolution, "convolution"},
    {Kind::WeightsGradient, "weightsgradient"}};

bool mlir::per::isOneDNNSymbol(llvm::StringRef name) {
  return name.starts_with(prefix);
}

static std::string join(llvm::ArrayRef<int64_t> numbers) {
  return llvm::join(llvm::map_range(numbers, llvm::itostr), "x");
}

std::string OneDNNOperation::getSymbol() const {
  const auto *named = llvm::find_if(
      kinds, [&](const auto &pair) { return pair.first == kind; });
  std::string symbol = (prefix + named->second).str();
  symbol += isAdded ? "_add" : "_set";
  for (const OneDNNTensor *tensor : {&source, &weights, &destination})
    symbol += (tensor->isBF16 ? "_bf16_" : "_f32_") + join(tensor->sizes) +
              "_" + join(tensor->strides);
  if (kind != Kind::Product)
    symbol += "_" + join(steps) + "_" + join(dilations);
  return symbol;
}

namespace {
/// Takes the words of a symbol one by one; false once one is not as expected.
class Words {
public:
  explicit Words(llvm::StringRef text) : rest(text) {}

  bool isAtEnd() const { return rest.empty(); }
  llvm::StringRef take();
  bool takeNumbers(llvm::SmallVector<int64_t> &numbers);
  bool takeTensor(OneDNNTensor &tensor);

private:
  llvm::StringRef rest;
};
} // namespace

llvm::StringRef Words::take() {
  llvm::StringRef word;
  std::tie(word, rest) = rest.split('_');
  return word;
}

bool Words::takeNumbers(llvm::SmallVector<int64_t> &numbers) {
  for (llvm::StringRef text : llvm::split(take(), 'x')) {
    int64_t number;
    if (text.getAsInteger(10, number) || number < 1)
      return false;
    numbers.push_back(number);
  }
  return true;
}

bool Words::takeTensor(OneDNNTensor &tensor) {
  llvm::StringRef type = take();
  tensor.isBF16 = type == "bf16";
  return (tensor.isBF16 || type == "f32") && takeNumbers(tensor.sizes) &&
         takeNumbers(tensor.strides) &&
         tensor.sizes.size() == tensor.strides.size() &&
         tensor.sizes.size() <= kOneDNNMaxRank;
}

/// Whether the tensors have the numbers of dimensions that the kind wants.
static bool haveMatchingRanks(const OneDNNOperation &operation) {
  const size_t source = operation.source.sizes.size();
  const size_t weights = operation.weights.sizes.size();
  if (operation.destination.sizes.size() != source)
    return false;
  if (operation.kind == Kind::Product)
    return source >= 2 && weights == source;
  return operation.steps.size() + 2 == source &&
         operation.steps.size() == operation.dilations.size() &&
         (weights == source || weights == source + 1);
}

std::optional<OneDNNOperation>
OneDNNOperation::fromSymbol(llvm::StringRef symbol) {
  if (!symbol.consume_front(prefix))
    return std::nullopt;
  Words words(symbol);
  OneDNNOperation operation;
  llvm::StringRef kind = words.take();
  const auto *named = llvm::find_if(
      kinds, [&](const auto &pair) { return pair.second == kind; });
  if (named == std::end(kinds))
    return std::nullopt;
  operation.kind = named->first;
  llvm::StringRef mode = words.take();
  operation.isAdded = mode == "add";
  if (!operation.isAdded && mode != "set")
    return std::nullopt;
  for (OneDNNTensor *tensor :
       {&operation.source, &operation.weights, &operation.destination})
    if (!words.takeTensor(*tensor))
      return std::nullopt;
  if (operation.kind != Kind::Product &&
      !(words.takeNumbers(operation.steps) &&
        words.takeNumbers(operation.dilations)))
    return std::nullopt;
  if (!words.isAtEnd() || !haveMatchingRanks(operation))
    return std::nullopt;
  // oneDNN only sets gradients of weights.
  if (operation.isAdded && operation.kind == Kind::WeightsGradient)
    return std::nullopt;
  return operation;
}
