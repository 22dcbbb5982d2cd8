//===- OneDNN.cpp - operations of oneDNN that code calls ------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OneDNN.h"

#include "OneDNNLibrary.h"
#include "TensorCopy.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

#include <cstdlib>
#include <mutex>
#include <vector>

using namespace mlir::per;
using Argument = OneDNNArgument;
using Kind = OneDNNOperation::Kind;

namespace {

/// The memories and buffers of one call; a call has them to itself.
struct Workspace {
  OneDNNObject stream;
  std::vector<OneDNNObject> memories; // by slot
  std::vector<void *> addresses;      // by slot
  std::vector<OneDNNObject> buffers;
  std::vector<std::vector<Argument>> arguments; // by step
};

/// An operation as code calls it, from any number of threads: a primitive, and
/// copies of the tensors that it wants in another layout than the code's.
class Operation {
public:
  /// Fails if oneDNN has no code for the operation.
  static llvm::Expected<std::unique_ptr<Operation>>
  create(const OneDNNLibrary &library, const OneDNNOperation &operation);

  /// Executes it on the memory of source, weights and destination.
  void execute(const std::array<void *, 3> &addresses);

private:
  /// The layout of a memory of a call: of the caller for the first three, and
  /// null if oneDNN never sees it; else a buffer.
  using Slot = const void *;
  struct Step {
    OneDNNPrimitive primitive;
    std::vector<std::pair<Argument::Index, unsigned>> arguments; // and slots
    std::optional<TensorCopy> copy; // instead, from and to the first two slots
  };

  explicit Operation(const OneDNNLibrary &library) : library(library) {}

  bool build(const OneDNNOperation &operation);
  bool addReorder(unsigned from, unsigned to);
  void addStep(OneDNNPrimitive primitive,
               std::vector<std::pair<Argument::Index, unsigned>> arguments);
  unsigned addSlot(const void *layout);
  std::unique_ptr<Workspace> createWorkspace() const;
  std::unique_ptr<Workspace> acquire();

  const OneDNNLibrary &library;
  std::vector<OneDNNObject> layouts; // that slots have
  std::vector<Slot> slots;
  std::vector<Step> steps;
  std::mutex mutex;
  std::vector<std::unique_ptr<Workspace>> unused;
};

} // namespace

/// Strides of dimensions of one element mean nothing: those of the first ones
/// become such that no elements look as if they overlapped.
static void separateElements(OneDNNTensor &tensor, size_t count) {
  int64_t extent = 1;
  for (auto [size, stride] : llvm::zip_equal(tensor.sizes, tensor.strides))
    if (size > 1)
      extent = std::max(extent, size * stride);
  for (size_t dim = 0; dim < count; ++dim)
    if (tensor.sizes[dim] == 1)
      tensor.strides[dim] = extent;
}

/// The same tensor without gaps, its dimensions in the given order from the
/// innermost.
static OneDNNTensor pack(OneDNNTensor tensor, llvm::ArrayRef<size_t> order) {
  int64_t stride = 1;
  for (size_t dim : order) {
    tensor.strides[dim] = stride;
    stride *= tensor.sizes[dim];
  }
  return tensor;
}

/// Channels last: the layout that oneDNN has fast code for, but for those with
/// blocks of channels.
static OneDNNTensor packChannelsLast(const OneDNNTensor &tensor) {
  llvm::SmallVector<size_t> order = {1};
  for (size_t dim = tensor.sizes.size() - 1; dim > 1; --dim)
    order.push_back(dim);
  order.push_back(0);
  return pack(tensor, order);
}

static OneDNNTensor packAsItIs(const OneDNNTensor &tensor) {
  auto order = llvm::to_vector(llvm::seq(tensor.sizes.size()));
  llvm::sort(order, [&](size_t a, size_t b) {
    return std::make_pair(tensor.strides[a], a) <
           std::make_pair(tensor.strides[b], b);
  });
  return pack(tensor, order);
}

static bool haveSamePlaces(const OneDNNTensor &a, const OneDNNTensor &b) {
  return llvm::all_of(llvm::seq(a.sizes.size()), [&](size_t dim) {
    return a.sizes[dim] == 1 || a.strides[dim] == b.strides[dim];
  });
}

