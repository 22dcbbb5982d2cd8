//===- ObjectCode.h - from the LLVM dialect to machine code -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_OBJECTCODE_H
#define PER_RUNTIME_OBJECTCODE_H

#include "per/Runtime/EntryPoint.h"

#include "llvm/Support/Error.h"

namespace mlir::per {

/// A processor that code is made for.
struct TargetCPU {
  std::string triple;
  /// A name of LLVM, e.g. x86-64-v3.
  std::string cpu;
  /// Features beyond those of the name, `+a,-b`.
  std::string features;
};

struct CompileOptions {
  /// LLVM's name of a machine, e.g. aarch64-linux-gnu; empty: this one.
  std::string triple;
  /// `native`: this machine, within the entry points' instruction set. Empty:
  /// any machine with that instruction set. Else a name of LLVM.
  std::string cpu = "native";
  /// LLVM instructions of one object file; several are compiled in parallel.
  /// Each of the default size takes about 0.1 s. 0: one file for everything.
  unsigned partSize = 3000;
};

/// Machine code of a module: object files that link with each other, and what
/// callers have to know.
struct ObjectCode {
  std::vector<EntryPoint> entries;
  TargetCPU target;
  std::vector<std::string> objects;

  /// The symbols that no object defines, in the order of their use.
  llvm::Expected<std::vector<std::string>> findUndefinedSymbols() const;

  /// One string of bytes with a checksum, and back.
  std::string serialize() const;
  static llvm::Expected<ObjectCode> deserialize(llvm::StringRef bytes);
};

/// The largest instruction set of entry points that this machine has.
llvm::StringRef getHostISA();

/// Whether a processor, named as in CompileOptions, does as many products of
/// pairs of bf16 (VDPBF16PS) as multiply-adds of f32, or nearly: AMD's do, and
/// Intel's, which have AMX for that, a quarter. True for the empty name.
bool hasFastPairs(llvm::StringRef cpu);

/// This machine's architecture, processor and features, as text.
std::string getHostDescription();

/// Finds the processor to compile for. Fails for names that LLVM does not know,
/// and for instruction sets that it does not have.
llvm::Expected<TargetCPU> selectTarget(const CompileOptions &options,
                                       llvm::ArrayRef<EntryPoint> entries);

/// An error that names the features which code for `target` needs and this
/// machine lacks, if any.
llvm::Error checkHostRuns(const TargetCPU &target);

/// Compiles a module of the LLVM dialect with `per.entries`. Its functions are
/// distributed over several object files, by a rule that depends on the module
/// only, so that the same module always gives the same bits. Fused
/// multiply-adds may be formed; nothing else changes the meaning of a float
/// operation.
///
/// Emits an error at the module, or at the operation that has no translation.
FailureOr<ObjectCode> compileToObjectCode(ModuleOp module,
                                          const CompileOptions &options = {});

} // namespace mlir::per

#endif // PER_RUNTIME_OBJECTCODE_H
