//===- Operations.cpp - what StableHLO operations do ----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Operations.h"

#include "ForeignAttrs.h"
#include "per/Frontend/StableHLONames.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::stablehlo;

namespace {
struct Entry {
  llvm::StringLiteral name;
  OperationInfo info;
};
} // namespace

/// Operations with a structure that the analysis follows.
static const Entry kStructured[] = {
    {"stablehlo.constant", {NodeKind::Constant}},
    {"chlo.constant", {NodeKind::Constant}},
    {"chlo.constant_like", {NodeKind::Constant, "", 0, 0}},
    {"sdy.constant", {NodeKind::Constant}},
    {"tensor.empty", {NodeKind::Constant, "", 0, 0}},
    {"stablehlo.iota", {NodeKind::Iota}},
    {"stablehlo.dynamic_iota", {NodeKind::Iota, "", 0, 0}},
    {"stablehlo.partition_id", {NodeKind::Iota}},
    {"stablehlo.replica_id", {NodeKind::Iota}},
    {"stablehlo.broadcast", {NodeKind::Broadcast, "", 1}},
    {"stablehlo.broadcast_in_dim",
     {NodeKind::Broadcast, "broadcast_dimensions", 1}},
    {"stablehlo.dynamic_broadcast_in_dim",
     {NodeKind::Broadcast, "broadcast_dimensions", 1, 1}},
    // Reads the shape alone: not what its operand depends on.
    {"stablehlo.get_dimension_size", {NodeKind::Pure, "", 1, 0}},
    {"stablehlo.reshape", {NodeKind::Reshape, "", 1}},
    {"stablehlo.dynamic_reshape", {NodeKind::Reshape, "", 1, 1}},
    {"stablehlo.transpose", {NodeKind::Transpose, "permutation", 1}},
    {"stablehlo.reverse", {NodeKind::Reverse, "dimensions", 1}},
    {"stablehlo.slice", {NodeKind::Slice, "", 1}},
    {"stablehlo.real_dynamic_slice", {NodeKind::Slice, "", 1, 1}},
    {"stablehlo.pad", {NodeKind::Pad, "", 2}},
    {"stablehlo.dynamic_pad", {NodeKind::Pad, "", 2, 2}},
    {"stablehlo.concatenate", {NodeKind::Concatenate, "dimension", 1}},
    {"stablehlo.dynamic_slice", {NodeKind::DynamicSlice, "", 1}},
    {"stablehlo.dynamic_update_slice", {NodeKind::DynamicUpdateSlice, "", 2}},
    {"stablehlo.gather", {NodeKind::Gather, "", 2}},
    {"stablehlo.dynamic_gather", {NodeKind::Gather, "", 2, 2}},
    {"stablehlo.torch_index_select", {NodeKind::Gather, "", 2}},
    {"stablehlo.scatter", {NodeKind::Scatter, "", 3}},
    {"stablehlo.reduce", {NodeKind::Reduce, "dimensions", 2}},
    {"stablehlo.reduce_window", {NodeKind::ReduceWindow, "", 2}},
    {"stablehlo.select_and_scatter", {NodeKind::SelectAndScatter, "", 3}},
    {"stablehlo.sort", {NodeKind::Sort, "dimension", 1}},
    {"chlo.top_k", {NodeKind::Sort, "", 1}},
    {"stablehlo.dot", {NodeKind::Contraction, "", 2}},
    {"stablehlo.dot_general", {NodeKind::Contraction, "", 2}},
    {"stablehlo.convolution", {NodeKind::Contraction, "", 2}},
    {"stablehlo.dynamic_conv", {NodeKind::Contraction, "", 2, 2}},
    {"stablehlo.while", {NodeKind::While}},
    {"stablehlo.case", {NodeKind::Branch, "", 1}},
    {"stablehlo.if", {NodeKind::Branch, "", 1}},
    {"sdy.manual_computation", {NodeKind::Region}},
    {"sdy.named_computation", {NodeKind::Region}},
    {"stablehlo.optimization_barrier", {NodeKind::Barrier}},
    {"stablehlo.rng", {NodeKind::Random}},
    {"stablehlo.rng_bit_generator", {NodeKind::Random}},
    {"per.slices", {NodeKind::Random}},
    {"per.slice_norms", {NodeKind::Random}},
    {"per.gradient", {NodeKind::Term, "", 3}},
    {"per.penalty", {NodeKind::Pure}},
    {"func.return", {NodeKind::Return}},
    {"stablehlo.return", {NodeKind::Return}},
    {"sdy.return", {NodeKind::Return}},
    // Between devices: a sum over no dimension of its own, a concatenation.
    {"stablehlo.all_reduce", {NodeKind::Reduce, "", 1}},
    {"stablehlo.reduce_scatter", {NodeKind::Reduce, "", 1}},
    {"stablehlo.all_gather", {NodeKind::Concatenate, "all_gather_dim", 1}},
    // The global view of a sharded tensor: the same values.
    {"sdy.sharding_constraint", {NodeKind::Elementwise, "", 1}},
    {"sdy.reshard", {NodeKind::Elementwise, "", 1}},
    {"sdy.propagation_barrier", {NodeKind::Elementwise, "", 1}},
};

