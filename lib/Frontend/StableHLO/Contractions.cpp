//===- Contractions.cpp - dimensions of products and convolutions ---------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// StableHLO's dimension numbers are attributes of its own dialect, which this
// project reads as text: `#stablehlo.dot<lhs_contracting_dimensions = [1],
// ...>` and `#stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>`.
//
//===----------------------------------------------------------------------===//

#include "ForeignAttrs.h"

#include "llvm/ADT/SmallBitVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::per;

/// The entries of the bracketed list at the start of `text`, which is consumed.
static std::optional<SmallVector<StringRef, 4>> consumeList(StringRef &text) {
  text = text.ltrim();
  if (!text.consume_front("["))
    return std::nullopt;
  size_t end = text.find(']');
  if (end == StringRef::npos)
    return std::nullopt;
  SmallVector<StringRef, 4> entries;
  text.take_front(end).split(entries, ',', -1, /*KeepEmpty=*/false);
  for (StringRef &entry : entries)
    entry = entry.trim();
  text = text.drop_front(end + 1);
  return entries;
}

/// The integers of `name = [...]` in `text`; empty if the name is absent.
static std::optional<SmallVector<int64_t, 4>> getNamedList(StringRef text,
                                                           StringRef name) {
  SmallVector<int64_t, 4> numbers;
  size_t begin = text.find(name);
  if (begin == StringRef::npos)
    return numbers;
  StringRef rest = text.drop_front(begin + name.size()).ltrim();
  if (!rest.consume_front("="))
    return std::nullopt;
  auto entries = consumeList(rest);
  if (!entries)
    return std::nullopt;
  for (StringRef entry : *entries)
    if (entry.getAsInteger(10, numbers.emplace_back()))
      return std::nullopt;
  return numbers;
}

/// Enters the dimensions that are neither batching nor contracting as free.
/// Fails if one is out of range or named twice.
static LogicalResult completeSide(ContractionDims::Side &side, int64_t rank) {
  llvm::SmallBitVector isNamed(rank);
  for (const auto &list : {side.batching, side.contracting})
    for (int64_t dim : list) {
      if (dim < 0 || dim >= rank || isNamed[dim])
        return failure();
      isNamed.set(dim);
    }
  for (int64_t dim = 0; dim < rank; ++dim)
    if (!isNamed[dim])
      side.free.push_back(dim);
  return success();
}

static std::optional<ContractionDims> parseDotDims(StringRef text) {
  ContractionDims dims;
  constexpr StringRef prefixes[] = {"lhs", "rhs"};
  for (unsigned i = 0; i < 2; ++i) {
    auto batching =
        getNamedList(text, (prefixes[i] + "_batching_dimensions").str());
    auto contracting =
        getNamedList(text, (prefixes[i] + "_contracting_dimensions").str());
    if (!batching || !contracting)
      return std::nullopt;
    dims.sides[i].batching = *batching;
    dims.sides[i].contracting = *contracting;
  }
  return dims;
}

static std::optional<ContractionDims> parseConvolutionDims(StringRef text) {
  if (!text.consume_front("conv<"))
    return std::nullopt;
  auto lhs = consumeList(text);
  if (!lhs || !text.consume_front("x"))
    return std::nullopt;
  auto rhs = consumeList(text);
  if (!rhs || !text.consume_front("->"))
    return std::nullopt;
  auto result = consumeList(text);
  if (!result)
    return std::nullopt;
  ContractionDims dims;
  dims.isConvolution = true;
  dims.resultBatch = llvm::find(*result, "b") - result->begin();
  dims.resultFeatures = llvm::find(*result, "f") - result->begin();
  // What is kept of the operands: the batch, and the output features.
  for (auto [dim, label] : llvm::enumerate(*lhs))
    if (label != "b")
      dims.sides[0].contracting.push_back(dim);
  for (auto [dim, label] : llvm::enumerate(*rhs))
    if (label != "o")
      dims.sides[1].contracting.push_back(dim);
  return dims;
}

/// stablehlo.dot: the last dimension of the left with the first of the right.
static ContractionDims getPlainDotDims(ArrayRef<RankedTensorType> types) {
  ContractionDims dims;
  if (types[0].getRank() > 0)
    dims.sides[0].contracting.push_back(types[0].getRank() - 1);
  if (types[1].getRank() > 0)
    dims.sides[1].contracting.push_back(0);
  return dims;
}

FailureOr<ContractionDims> stablehlo::getContractionDims(Operation *op) {
  RankedTensorType types[2];
  for (unsigned i = 0; i < 2; ++i) {
    types[i] = dyn_cast<RankedTensorType>(op->getOperand(i).getType());
    if (!types[i])
      return op->emitOpError("expected ranked tensors to contract, got ")
             << op->getOperand(i).getType();
  }

  std::optional<ContractionDims> dims;
  StringRef attrName = "dot_dimension_numbers";
  Attribute attr = getForeignAttr(op, attrName);
  if (!attr) {
    attrName = "dimension_numbers";
    attr = getForeignAttr(op, attrName);
  }
  if (auto text = dyn_cast_or_null<OpaqueAttr>(attr))
    dims = text.getAttrData().starts_with("conv<")
               ? parseConvolutionDims(text.getAttrData())
               : parseDotDims(text.getAttrData());
  else if (!attr && op->getName().getStringRef() == "stablehlo.dot")
    dims = getPlainDotDims(types);
  if (!dims)
    return op->emitOpError("has dimension numbers that are absent or not in "
                           "the known form (")
           << attrName << ")";

  for (unsigned i = 0; i < 2; ++i)
    if (failed(completeSide(dims->sides[i], types[i].getRank())))
      return op->emitOpError("has dimension numbers that do not fit operand ")
             << i << " of type " << types[i];
  return *dims;
}

SmallVector<int64_t, 4> stablehlo::getGatherOffsetDims(Operation *op) {
  auto text =
      dyn_cast_or_null<OpaqueAttr>(getForeignAttr(op, "dimension_numbers"));
  if (!text)
    return {};
  auto dims = getNamedList(text.getAttrData(), "offset_dims");
  return dims ? *dims : SmallVector<int64_t, 4>();
}
