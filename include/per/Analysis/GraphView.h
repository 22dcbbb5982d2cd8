//===- GraphView.h - a training graph as the analysis sees it ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// One neutral view of a function that holds a training step. Adapters
// (per/Frontend) build it from StableHLO in generic form or from
// linalg-on-tensors; all analyses (per/Analysis) read only this. Names of
// foreign operations stand in the adapters and nowhere else.
//
// Nodes are kept in program order, operands before uses (but for the values
// that a loop yields). `GraphView` owns everything; pointers are stable.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_GRAPHVIEW_H
#define PER_ANALYSIS_GRAPHVIEW_H

#include "per/Analysis/ScalarFunction.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <optional>
#include <string>

namespace mlir::per {

struct ViewNode;
struct ViewBlock;

/// What a node does, as far as the analysis needs to know.
enum class NodeKind : uint8_t {
  Elementwise,        // `function` of one element of each operand; of integers
                      // too: `isFloatFunction` tells
  Constant,           // `splat` if all elements are equal
  Iota,               // indices; an inactive source
  Broadcast,          // `dims`: operand dimension i is result dimension dims[i]
  Reshape,            // same elements in row-major order
  Transpose,          // `dims`: the permutation
  Reverse,            // `dims` reversed
  Slice,              // a static box of the operand
  Pad,                // operand 0 padded by the scalar operand 1
  Concatenate,        // along dims[0]
  DynamicSlice,       // operand 0 at the start indices, operands 1..
  DynamicUpdateSlice, // operand 1 written to operand 0 at operands 2..
  Gather,             // operand 0 is the table; `dims`, if known: dimensions of
                      // the result within a slice of it, the others are those
                      // of operand 1 in order
  Scatter,            // operand 0 is updated
  Reduce,             // operand 0 along dims (none: between devices), with
                      // `function` if the combiner is a known one
  ReduceWindow,       // pooling and cumulative sums of operand 0
  SelectAndScatter,   // gradient of max-pooling
  Sort,
  Contraction, // matrix product or convolution of operands 0 and 1
  While,       // blocks: condition, body; operands are the carried values
  Branch,      // operand 0 selects the block; blocks take no arguments
  Region,      // one block over its operands: shard_map
  Barrier,     // result i is operand i
  Term,        // a per.gradient: operand 0 (cotangent) plus a term
  Random,      // fresh values at every evaluation; never congruent
  Return,      // terminator of a block
  Pure,        // a function of the operands that is not looked into:
               // bit operations, complex numbers, decompositions
  Opaque,      // not understood; may have any effect, never congruent
};

/// Contraction or convolution, as far as shapes go. `batching`, `contracting`
/// and `free` are dimensions of the operand 0 and 1. In a convolution the
/// contracting dimensions are the input features and the window's spatial
/// dimensions.
struct ContractionDims {
  struct Side {
    SmallVector<int64_t, 4> batching, contracting, free;
  };
  Side sides[2];
  bool isConvolution = false;
  /// Convolution: the dimensions of the result that are the batch and the
  /// output features.
  int64_t resultBatch = 0, resultFeatures = 0;
};

/// Axes of a device mesh along which something is split, outermost first.
using MeshAxes = SmallVector<std::string, 1>;

/// How a manual region lies on the devices of a mesh.
struct ManualMesh {
  /// Its manual axes and their sizes.
  SmallVector<std::pair<std::string, int64_t>, 2> axes;
  /// The axes that split each dimension of each operand.
  SmallVector<SmallVector<MeshAxes, 4>, 0> operands;
};

struct ViewUse {
  ViewNode *node;
  unsigned operandIndex;
};

/// A tensor or scalar of the graph.
struct ViewValue {
  /// Dense number, the index into side tables of analyses.
  unsigned id = 0;
  /// The MLIR value; null for a value inside the body of a linalg op.
  Value ir;
  /// Element type; shape, if it is ranked.
  Type elementType;
  SmallVector<int64_t, 4> shape;
  bool isRanked = false;
  /// The node and the result number of it that this is, or, for an argument of
  /// a block, null and the argument's number.
  ViewNode *def = nullptr;
  unsigned index = 0;
  ViewBlock *block = nullptr;
  SmallVector<ViewUse, 4> uses;

