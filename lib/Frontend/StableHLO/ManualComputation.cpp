//===- ManualComputation.cpp - operands of shard_map regions ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The shardings of `sdy.manual_computation` are attributes of a dialect that
// this project does not link. They are edited as text, which is all that MLIR
// keeps of them:
//
//   in_shardings = #sdy.sharding_per_value<[<@mesh, [{"b"}, {}]>]>
//
//===----------------------------------------------------------------------===//

#include "ManualComputation.h"

#include "per/Frontend/StableHLO.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

static std::string toText(Attribute attribute) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (attribute)
    attribute.print(os);
  return text;
}

/// `@mesh` of the first sharding in the text; empty if there is none.
static StringRef findMesh(StringRef text) {
  size_t begin = text.find("<@");
  if (begin == StringRef::npos)
    return {};
  StringRef rest = text.drop_front(begin + 1);
  return rest.take_until([](char c) { return c == ',' || c == '>'; });
}

static void setProperty(Operation *op, StringRef name, Attribute value) {
  auto properties =
      dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
  if (!properties || !properties.get(name)) {
    op->setDiscardableAttr(name, value);
    return;
  }
  NamedAttrList list(properties);
  list.set(name, value);
  LogicalResult set = op->setPropertiesFromAttribute(
      list.getDictionary(op->getContext()), [&] { return op->emitError(); });
  (void)set; // unregistered operations take any properties
}

FailureOr<Value> per::stablehlo::addManualComputationOperand(Operation *op,
                                                             Value value) {
  constexpr StringRef kShardings = "in_shardings";
  Attribute shardings = getForeignAttr(op, kShardings);
  std::string text = toText(shardings);
  std::string other = toText(getForeignAttr(op, "out_shardings"));
  StringRef mesh = findMesh(text);
  if (mesh.empty())
    mesh = findMesh(other);
  StringRef head = StringRef(text).rtrim();
  if (mesh.empty() || !head.consume_back("]>") || op->getNumRegions() != 1 ||
      !op->getRegion(0).hasOneBlock())
    return op->emitError("cannot pass a value into this region: its shardings "
                         "are not understood");

  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  std::string edited = head.str();
  llvm::raw_string_ostream os(edited);
  os << (head.ends_with("[") ? "<" : ", <") << mesh << ", [";
  for (int64_t dim = 0; dim < rank; ++dim)
    os << (dim ? ", {}" : "{}");
  os << "]>]>";
  Attribute attribute = parseAttribute(edited, op->getContext());
  if (!attribute)
    return op->emitError("cannot pass a value into this region: its shardings "
                         "are not understood");
  setProperty(op, kShardings, attribute);
  op->insertOperands(op->getNumOperands(), value);
  return op->getRegion(0).front().addArgument(value.getType(), value.getLoc());
}
