//===- Array.cpp - arrays in files and in memory -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Array.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir::per;

std::string mlir::per::getNumPyType(const TensorSpec &spec) {
  const llvm::StringRef element = spec.elementType;
  const char *kind = "i";
  if (element == "i1")
    kind = "b";
  else if (element.starts_with("complex"))
    kind = "c";
  else if (element == "bf16" || element.starts_with("f8"))
    kind = "V";
  else if (element.starts_with("f"))
    kind = "f";
  return kind + llvm::itostr(spec.elementBytes);
}

llvm::Error mlir::per::checkArray(const Array &array, const TensorSpec &spec) {
  std::string type = array.type;
  // The program's integers have no sign.
  if (type.front() == 'u')
    type.front() = 'i';
  if (type == getNumPyType(spec) && array.shape == spec.shape)
    return llvm::Error::success();
  auto sizes = llvm::map_range(array.shape,
                               [](int64_t size) { return llvm::itostr(size); });
  return llvm::createStringError(
      "expected an array " + getNumPyType(spec) + " for " + spec.describe() +
      ", got " + array.type + "[" + llvm::join(sizes, ",") + "]");
}
