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
#include "DeviceMesh.h"
#include "Placements.h"

#include "per/Frontend/StableHLO.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::stablehlo;

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

/// Adds a sharding to `in_shardings` or `out_shardings`. Fails if that cannot
/// be edited.
static LogicalResult appendSharding(Operation *op, StringRef name,
                                    const Twine &sharding) {
  std::string text = toText(getForeignAttr(op, name));
  StringRef head = StringRef(text).rtrim();
  if (!head.consume_back("]>"))
    return failure();
  std::string edited =
      (head + (head.ends_with("[") ? "" : ", ") + sharding + "]>").str();
  Attribute attribute = parseAttribute(edited, op->getContext());
  if (!attribute)
    return failure();
  setProperty(op, name, attribute);
  return success();
}

/// Adds the operand and its argument. Null if `in_shardings` cannot be edited.
static Value addOperand(Operation *op, Value value, Type argumentType,
                        const Twine &sharding) {
  if (op->getNumRegions() != 1 || !op->getRegion(0).hasOneBlock() ||
      failed(appendSharding(op, "in_shardings", sharding)))
    return {};
  op->insertOperands(op->getNumOperands(), value);
  return op->getRegion(0).front().addArgument(argumentType, value.getLoc());
}

/// The mesh that the shardings of `op` name first; empty if there is none.
static std::string findMeshOf(Operation *op) {
  for (StringRef name : {"in_shardings", "out_shardings"}) {
    std::string text = toText(getForeignAttr(op, name));
    StringRef mesh = findMesh(text);
    if (!mesh.empty())
      return mesh.str();
  }
  return {};
}

FailureOr<Value>
ManualComputationFrontend::addRegionOperand(Operation *op, Value value) const {
  std::string mesh = findMeshOf(op);
  std::string sharding;
  llvm::raw_string_ostream os(sharding);
  os << '<' << mesh << ", [";
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  for (int64_t dim = 0; dim < rank; ++dim)
    os << (dim ? ", {}" : "{}");
  os << "]>";
  Value argument;
  if (!mesh.empty())
    argument = addOperand(op, value, value.getType(), sharding);
  if (!argument)
    return op->emitError("cannot pass a value into this region: its shardings "
                         "are not understood");
  return argument;
}

Value ManualComputationFrontend::addRegionOperandFrom(Operation *op,
                                                      Value value,
                                                      OpResult result) const {
  constexpr StringRef kAxes = "manual_axes";
  Operation *producer = result.getOwner();
  SmallVector<std::string> shardings = getShardings(producer, "out_shardings");
  Attribute axes = getForeignAttr(op, kAxes);
  if (!axes || axes != getForeignAttr(producer, kAxes) ||
      shardings.size() != producer->getNumResults())
    return {};
  Value yielded = producer->getRegion(0).front().getTerminator()->getOperand(
      result.getResultNumber());
  return addOperand(op, value, yielded.getType(),
                    shardings[result.getResultNumber()]);
}

FailureOr<RankedTensorType> ManualComputationFrontend::declareRegionResult(
    Operation *op, RankedTensorType type, ArrayRef<MeshAxes> axes) const {
  auto fail = [&] {
    return op->emitError("cannot bring a value out of this region: its "
                         "shardings are not understood");
  };
  std::optional<ManualMesh> mesh = getManualMesh(op);
  if (!mesh)
    return fail();
  std::string sharding = "<" + findMeshOf(op) + ", [";
  SmallVector<int64_t> whole(type.getShape());
  for (auto [dim, split] : llvm::enumerate(axes)) {
    sharding += dim ? ", {" : "{";
    for (auto [number, axis] : llvm::enumerate(split)) {
      sharding += (number ? ", \"" : "\"") + axis + "\"";
      for (const auto &[name, size] : mesh->axes)
        if (name == axis)
          whole[dim] *= size;
    }
    sharding += "}";
  }
  if (failed(appendSharding(op, "out_shardings", sharding + "]>")))
    return fail();
  return type.clone(whole);
}
