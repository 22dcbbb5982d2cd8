//===- EntryPoint.h - functions of compiled code ----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What a caller has to know of a compiled function: the attribute `per.entries`
// of a lowered module, as plain data that outlives the MLIR context.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_ENTRYPOINT_H
#define PER_RUNTIME_ENTRYPOINT_H

#include "mlir/IR/BuiltinOps.h"

#include "llvm/Support/JSON.h"

#include <optional>
#include <string>
#include <vector>

namespace mlir::per {

/// A tensor in memory: row-major and contiguous; i1 takes a byte.
struct TensorSpec {
  std::string name;
  /// As MLIR spells it: f32, bf16, i1, complex<f32>.
  std::string elementType;
  int64_t elementBytes = 0;
  std::vector<int64_t> shape;

  int64_t getNumElements() const;
  int64_t getNumBytes() const { return getNumElements() * elementBytes; }
  /// `f32[8,4]`, for messages.
  std::string describe() const;
};

struct ArgumentSpec : TensorSpec {
  /// The result that is written into the memory of this argument.
  std::optional<unsigned> donatedTo;
};

/// A function of compiled code. Its symbol `per_NAME_packed` takes one array of
/// pointers: the arguments, the results that no argument is donated to, and the
/// arena.
struct EntryPoint {
  std::string name;
  std::vector<ArgumentSpec> arguments;
  std::vector<TensorSpec> results;
  /// Working memory of one call, aligned to `arenaAlignment`.
  int64_t arenaBytes = 0;
  /// avx512bf16, avx512, avx2 or generic: the instructions that the code was
  /// made for.
  std::string isa;
  /// How many threads one call runs on.
  int64_t threads = 1;

  static constexpr int64_t arenaAlignment = 64;

  std::string getSymbol() const { return "per_" + name; }
  std::string getPackedSymbol() const { return "per_" + name + "_packed"; }
  /// Numbers of the results that have memory of their own.
  std::vector<unsigned> getOwnResults() const;
};

/// Reads the attribute `per.entries` of a lowered module. Emits an error if it
/// is absent or malformed, or if a function that it names is not there.
FailureOr<std::vector<EntryPoint>> readEntryPoints(ModuleOp module);

llvm::json::Value toJSON(const EntryPoint &entry);
bool fromJSON(const llvm::json::Value &value, EntryPoint &entry,
              llvm::json::Path path);

} // namespace mlir::per

#endif // PER_RUNTIME_ENTRYPOINT_H