  bool isFloat() const { return isa<FloatType>(elementType); }
  bool isBoolean() const { return elementType.isInteger(1); }
  /// Number of elements, or -1 where a dimension is dynamic or it is unranked.
  int64_t getNumElements() const;
  /// Position in program order: its node's, or its block's first.
  unsigned getPosition() const;
};

/// One operation, or one operation of the body of a linalg op.
struct ViewNode {
  unsigned position = 0;
  NodeKind kind = NodeKind::Opaque;
  ScalarFunction function =
      ScalarFunction::Identity; // Elementwise, Reduce's combiner
  /// Reduce, ReduceWindow: `function` is the combiner.
  bool hasCombiner = false;
  /// Whether the adapter knows all of what the op means. A node that it knows
  /// in part (a reduction with an unknown body) counts as not understood where
  /// a verdict needs every reader.
  bool isUnderstood = true;
  SmallVector<ViewValue *, 4> operands;
  SmallVector<ViewValue *, 2> results;
  SmallVector<ViewBlock *, 2> blocks;
  ViewBlock *block = nullptr; // where it stands
  SmallVector<int64_t, 4> dims;
  std::optional<double> splat;
  std::optional<ContractionDims> contraction;
  /// Region: how each operand becomes the block's argument, and what is yielded
  /// the result: the shardings of a manual computation. Equal texts, equal
  /// ways. Empty: not known.
  SmallVector<std::string, 0> operandPlacements, resultPlacements;
  /// Region: none if its shardings are not understood.
  std::optional<ManualMesh> mesh;
  /// Reduce between devices: the axes of the mesh that it reduces, if known.
  std::optional<MeshAxes> reducedAxes;
  /// The MLIR operation that this node is (a part of).
  Operation *op = nullptr;
  /// What two nodes with congruent operands must agree in, beside kind and
  /// function, to be congruent: attributes and reduction bodies, by structure.
  /// Values captured by such bodies are among `operands`.
  std::string key;

  Location getLoc() const { return op->getLoc(); }
  /// An Elementwise node whose operands and results are all floats or
  /// booleans: one that is evaluated and differentiated on samples.
  bool isFloatFunction() const;
  /// Name of the MLIR operation, for messages.
  StringRef getOpName() const { return op->getName().getStringRef(); }
};

/// A block: of the function, a loop, a branch or a manual region.
struct ViewBlock {
  ViewNode *parent = nullptr; // null: the function's own
  SmallVector<ViewValue *, 4> arguments;
  std::vector<ViewNode *> nodes; // the last one is the Return
  Block *ir = nullptr;
  ViewNode *getReturn() const { return nodes.back(); }
};

/// The whole function.
class GraphView {
public:
  ViewBlock *main = nullptr;
  /// All nodes in program order; nodes[i]->position == i.
  std::vector<ViewNode *> nodes;
  /// All values; values[i]->id == i.
  std::vector<ViewValue *> values;
  Operation *function = nullptr;

  /// The view of an MLIR value; null if it has none.
  ViewValue *lookup(Value value) const { return byValue.lookup(value); }

