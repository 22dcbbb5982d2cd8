//===- OneDNNLibrary.h - the library oneDNN, when code needs it -*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What is used of oneDNN's C interface, by declarations of our own: the library
// is loaded when code needs it, and a build needs no header of it. Versions 2
// and 3 differ in how operations are described, and in layouts, which are
// structures there and opaque here: pointers for us.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_ONEDNNLIBRARY_H
#define PER_LIB_RUNTIME_ONEDNNLIBRARY_H

#include "per/Support/OneDNNOperation.h"

#include "llvm/Support/Error.h"

#include <memory>

namespace mlir::per {

struct OneDNNFunctions;

/// An object of oneDNN that lives as long as something holds it.
using OneDNNObject = std::shared_ptr<void>;

/// An argument of a primitive, as oneDNN has it.
struct OneDNNArgument {
  enum Index : int {
    Source = 1,
    Destination = 17,
    Weights = 33,
    Scratchpad = 80,
    DestinationGradient = 145,
    WeightsGradient = 161
  };
  Index index;
  void *memory;
};

/// An operation with the code that oneDNN has chosen for it.
struct OneDNNPrimitive {
  OneDNNObject description, primitive;
  /// The layouts that it wants tensors in; parts of `description`.
  const void *source = nullptr, *weights = nullptr, *destination = nullptr,
             *scratchpad = nullptr;
};

class OneDNNLibrary {
public:
  /// The library, which is loaded at the first call: the file that the
  /// environment variable PER_ONEDNN_LIBRARY names, or what the system finds.
  static llvm::Expected<const OneDNNLibrary *> get();

  /// `oneDNN 2.6`.
  std::string describe() const;

  /// Calls a function with oneDNN on the calling thread alone.
  void runOnOneThread(llvm::function_ref<void()> function) const;

  /// The layout of a tensor; null if oneDNN does not take it.
  OneDNNObject createLayout(const OneDNNTensor &tensor) const;
  /// A layout for the same elements that is oneDNN's choice.
  OneDNNObject createFreeLayout(const OneDNNTensor &tensor) const;
  size_t getBytes(const void *layout) const;
  bool areEqual(const void *a, const void *b) const;

  /// A primitive for tensors of these layouts; none if oneDNN has none but its
  /// reference code.
  std::optional<OneDNNPrimitive>
  createPrimitive(const OneDNNOperation &operation, const void *source,
                  const void *weights, const void *destination) const;
  /// A primitive that copies from one layout to another.
  std::optional<OneDNNPrimitive> createReorder(const void *from,
                                               const void *to) const;

  /// A memory of a layout, without an address; null if there is none left.
  OneDNNObject createMemory(const void *layout) const;
  void setAddress(void *memory, void *address) const;
  OneDNNObject createStream() const;
  /// Returns:
  ///   whether it succeeded.
  bool execute(const OneDNNPrimitive &primitive, void *stream,
               llvm::ArrayRef<OneDNNArgument> arguments) const;

private:
  OneDNNLibrary();
  llvm::Error open();
  void *describe(const OneDNNOperation &operation, const void *source,
                 const void *weights, const void *destination,
                 void *attributes) const;
  std::optional<OneDNNPrimitive> finish(void *description) const;

  std::shared_ptr<OneDNNFunctions> functions;
  OneDNNObject engine;
};

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_ONEDNNLIBRARY_H