/// Functions of their operands which the analysis does not look into and need
/// not: bits, shapes, predicates.
static constexpr llvm::StringLiteral kPure[] = {
    "stablehlo.bitcast_convert",
    "stablehlo.shift_left",
    "stablehlo.shift_right_logical",
    "stablehlo.shift_right_arithmetic",
    "stablehlo.popcnt",
    "stablehlo.count_leading_zeros",
    "stablehlo.get_dimension_size",
    "stablehlo.create_token",
    "stablehlo.after_all",
    "sdy.sharding_group",
    "chlo.is_inf",
    "chlo.is_pos_inf",
    "chlo.is_neg_inf",
    "chlo.mulhi",
};

/// Functions of their operands that may hide a site or a reader of one.
static constexpr llvm::StringLiteral kPureNotUnderstood[] = {
    "stablehlo.complex",
    "stablehlo.real",
    "stablehlo.imag",
    "stablehlo.fft",
    "stablehlo.cholesky",
    "stablehlo.triangular_solve",
    "stablehlo.batch_norm_training",
    "stablehlo.batch_norm_inference",
    "stablehlo.batch_norm_grad",
    "stablehlo.all_to_all",
    "stablehlo.collective_permute",
    "stablehlo.collective_broadcast",
    "stablehlo.tuple",
    "stablehlo.get_tuple_element",
    "stablehlo.uniform_quantize",
    "stablehlo.uniform_dequantize",
    "stablehlo.set_dimension_size",
    "stablehlo.einsum",
    "stablehlo.unary_einsum",
    "stablehlo.map",
    "chlo._asin_acos_kernel",
    "chlo.bessel_i1e",
    "chlo.conj",
    "chlo.next_after",
    "chlo.polygamma",
    "chlo.ragged_dot",
    "chlo.zeta",
};

/// Targets of custom calls that return their operand: marks for the partitioner
/// and for the placement of memory.
static constexpr llvm::StringLiteral kTransparentCalls[] = {
    "Sharding",
    "SPMDFullToShardShape",
    "SPMDShardToFullShape",
    "xla.sdy.FuncResultSharding",
    "xla.sdy.Sharding",
    "annotate_device_placement",
    "AnnotateDevicePlacement",
    "LayoutConstraint",
    "MoveToDevice",
    "MoveToHost",
};

static std::optional<OperationInfo> lookupByName(StringRef name) {
  static const llvm::StringMap<OperationInfo> table = [] {
    llvm::StringMap<OperationInfo> map;
    for (const Entry &entry : kStructured)
      map[entry.name] = entry.info;
    for (StringRef name : kPure)
      map[name].kind = NodeKind::Pure;
    for (StringRef name : kPureNotUnderstood) {
      map[name].kind = NodeKind::Pure;
      map[name].isUnderstood = false;
    }
    return map;
  }();
  auto it = table.find(name);
  if (it != table.end())
    return it->second;
  std::optional<ScalarFunction> function = lookupStableHLOFunction(name);
  if (!function)
    return std::nullopt;
  OperationInfo info;
  info.kind = NodeKind::Elementwise;
  info.minOperands = getArity(*function);
  info.function = *function;
  return info;
}

/// Whether a call to `target` returns its one operand as it is.
static bool isTransparentCall(Operation *op, StringRef target) {
  return llvm::is_contained(kTransparentCalls, target) &&
         op->getNumOperands() == 1 && op->getNumResults() == 1 &&
         op->getOperand(0).getType() == op->getResult(0).getType();
}

static OperationInfo getCallInfo(Operation *op) {
  auto target =
      dyn_cast_or_null<StringAttr>(getForeignAttr(op, "call_target_name"));
  OperationInfo info;
  info.isUnderstood = false;
  if (!target)
    return info;
  if (isTransparentCall(op, target)) {
    info.kind = NodeKind::Elementwise;
    info.isUnderstood = true;
    return info;
  }
  if (target == "shape_assertion") { // of an exported dynamic shape
    info.kind = NodeKind::Pure;
    info.isUnderstood = true;
    return info;
  }
  // Exporters write some operations of CHLO as calls: @mhlo.erf, @mhlo.topk.
  auto [prefix, name] = target.getValue().split('.');
  if (prefix != "mhlo" && prefix != "chlo")
    return info;
  std::string operation =
      name == "topk" ? "chlo.top_k" : ("chlo." + name).str();
  return lookupByName(operation).value_or(info);
}

static OperationInfo getComparisonInfo(Operation *op) {
  StringRef direction =
      getKeywordAttr(op, "comparison_direction", "comparison_direction");
  OperationInfo info;
  if (std::optional<ScalarFunction> function = lookupComparison(direction)) {
    info.kind = NodeKind::Elementwise;
    info.minOperands = 2;
    info.function = *function;
    return info;
  }
  info.isUnderstood = false;
  return info;
}

OperationInfo stablehlo::getOperationInfo(Operation *op) {
  StringRef name = op->getName().getStringRef();
  if (name == "stablehlo.compare")
    return getComparisonInfo(op);
  if (name == "stablehlo.custom_call")
    return getCallInfo(op);
  if (name == "stablehlo.composite")
    if (auto composite =
            dyn_cast_or_null<StringAttr>(getForeignAttr(op, "name")))
      name = composite.getValue();
  if (std::optional<OperationInfo> info = lookupByName(name))
    return *info;
  OperationInfo unknown;
  unknown.isUnderstood = false;
  return unknown;
}
