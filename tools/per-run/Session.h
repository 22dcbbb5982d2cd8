//===- Session.h - calls of one function, one after the other ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_RUN_SESSION_H
#define PER_TOOLS_PER_RUN_SESSION_H

#include "Array.h"
#include "FeedBack.h"

#include "per/Runtime/Executable.h"

#include "llvm/Support/Alignment.h"
#include "llvm/Support/MemAlloc.h"

#include <random>

namespace mlir::per {

/// Memory of one tensor, aligned to a cache line, zeros at first.
class TensorMemory {
public:
  explicit TensorMemory(const TensorSpec &spec);

  char *data() { return memory.get(); }
  llvm::ArrayRef<char> bytes() const { return {memory.get(), size}; }

private:
  struct Free {
    size_t size;
    void operator()(char *pointer) const {
      llvm::deallocate_buffer(pointer, size, alignment);
    }
  };
  static constexpr size_t alignment = 64;

  size_t size;
  std::unique_ptr<char[], Free> memory;
};

/// An entry point with memory for its arguments and results.
class Session {
public:
  Session(Executable &executable, unsigned entry);

  const EntryPoint &getEntry() const { return entry; }

  /// Fills an argument: from an array, with one number (a scalar), or at
  /// random.
  llvm::Error setArgument(unsigned number, const Array &array);
  llvm::Error setArgument(unsigned number, double value);
  void generateArgument(unsigned number, std::mt19937_64 &generator);

  llvm::Error run();

  /// Makes results the arguments of the next call, without a copy. What the
  /// memory of those results then holds is of no meaning.
  void feedBack(llvm::ArrayRef<FeedBack> pairs);

  llvm::ArrayRef<char> getResult(unsigned number) const;
  /// The value of a scalar of floats.
  double getScalar(unsigned result) const;

private:
  TensorMemory &getResultMemory(unsigned number);

  Executable &executable;
  const unsigned number;
  const EntryPoint &entry;
  std::vector<TensorMemory> arguments;
  /// Of results that an argument is donated to, nothing.
  std::vector<std::optional<TensorMemory>> results;
};

/// Whether a tensor is a scalar of floats.
bool isFloatScalar(const TensorSpec &spec);

} // namespace mlir::per

#endif // PER_TOOLS_PER_RUN_SESSION_H