unsigned Operation::addSlot(const void *layout) {
  slots.push_back(layout);
  return slots.size() - 1;
}

void Operation::addStep(
    OneDNNPrimitive primitive,
    std::vector<std::pair<Argument::Index, unsigned>> arguments) {
  arguments.emplace_back(Argument::Scratchpad, addSlot(primitive.scratchpad));
  steps.push_back({std::move(primitive), std::move(arguments), std::nullopt});
}

bool Operation::addReorder(unsigned from, unsigned to) {
  std::optional<OneDNNPrimitive> reorder =
      library.createReorder(slots[from], slots[to]);
  if (!reorder)
    return false;
  addStep(std::move(*reorder),
          {{Argument::Source, from}, {Argument::Destination, to}});
  return true;
}

bool Operation::build(const OneDNNOperation &operation) {
  const bool isProduct = operation.kind == Kind::Product;
  const bool isGradient = operation.kind == Kind::WeightsGradient;
  const unsigned output = isGradient ? 1 : 2;
  // The tensors as the code has them, and in layouts that oneDNN takes: it
  // takes no tensor with gaps that others of its rows fill.
  OneDNNTensor given[3] = {operation.source, operation.weights,
                           operation.destination};
  OneDNNTensor plain[3];
  OneDNNObject asked[3];
  slots.assign(3, nullptr);
  unsigned plainSlots[3];
  for (unsigned number = 0; number < 3; ++number) {
    const bool isWeights = !isProduct && number == 1;
    // A matrix needs neighbours, be it along one element.
    separateElements(given[number],
                     given[number].sizes.size() - (isProduct ? 2 : 0));
    plain[number] = given[number];
    if (!isProduct && !isWeights)
      plain[number] = packChannelsLast(given[number]);
    else if (!library.createLayout(given[number]))
      plain[number] = packAsItIs(given[number]);
    layouts.push_back(library.createLayout(plain[number]));
    asked[number] =
        isWeights ? library.createFreeLayout(plain[number]) : layouts.back();
    if (!layouts.back() || !asked[number])
      return false;
    const void *layout = layouts.back().get();
    const bool isTaken = haveSamePlaces(given[number], plain[number]);
    plainSlots[number] = isTaken ? number : addSlot(layout);
    if (isTaken)
      slots[number] = layout;
  }
  std::optional<OneDNNPrimitive> primitive = library.createPrimitive(
      operation, asked[0].get(), asked[1].get(), asked[2].get());
  if (!primitive)
    return false;
  const void *wanted[3] = {primitive->source, primitive->weights,
                           primitive->destination};
  unsigned wantedSlots[3];
  auto addCopy = [&](unsigned number, bool isIn) {
    const unsigned outer = number, inner = plainSlots[number];
    steps.push_back({OneDNNPrimitive(),
                     {{Argument::Source, isIn ? outer : inner},
                      {Argument::Destination, isIn ? inner : outer}},
                     TensorCopy(isIn ? given[number] : plain[number],
                                isIn ? plain[number] : given[number])});
  };
  for (unsigned number = 0; number < 3; ++number) {
    const unsigned slot = plainSlots[number];
    const bool isTaken = library.areEqual(slots[slot], wanted[number]);
    wantedSlots[number] = isTaken ? slot : addSlot(wanted[number]);
    if (number == output && !operation.isAdded)
      continue;
    if (slot != number)
      addCopy(number, /*isIn=*/true);
    if (!isTaken && !addReorder(slot, wantedSlots[number]))
      return false;
  }
  addStep(std::move(*primitive),
          {{Argument::Source, wantedSlots[0]},
           {isGradient ? Argument::WeightsGradient : Argument::Weights,
            wantedSlots[1]},
           {isGradient ? Argument::DestinationGradient : Argument::Destination,
            wantedSlots[2]}});
  const unsigned slot = plainSlots[output];
  if (slot != wantedSlots[output] && !addReorder(wantedSlots[output], slot))
    return false;
  if (slot != output)
    addCopy(output, /*isIn=*/false);
  return true;
}

