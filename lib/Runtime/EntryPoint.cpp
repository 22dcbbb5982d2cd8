//===- EntryPoint.cpp - functions of compiled code -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/EntryPoint.h"

#include "per/Transforms/Codegen/Entries.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Specifications
//===----------------------------------------------------------------------===//

int64_t TensorSpec::getNumElements() const {
  int64_t product = 1;
  for (int64_t size : shape)
    product *= size;
  return product;
}

std::string TensorSpec::describe() const {
  return elementType + "[" +
         llvm::join(
             llvm::map_range(shape, [](int64_t n) { return llvm::itostr(n); }),
             ",") +
         "]";
}

std::vector<unsigned> EntryPoint::getOwnResults() const {
  std::vector<bool> isDonated(results.size());
  for (const ArgumentSpec &argument : arguments)
    if (argument.donatedTo)
      isDonated[*argument.donatedTo] = true;
  std::vector<unsigned> own;
  for (unsigned number = 0; number < results.size(); ++number)
    if (!isDonated[number])
      own.push_back(number);
  return own;
}

//===----------------------------------------------------------------------===//
// The attribute of a module
//===----------------------------------------------------------------------===//

namespace {

/// Reads one module's attribute; every error is at the module.
class EntryReader {
public:
  explicit EntryReader(ModuleOp module) : module(module) {}

  FailureOr<std::vector<EntryPoint>> read();

private:
  LogicalResult readEntry(Attribute attribute, EntryPoint &entry);
  LogicalResult readTensor(Attribute attribute, const Twine &what,
                           TensorSpec &spec);
  LogicalResult readDonation(Attribute attribute, EntryPoint &entry,
                             unsigned argument);
  LogicalResult checkFunctions(const EntryPoint &entry);

  template <typename Attr>
  Attr get(Attribute dictionary, StringRef key, const Twine &what) {
    auto attributes = dyn_cast<DictionaryAttr>(dictionary);
    auto value = attributes ? attributes.getAs<Attr>(key) : Attr();
    if (!value)
      module.emitError("malformed 'per.entries': ")
          << what.str() << " has no '" << key << "' of the expected kind";
    return value;
  }

  ModuleOp module;
};

} // namespace

FailureOr<std::vector<EntryPoint>> EntryReader::read() {
  auto array = module->getAttrOfType<ArrayAttr>(kEntriesAttr);
  if (!array) {
    module.emitError(
        "expected a lowered module, with the attribute 'per.entries'; lower it "
        "with per-opt --per-to-cpu");
    return failure();
  }
  std::vector<EntryPoint> entries(array.size());
  for (auto [attribute, entry] : llvm::zip(array, entries))
    if (failed(readEntry(attribute, entry)) || failed(checkFunctions(entry)))
      return failure();
  return entries;
}

LogicalResult EntryReader::readEntry(Attribute attribute, EntryPoint &entry) {
  auto name = get<StringAttr>(attribute, "name", "an entry");
  if (!name)
    return failure();
  entry.name = name.str();
  const std::string what = "entry '" + entry.name + "'";
  auto arguments = get<ArrayAttr>(attribute, "arguments", what);
  auto results = get<ArrayAttr>(attribute, "results", what);
  auto arenaBytes = get<IntegerAttr>(attribute, "arena_bytes", what);
  auto isa = get<StringAttr>(attribute, "isa", what);
  auto threads = get<IntegerAttr>(attribute, "threads", what);
  if (!arguments || !results || !arenaBytes || !isa || !threads)
    return failure();
  entry.arenaBytes = arenaBytes.getInt();
  entry.isa = isa.str();
  entry.threads = threads.getInt();
  if (entry.arenaBytes < 0 || entry.threads < 1)
    return module.emitError("malformed 'per.entries': ")
           << what << " has a negative arena or no threads";

  entry.results.resize(results.size());
  for (auto [number, result] : llvm::enumerate(results))
    if (failed(
            readTensor(result, "a result of " + what, entry.results[number])))
      return failure();
  entry.arguments.resize(arguments.size());
  for (auto [number, argument] : llvm::enumerate(arguments))
    if (failed(readTensor(argument, "an argument of " + what,
                          entry.arguments[number])) ||
        failed(readDonation(argument, entry, number)))
      return failure();
  return success();
}

