//===- FeedBack.cpp - results that become arguments -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "FeedBack.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir::per;

template <typename Specs>
static llvm::Expected<unsigned> find(const Specs &specs, llvm::StringRef text,
                                     const char *what) {
  std::string known;
  for (auto [number, spec] : llvm::enumerate(specs)) {
    if (spec.name == text)
      return number;
    known += (known.empty() ? "" : ", ") + spec.name;
  }
  unsigned number = 0;
  if (!text.getAsInteger(10, number) && number < specs.size())
    return number;
  return llvm::createStringError(llvm::Twine("there is no ") + what + " '" +
                                 text + "'; there are: " + known);
}

llvm::Expected<unsigned> mlir::per::findResult(const EntryPoint &entry,
                                               llvm::StringRef text) {
  return find(entry.results, text, "result");
}

llvm::Expected<unsigned> mlir::per::findArgument(const EntryPoint &entry,
                                                 llvm::StringRef text) {
  return find(entry.arguments, text, "argument");
}

static bool haveSameType(const TensorSpec &a, const TensorSpec &b) {
  return a.elementType == b.elementType && a.shape == b.shape;
}

llvm::Expected<std::vector<FeedBack>>
mlir::per::parseFeedBack(const EntryPoint &entry, llvm::StringRef text) {
  std::vector<FeedBack> pairs;
  for (llvm::StringRef pair : llvm::split(text, ',')) {
    auto [left, right] = pair.split(':');
    llvm::Expected<unsigned> result = findResult(entry, left);
    if (!result)
      return result.takeError();
    llvm::Expected<unsigned> argument = findArgument(entry, right);
    if (!argument)
      return argument.takeError();
    const TensorSpec &from = entry.results[*result];
    const TensorSpec &to = entry.arguments[*argument];
    if (!haveSameType(from, to))
      return llvm::createStringError(
          "cannot feed the result '" + from.name + "' (" + from.describe() +
          ") back into the argument '" + to.name + "' (" + to.describe() + ")");
    for (const FeedBack &other : pairs)
      if (other.result == *result || other.argument == *argument)
        return llvm::createStringError("'" + pair +
                                       "' names a result or an argument that "
                                       "is fed back already");
    pairs.push_back({*result, *argument});
  }
  return pairs;
}

/// The keys of a path: `state.params['w'][0]` has state, params, w and 0.
static llvm::SmallVector<llvm::StringRef> getKeys(llvm::StringRef path) {
  llvm::SmallVector<llvm::StringRef> keys;
  while (!path.empty()) {
    const size_t end = path.find_first_of(".[]'\"");
    if (end != 0)
      keys.push_back(path.take_front(end));
    path = end == llvm::StringRef::npos ? "" : path.drop_front(end + 1);
  }
  return keys;
}

/// The number of keys at the end that are the same.
static size_t countCommonKeys(llvm::StringRef a, llvm::StringRef b) {
  const auto left = getKeys(a), right = getKeys(b);
  size_t count = 0;
  while (count < left.size() && count < right.size() &&
         left[left.size() - 1 - count] == right[right.size() - 1 - count])
    ++count;
  return count;
}

llvm::Expected<std::vector<FeedBack>>
mlir::per::findFeedBack(const EntryPoint &entry) {
  std::vector<FeedBack> pairs;
  for (auto [number, result] : llvm::enumerate(entry.results)) {
    size_t best = 0;
    llvm::SmallVector<unsigned> chosen;
    for (auto [position, argument] : llvm::enumerate(entry.arguments)) {
      size_t common = haveSameType(result, argument)
                          ? countCommonKeys(result.name, argument.name)
                          : 0;
      if (argument.donatedTo)
        common = argument.donatedTo == number ? SIZE_MAX : 0;
      if (common > best)
        chosen.clear();
      best = std::max(best, common);
      if (common == best && common > 0)
        chosen.push_back(position);
    }
    if (chosen.size() > 1)
      return llvm::createStringError(
          "the result '" + result.name + "' could be fed back into '" +
          entry.arguments[chosen[0]].name + "' or '" +
          entry.arguments[chosen[1]].name +
          "'; say which: --feed-back=result:argument,...");
    if (chosen.size() == 1)
      pairs.push_back({static_cast<unsigned>(number), chosen.front()});
  }
  llvm::SmallVector<bool> isTaken(entry.arguments.size());
  for (const FeedBack &pair : pairs) {
    if (isTaken[pair.argument])
      return llvm::createStringError(
          "two results could be fed back into the argument '" +
          entry.arguments[pair.argument].name +
          "'; say which: --feed-back=result:argument,...");
    isTaken[pair.argument] = true;
  }
  if (pairs.empty())
    return llvm::createStringError(
        "no result has the type of an argument and a name that ends as its; "
        "say what to feed back: --feed-back=result:argument,...");
  return pairs;
}