  // Construction, for adapters. Values and nodes are numbered as they are made.
  ViewBlock *createBlock(ViewNode *parent, Block *ir);
  ViewValue *createArgument(ViewBlock *block, Value ir) {
    return createArgument(block, ir.getType(), ir);
  }
  /// `ir` is null for an argument that the level leaves implicit.
  ViewValue *createArgument(ViewBlock *block, Type type, Value ir);
  /// A node at the end of `block`, with uses of `operands` entered.
  ViewNode *createNode(ViewBlock *block, NodeKind kind, Operation *op,
                       ArrayRef<ViewValue *> operands);
  ViewValue *createResult(ViewNode *node, Type type, Value ir);
  /// Makes `ir` another name of `value` (casts, aliases).
  void alias(Value ir, ViewValue *value) { byValue[ir] = value; }

private:
  std::deque<ViewNode> nodeStorage;
  std::deque<ViewValue> valueStorage;
  std::deque<ViewBlock> blockStorage;
  DenseMap<Value, ViewValue *> byValue;
};

/// How a level of IR is read and written: StableHLO in generic form, or
/// linalg-on-tensors. One object a level, without state.
class Frontend {
public:
  virtual ~Frontend();
  virtual StringRef getName() const = 0;

  /// Builds the view of `function`, whose calls were inlined. Fails with a
  /// diagnostic on IR that is not of this level.
  virtual FailureOr<std::unique_ptr<GraphView>>
  buildView(Operation *function) const = 0;

  // What the rewriter needs to create. All values are tensors.
  virtual Value createScalarConstant(OpBuilder &builder, Location loc,
                                     FloatType type, double value) const = 0;
  virtual Value createIntegerConstant(OpBuilder &builder, Location loc,
                                      IntegerType type,
                                      int64_t value) const = 0;
  /// A tensor of zeros; `type` has a static shape.
  virtual Value createZero(OpBuilder &builder, Location loc,
                           RankedTensorType type) const = 0;
  /// Per-element product of two values of one type.
  virtual Value createMultiply(OpBuilder &builder, Location loc, Value lhs,
                               Value rhs) const = 0;
  /// Per-element sum of two values of one type.
  virtual Value createAdd(OpBuilder &builder, Location loc, Value lhs,
                          Value rhs) const = 0;
  /// The same 32 bits as a signless integer tensor; `value` itself if it is
  /// one.
  virtual Value createSignlessCast(OpBuilder &builder, Location loc,
                                   Value value) const = 0;
  /// Passes `value` into an isolated region (NodeKind::Region) as a further
  /// operand, the same for each device. Returns the new argument of its block;
  /// fails, with a diagnostic, if this level has no such regions.
  virtual FailureOr<Value> addRegionOperand(Operation *region,
                                            Value value) const = 0;
  /// Passes a value that left one isolated region as `result` into another, so
  /// that each device gets what it yielded. Returns the new argument; null if
  /// the regions are not over the same devices, or this level has no such
  /// regions.
  virtual Value addRegionOperandFrom(Operation *region, Value value,
                                     OpResult result) const = 0;
  /// Enters a further result into what an isolated region says of its results:
  /// a value of `type` on each device, whose dimensions are split along `axes`.
  /// Returns the type of the whole; fails, with a diagnostic, if this level has
  /// no such regions. The caller yields the value and adds the result.
  virtual FailureOr<RankedTensorType>
  declareRegionResult(Operation *region, RankedTensorType type,
                      ArrayRef<MeshAxes> axes) const = 0;
  /// Conversion to the same shape of another float type.
  virtual Value createConvert(OpBuilder &builder, Location loc, Value value,
                              FloatType type) const = 0;
  /// The slice of `stack` at `index` in its first dimension, that dimension
  /// dropped. `index` is a rank-0 integer tensor. Null if the stack's shape is
  /// dynamic.
  virtual Value createStackRead(OpBuilder &builder, Location loc, Value stack,
                                Value index) const = 0;
  /// `stack` with `value` at `index` in its first dimension, which `value` does
  /// not have. `index` is a rank-0 integer tensor; all shapes are static.
  virtual Value createStackWrite(OpBuilder &builder, Location loc, Value stack,
                                 Value value, Value index) const = 0;
};

/// The level of a module: linalg-on-tensors if it has operations of that
/// dialect (leftovers of StableHLO are read there too), else StableHLO. Their
/// `buildView` refuses operations of other levels.
const Frontend &getFrontend(Operation *module);

} // namespace mlir::per

#endif // PER_ANALYSIS_GRAPHVIEW_H