std::unique_ptr<Workspace> Operation::createWorkspace() const {
  constexpr size_t alignment = 64;
  auto workspace = std::make_unique<Workspace>();
  workspace->stream = library.createStream();
  if (!workspace->stream)
    return nullptr;
  for (auto [number, layout] : llvm::enumerate(slots)) {
    workspace->addresses.push_back(nullptr);
    workspace->memories.emplace_back();
    if (!layout)
      continue;
    OneDNNObject memory = library.createMemory(layout);
    if (!memory)
      return nullptr;
    const size_t bytes =
        number < 3 ? 0 : llvm::alignTo(library.getBytes(layout), alignment);
    if (bytes) {
      void *buffer = std::aligned_alloc(alignment, bytes);
      if (!buffer)
        return nullptr;
      workspace->buffers.emplace_back(buffer, std::free);
      workspace->addresses.back() = buffer;
      library.setAddress(memory.get(), buffer);
    }
    workspace->memories.back() = std::move(memory);
  }
  for (const Step &step : steps) {
    std::vector<Argument> &arguments = workspace->arguments.emplace_back();
    for (auto [index, slot] : step.arguments)
      arguments.push_back({index, workspace->memories[slot].get()});
  }
  return workspace;
}

llvm::Expected<std::unique_ptr<Operation>>
Operation::create(const OneDNNLibrary &library,
                  const OneDNNOperation &operation) {
  std::unique_ptr<Operation> created(new Operation(library));
  bool isBuilt = false;
  library.runOnOneThread([&] { isBuilt = created->build(operation); });
  if (!isBuilt)
    return llvm::createStringError(
        library.describe() + " has no fast code on this machine for " +
        operation.getSymbol() + "; compile without providers=onednn");
  created->unused.push_back(created->createWorkspace());
  if (!created->unused.back())
    return llvm::createStringError("there is no memory for " +
                                   operation.getSymbol());
  return created;
}

std::unique_ptr<Workspace> Operation::acquire() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (!unused.empty()) {
      std::unique_ptr<Workspace> workspace = std::move(unused.back());
      unused.pop_back();
      return workspace;
    }
  }
  return createWorkspace();
}

void Operation::execute(const std::array<void *, 3> &addresses) {
  std::unique_ptr<Workspace> workspace = acquire();
  if (!workspace)
    llvm::report_bad_alloc_error("no memory for an operation of oneDNN");
  for (unsigned number = 0; number < 3; ++number) {
    workspace->addresses[number] = addresses[number];
    if (workspace->memories[number])
      library.setAddress(workspace->memories[number].get(), addresses[number]);
  }
  bool succeeded = true;
  library.runOnOneThread([&] {
    for (auto [step, arguments] : llvm::zip_equal(steps, workspace->arguments))
      if (step.copy)
        step.copy->run(workspace->addresses[step.arguments[0].second],
                       workspace->addresses[step.arguments[1].second]);
      else
        succeeded &=
            library.execute(step.primitive, workspace->stream.get(), arguments);
  });
  // The code that calls has no way to say so.
  if (!succeeded)
    llvm::report_fatal_error("oneDNN failed to execute an operation");
  std::lock_guard<std::mutex> lock(mutex);
  unused.push_back(std::move(workspace));
}

static void execute(Operation *operation, void *source, void *weights,
                    void *destination) {
  operation->execute({source, weights, destination});
}

llvm::Expected<void *> mlir::per::lookupOneDNNSymbol(llvm::StringRef name) {
  llvm::Expected<const OneDNNLibrary *> library = OneDNNLibrary::get();
  if (!library)
    return library.takeError();
  if (name == kOneDNNExecute)
    return reinterpret_cast<void *>(&execute);
  static std::mutex mutex;
  // Never freed: code that calls them may live until the process ends.
  static auto *known = new llvm::StringMap<std::unique_ptr<Operation>>;
  std::lock_guard<std::mutex> lock(mutex);
  std::unique_ptr<Operation> &operation = (*known)[name];
  if (operation)
    return operation.get();
  std::optional<OneDNNOperation> read = OneDNNOperation::fromSymbol(name);
  if (!read)
    return llvm::createStringError("there is no operation '" + name +
                                   "' of oneDNN");
  auto created = Operation::create(**library, *read);
  if (!created)
    return created.takeError();
  operation = std::move(*created);
  return operation.get();
}
