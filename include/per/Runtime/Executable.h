//===- Executable.h - compiled code in this process -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_EXECUTABLE_H
#define PER_RUNTIME_EXECUTABLE_H

#include "per/Runtime/ObjectCode.h"

#include <memory>

namespace mlir::per {

/// Compiled code, loaded. Calls are safe from several threads.
class Executable {
public:
  /// Loads code. Fails if this machine lacks instructions that it needs, if it
  /// calls OpenMP or oneDNN and there is no such library, if oneDNN has no code
  /// for what it is called for, or if the code calls a function that the C and
  /// math libraries do not have.
  static llvm::Expected<std::unique_ptr<Executable>> load(ObjectCode code);
  ~Executable();

  llvm::ArrayRef<EntryPoint> getEntries() const;

  /// The number of an entry point, by name.
  llvm::Expected<unsigned> lookup(llvm::StringRef name) const;

  /// Runs an entry point.
  ///
  /// `pointers` has the memory of the arguments, then of the results that no
  /// argument is donated to, each aligned as its element type wants. Fails only
  /// if there is no memory for an arena.
  llvm::Error call(unsigned entry, llvm::ArrayRef<void *> pointers);

private:
  struct Implementation;
  explicit Executable(std::unique_ptr<Implementation> implementation);

  std::unique_ptr<Implementation> implementation;
};

} // namespace mlir::per

#endif // PER_RUNTIME_EXECUTABLE_H