LogicalResult EntryReader::readTensor(Attribute attribute, const Twine &what,
                                      TensorSpec &spec) {
  auto name = get<StringAttr>(attribute, "name", what);
  auto type = get<TypeAttr>(attribute, "type", what);
  if (!name || !type)
    return failure();
  auto tensor = dyn_cast<RankedTensorType>(type.getValue());
  if (!tensor || !tensor.hasStaticShape())
    return module.emitError("malformed 'per.entries': ")
           << what.str() << " has the type " << type.getValue()
           << "; expected a tensor of static shape";
  Type element = tensor.getElementType();
  int64_t bits = 0;
  if (auto complex = dyn_cast<ComplexType>(element))
    bits = 2 * complex.getElementType().getIntOrFloatBitWidth();
  else if (element.isIntOrFloat())
    bits = element.getIntOrFloatBitWidth();
  if (bits != 1 && (bits == 0 || bits % 8 != 0))
    return module.emitError("malformed 'per.entries': ")
           << what.str() << " has elements of type " << element;
  spec.name = name.str();
  llvm::raw_string_ostream(spec.elementType) << element;
  spec.elementBytes = std::max<int64_t>(bits / 8, 1);
  spec.shape = tensor.getShape().vec();
  return success();
}

LogicalResult EntryReader::readDonation(Attribute attribute, EntryPoint &entry,
                                        unsigned number) {
  ArgumentSpec &argument = entry.arguments[number];
  auto donated = get<IntegerAttr>(attribute, "donated",
                                  "argument '" + argument.name + "'");
  if (!donated)
    return failure();
  const int64_t result = donated.getInt();
  if (result < 0)
    return success();
  if (result >= static_cast<int64_t>(entry.results.size()) ||
      entry.results[result].shape != argument.shape ||
      entry.results[result].elementType != argument.elementType)
    return module.emitError("malformed 'per.entries': argument '")
           << argument.name << "' is donated to result " << result
           << ", which has not its type";
  for (const ArgumentSpec &other : entry.arguments)
    if (other.donatedTo == static_cast<unsigned>(result))
      return module.emitError("malformed 'per.entries': two arguments are "
                              "donated to result ")
             << result;
  argument.donatedTo = result;
  return success();
}

LogicalResult EntryReader::checkFunctions(const EntryPoint &entry) {
  auto function =
      module.lookupSymbol<LLVM::LLVMFuncOp>(entry.getPackedSymbol());
  if (function && !function.isExternal())
    return success();
  return module.emitError("malformed 'per.entries': there is no function @")
         << entry.getPackedSymbol();
}

FailureOr<std::vector<EntryPoint>> per::readEntryPoints(ModuleOp module) {
  return EntryReader(module).read();
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

static llvm::json::Object toObject(const TensorSpec &spec) {
  return llvm::json::Object{{"name", spec.name},
                            {"element_type", spec.elementType},
                            {"element_bytes", spec.elementBytes},
                            {"shape", llvm::json::Array(spec.shape)}};
}

namespace mlir::per {

static llvm::json::Value toJSON(const TensorSpec &spec) {
  return toObject(spec);
}

static llvm::json::Value toJSON(const ArgumentSpec &spec) {
  llvm::json::Object object = toObject(spec);
  if (spec.donatedTo)
    object["donated_to"] = *spec.donatedTo;
  return object;
}

static bool fromJSON(const llvm::json::Value &value, TensorSpec &spec,
                     llvm::json::Path path) {
  llvm::json::ObjectMapper mapper(value, path);
  return mapper && mapper.map("name", spec.name) &&
         mapper.map("element_type", spec.elementType) &&
         mapper.map("element_bytes", spec.elementBytes) &&
         mapper.map("shape", spec.shape);
}

static bool fromJSON(const llvm::json::Value &value, ArgumentSpec &spec,
                     llvm::json::Path path) {
  llvm::json::ObjectMapper mapper(value, path);
  std::optional<uint64_t> result;
  if (!mapper || !fromJSON(value, static_cast<TensorSpec &>(spec), path) ||
      !mapper.map("donated_to", result))
    return false;
  spec.donatedTo = result;
  return true;
}

} // namespace mlir::per

llvm::json::Value per::toJSON(const EntryPoint &entry) {
  return llvm::json::Object{{"name", entry.name},
                            {"arguments", llvm::json::Array(entry.arguments)},
                            {"results", llvm::json::Array(entry.results)},
                            {"arena_bytes", entry.arenaBytes},
                            {"isa", entry.isa},
                            {"threads", entry.threads}};
}

bool per::fromJSON(const llvm::json::Value &value, EntryPoint &entry,
                   llvm::json::Path path) {
  llvm::json::ObjectMapper mapper(value, path);
  return mapper && mapper.map("name", entry.name) &&
         mapper.map("arguments", entry.arguments) &&
         mapper.map("results", entry.results) &&
         mapper.map("arena_bytes", entry.arenaBytes) &&
         mapper.map("isa", entry.isa) && mapper.map("threads", entry.threads);
}
