//===- Session.cpp - calls of one function, one after the other -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Session.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <cstring>

using namespace mlir::per;

TensorMemory::TensorMemory(const TensorSpec &spec)
    : size(std::max<int64_t>(spec.getNumBytes(), 1)),
      memory(static_cast<char *>(llvm::allocate_buffer(size, alignment)),
             Free{size}) {
  std::memset(memory.get(), 0, size);
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

/// The format of a float type; null for others.
static const llvm::fltSemantics *getSemantics(llvm::StringRef elementType) {
  if (elementType == "f64")
    return &llvm::APFloat::IEEEdouble();
  if (elementType == "f32")
    return &llvm::APFloat::IEEEsingle();
  if (elementType == "f16")
    return &llvm::APFloat::IEEEhalf();
  if (elementType == "bf16")
    return &llvm::APFloat::BFloat();
  return nullptr;
}

bool mlir::per::isFloatScalar(const TensorSpec &spec) {
  return spec.shape.empty() && getSemantics(spec.elementType);
}

/// Writes a number as an element: rounded to a float, or as an integer.
static void writeElement(const TensorSpec &spec, double value, char *memory) {
  uint64_t bits = static_cast<int64_t>(value);
  if (const llvm::fltSemantics *semantics = getSemantics(spec.elementType)) {
    llvm::APFloat number(value);
    bool losesInfo = false;
    number.convert(*semantics, llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    bits = number.bitcastToAPInt().getZExtValue();
  }
  // The low bytes come first on every machine that LLVM makes this code for.
  std::memcpy(memory, &bits, std::min<size_t>(spec.elementBytes, sizeof(bits)));
}

double Session::getScalar(unsigned result) const {
  const TensorSpec &spec = entry.results[result];
  uint64_t bits = 0;
  std::memcpy(&bits, getResult(result).data(), spec.elementBytes);
  return llvm::APFloat(*getSemantics(spec.elementType),
                       llvm::APInt(8 * spec.elementBytes, bits))
      .convertToDouble();
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

Session::Session(Executable &executable, unsigned number)
    : executable(executable), number(number),
      entry(executable.getEntries()[number]) {
  for (const ArgumentSpec &argument : entry.arguments)
    arguments.emplace_back(argument);
  results.resize(entry.results.size());
  for (unsigned result : entry.getOwnResults())
    results[result].emplace(entry.results[result]);
}

llvm::Error Session::setArgument(unsigned number, const Array &array) {
  if (llvm::Error error = checkArray(array, entry.arguments[number]))
    return error;
  llvm::copy(array.data, arguments[number].data());
  return llvm::Error::success();
}

llvm::Error Session::setArgument(unsigned number, double value) {
  const ArgumentSpec &spec = entry.arguments[number];
  if (!spec.shape.empty())
    return llvm::createStringError("a number cannot be the tensor " +
                                   spec.describe());
  writeElement(spec, value, arguments[number].data());
  return llvm::Error::success();
}

void Session::generateArgument(unsigned number, std::mt19937_64 &generator) {
  const ArgumentSpec &spec = entry.arguments[number];
  const bool isFloat = getSemantics(spec.elementType);
  // Of weights, so that activations neither vanish nor grow.
  const double scale =
      spec.shape.size() < 2
          ? 0.1
          : 1 / std::sqrt(double(spec.getNumElements()) /
                          std::max<int64_t>(spec.shape.back(), 1));
  std::normal_distribution<double> normal(0, scale);
  char *memory = arguments[number].data();
  if (llvm::StringRef(spec.elementType).starts_with("complex"))
    return; // zeros
  for (int64_t element = 0; element < spec.getNumElements(); ++element) {
    double value = 0;
    if (spec.shape.empty())
      value = isFloat ? 1e-3 : 0; // a rate or a weight; a seed or a count
    else if (isFloat)
      value = normal(generator);
    else // a class, an index: small enough for any
      value = generator() % 2;
    writeElement(spec, value, memory + element * spec.elementBytes);
  }
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

llvm::Error Session::run() {
  llvm::SmallVector<void *, 64> pointers;
  for (TensorMemory &argument : arguments)
    pointers.push_back(argument.data());
  for (std::optional<TensorMemory> &result : results)
    if (result)
      pointers.push_back(result->data());
  return executable.call(number, pointers);
}

TensorMemory &Session::getResultMemory(unsigned number) {
  if (results[number])
    return *results[number];
  auto owner = llvm::find_if(entry.arguments, [&](const ArgumentSpec &spec) {
    return spec.donatedTo == number;
  });
  return arguments[owner - entry.arguments.begin()];
}

llvm::ArrayRef<char> Session::getResult(unsigned number) const {
  return const_cast<Session *>(this)
      ->getResultMemory(number)
      .bytes()
      .take_front(entry.results[number].getNumBytes());
}

void Session::feedBack(llvm::ArrayRef<FeedBack> pairs) {
  for (const FeedBack &pair : pairs) {
    TensorMemory &result = getResultMemory(pair.result);
    if (&result != &arguments[pair.argument])
      std::swap(result, arguments[pair.argument]);
  }
}
