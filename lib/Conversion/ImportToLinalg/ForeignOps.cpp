//===- ForeignOps.cpp - operations that the importer left -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"

#include "per/Frontend/StableHLO.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::per;

std::optional<SmallVector<int64_t>> imported::getInts(Operation *op,
                                                      StringRef name) {
  Attribute attr = getForeignAttr(op, name);
  if (auto array = dyn_cast_or_null<DenseI64ArrayAttr>(attr))
    return SmallVector<int64_t>(array.asArrayRef());
  if (auto elements = dyn_cast_or_null<DenseIntElementsAttr>(attr)) {
    SmallVector<int64_t> values;
    for (const APInt &value : elements.getValues<APInt>())
      values.push_back(value.getSExtValue());
    return values;
  }
  if (auto integer = dyn_cast_or_null<IntegerAttr>(attr))
    return SmallVector<int64_t>{integer.getInt()};
  return std::nullopt;
}

bool imported::getFlag(Operation *op, StringRef name) {
  auto flag = dyn_cast_or_null<BoolAttr>(getForeignAttr(op, name));
  return flag && flag.getValue();
}

StringRef imported::getText(Operation *op, StringRef name) {
  auto opaque = dyn_cast_or_null<OpaqueAttr>(getForeignAttr(op, name));
  return opaque ? opaque.getAttrData() : StringRef();
}

std::optional<SmallVector<int64_t>> imported::getIntsOf(StringRef text,
                                                        StringRef key) {
  SmallVector<int64_t> values;
  size_t begin = text.find(key);
  if (begin == StringRef::npos)
    return values;
  StringRef rest = text.drop_front(begin + key.size()).ltrim();
  if (!rest.consume_front("="))
    return std::nullopt;
  rest = rest.ltrim();
  StringRef list = rest.take_while([](char c) { return c >= '0' && c <= '9'; });
  if (rest.consume_front("[")) {
    if (!rest.contains(']'))
      return std::nullopt;
    list = rest.take_until([](char c) { return c == ']'; });
  }
  SmallVector<StringRef> entries;
  list.split(entries, ',', -1, /*KeepEmpty=*/false);
  for (StringRef entry : entries)
    if (entry.trim().getAsInteger(10, values.emplace_back()))
      return std::nullopt;
  return values;
}

RankedTensorType imported::getStaticTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape() ? tensor : RankedTensorType();
}

bool imported::isStatic(Operation *op) {
  return llvm::all_of(op->getOperandTypes(), getStaticTensor) &&
         llvm::all_of(op->getResultTypes(), getStaticTensor);
}

bool imported::hasRegions(Operation *op, unsigned count) {
  return op->getNumRegions() == count &&
         llvm::all_of(op->getRegions(), [](Region &region) {
           return region.hasOneBlock() && !region.front().empty();
         });
}

Value imported::createIndex(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}

SmallVector<Value> imported::buildLoops(
    OpBuilder &builder, Location loc, ArrayRef<int64_t> sizes,
    ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, ValueRange, ValueRange)>
        body) {
  SmallVector<Value> indices(sizes.size());
  SmallVector<Value> lower, upper, steps;
  Value zero = createIndex(builder, loc, 0);
  for (int64_t size : sizes) {
    if (size == 1)
      continue;
    lower.push_back(zero);
    upper.push_back(createIndex(builder, loc, size));
    steps.push_back(createIndex(builder, loc, 1));
  }
  auto at = [&](ValueRange loops) {
    unsigned next = 0;
    for (auto [index, size] : llvm::zip_equal(indices, sizes))
      index = size == 1 ? zero : loops[next++];
  };
  if (lower.empty()) {
    at({});
    return body(builder, indices, carried);
  }
  scf::LoopNest nest = scf::buildLoopNest(
      builder, loc, lower, upper, steps, carried,
      [&](OpBuilder &inner, Location, ValueRange loops, ValueRange values) {
        at(loops);
        SmallVector<Value> results = body(inner, indices, values);
        return scf::ValueVector(results.begin(), results.end());
      });
  return SmallVector<Value>(nest.results.begin(), nest.results.end());
}
