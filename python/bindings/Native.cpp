//===- Native.cpp - native code for the Python package -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Native.h"

#include "Compiler.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::per;

namespace {

/// Memory of Python that is not copied; written to where the step writes.
using Array = nb::ndarray<nb::ro, nb::device::cpu, nb::c_contig>;

/// Which argument's memory a result is written into.
using Donations = std::vector<std::pair<unsigned, unsigned>>;

/// The code of one function.
struct NativeCode : python::LoadedCode {
  const EntryPoint &getEntry() const {
    return executable->getEntries().front();
  }
  void call(const std::vector<Array> &arguments,
            const std::vector<Array> &results);
};

} // namespace

static void throwIfFailed(llvm::Error error) {
  if (error)
    throw python::TargetError(llvm::toString(std::move(error)));
}

python::LoadedCode
python::compileAndLoad(const std::string &text, const NativeOptions &options,
                       llvm::function_ref<LogicalResult(ModuleOp)> prepare) {
  CachedCode compiled;
  withModule(text, [&](ModuleOp module) -> LogicalResult {
    module.getContext()->enableMultithreading();
    if (prepare && failed(prepare(module)))
      return failure();
    FailureOr<CachedCode> code = compileNative(module, options);
    if (failed(code))
      return failure();
    compiled = std::move(*code);
    return success();
  });
  llvm::Expected<std::unique_ptr<Executable>> executable =
      Executable::load(std::move(compiled.code));
  if (!executable)
    throwIfFailed(executable.takeError());
  return {std::move(*executable), compiled.wasCached,
          std::move(compiled.cacheError)};
}

/// Marks donated arguments as JAX does.
static LogicalResult donate(ModuleOp module, const Donations &donations) {
  if (donations.empty())
    return success();
  auto main = module.lookupSymbol<func::FuncOp>("main");
  if (!main)
    return module.emitError("expected a function @main");
  for (auto [argument, result] : donations)
    main.setArgAttr(
        argument, "tf.aliasing_output",
        IntegerAttr::get(IntegerType::get(module.getContext(), 32), result));
  return success();
}

static std::unique_ptr<NativeCode>
compile(const std::string &text, const Donations &donations,
        const std::string &isa, unsigned threads, const std::string &pipeline,
        const std::string &cacheDirectory) {
  NativeOptions options;
  options.isa = isa;
  options.threads = threads;
  options.pipeline = pipeline;
  options.cacheDirectory = cacheDirectory;
  auto result = std::make_unique<NativeCode>();
  python::LoadedCode &code = *result;
  code = python::compileAndLoad(text, options, [&](ModuleOp module) {
    return donate(module, donations);
  });
  if (size_t count = code.executable->getEntries().size(); count != 1)
    throw python::CompileError("expected one public function, got " +
                               std::to_string(count));
  return result;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

/// Guards memory: the package has compared types and shapes before.
static void checkSizes(const std::vector<Array> &arrays,
                       llvm::ArrayRef<const TensorSpec *> specs) {
  if (arrays.size() != specs.size())
    throw nb::value_error("the number of arrays is wrong");
  for (auto [array, spec] : llvm::zip(arrays, specs))
    if (array.nbytes() != static_cast<size_t>(spec->getNumBytes()))
      throw nb::value_error(("the array for '" + spec->name +
                             "' has not the size of " + spec->describe())
                                .c_str());
}

/// An argument that the step writes to must share no memory with another.
static void checkOverlaps(const std::vector<Array> &arrays,
                          llvm::ArrayRef<ArgumentSpec> specs) {
  struct Range {
    const char *begin, *end;
    unsigned number;
  };
  std::vector<Range> ranges;
  for (auto [number, array] : llvm::enumerate(arrays)) {
    auto *begin = static_cast<const char *>(array.data());
    if (array.nbytes())
      ranges.push_back({begin, begin + array.nbytes(), unsigned(number)});
  }
  llvm::sort(ranges, [](const Range &a, const Range &b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  // The range that reaches farthest, of all and of those that are written to.
  const Range *farthest = nullptr, *written = nullptr;
  for (const Range &range : ranges) {
    const bool isWritten = specs[range.number].donatedTo.has_value();
    const Range *other = isWritten ? farthest : written;
    if (other && range.begin < other->end)
      throw nb::value_error((specs[range.number].name + " and " +
                             specs[other->number].name +
                             " share memory, and one of them is donated")
                                .c_str());
    if (!farthest || range.end > farthest->end)
      farthest = &range;
    if (isWritten && (!written || range.end > written->end))
      written = &range;
  }
}

void NativeCode::call(const std::vector<Array> &arguments,
                      const std::vector<Array> &results) {
  const EntryPoint &entry = getEntry();
  llvm::SmallVector<const TensorSpec *, 64> specs;
  for (const ArgumentSpec &spec : entry.arguments)
    specs.push_back(&spec);
  checkSizes(arguments, specs);
  specs.clear();
  for (unsigned number : entry.getOwnResults())
    specs.push_back(&entry.results[number]);
  checkSizes(results, specs);
  if (llvm::any_of(entry.arguments, [](const ArgumentSpec &argument) {
        return argument.donatedTo.has_value();
      }))
    checkOverlaps(arguments, entry.arguments);

  llvm::SmallVector<void *, 64> pointers;
  for (const std::vector<Array> *arrays : {&arguments, &results})
    for (const Array &array : *arrays)
      pointers.push_back(const_cast<void *>(array.data()));
  nb::gil_scoped_release release;
  throwIfFailed(executable->call(/*entry=*/0, pointers));
}

/// The bits of an array of bfloat16, which NumPy cannot take by itself.
static nb::ndarray<nb::numpy, uint16_t>
viewBits(nb::ndarray<nb::device::cpu> array) {
  if (array.dtype().bits != 16)
    throw nb::type_error("expected elements of 16 bits");
  auto owner = std::make_unique<nb::ndarray<nb::device::cpu>>(array);
  nb::capsule capsule(owner.get(), [](void *pointer) noexcept {
    delete static_cast<nb::ndarray<nb::device::cpu> *>(pointer);
  });
  owner.release();
  std::vector<size_t> shape(array.ndim());
  std::vector<int64_t> strides(array.ndim());
  for (size_t dim = 0; dim < array.ndim(); ++dim) {
    shape[dim] = array.shape(dim);
    strides[dim] = array.stride(dim);
  }
  return {array.data(), array.ndim(), shape.data(), capsule, strides.data()};
}

void python::bindNative(nb::module_ &module) {
  nb::exception<python::TargetError>(module, "TargetError", PyExc_RuntimeError)
      .doc() = "This machine cannot run native code: it lacks instructions "
               "that the code needs, memory, or a library.";

  nb::class_<TensorSpec>(module, "TensorSpec",
                         "A tensor argument or result of native code.")
      .def_ro("name", &TensorSpec::name)
      .def_ro("element_type", &TensorSpec::elementType)
      .def_ro("shape", &TensorSpec::shape)
      .def("__str__", &TensorSpec::describe);
  nb::class_<ArgumentSpec, TensorSpec>(module, "ArgumentSpec")
      .def_ro("donated_to", &ArgumentSpec::donatedTo);

  nb::class_<NativeCode>(module, "NativeCode",
                         "A function as native code, loaded. Calls are safe "
                         "from several threads.")
      .def_prop_ro(
          "arguments",
          [](const NativeCode &code) { return code.getEntry().arguments; })
      .def_prop_ro(
          "results",
          [](const NativeCode &code) { return code.getEntry().results; })
      .def_prop_ro(
          "own_results",
          [](const NativeCode &code) {
            return code.getEntry().getOwnResults();
          },
          "Numbers of the results that no argument is donated to.")
      .def_prop_ro(
          "arena_bytes",
          [](const NativeCode &code) { return code.getEntry().arenaBytes; })
      .def_ro("was_cached", &NativeCode::wasCached,
              "Whether the code came from the cache.")
      .def_ro("cache_error", &NativeCode::cacheError,
              "Why the cache could not be used; empty if it could.")
      .def("call", &NativeCode::call, nb::arg("arguments"), nb::arg("results"),
           "Runs the function on contiguous arrays, without a copy; `results`\n"
           "are those of `own_results`. The GIL is released.");

  module.def(
      "compile_native", &compile, nb::arg("text"), nb::arg("donations"),
      nb::arg("isa"), nb::arg("threads"), nb::arg("pipeline"),
      nb::arg("cache_directory"), nb::call_guard<nb::gil_scoped_release>(),
      "Compiles a module of linalg on tensors with one public function,\n"
      "or one that is lowered already. `donations` are pairs of an\n"
      "argument and the result that is written into its memory. Raises\n"
      "CompileError, or TargetError if this machine cannot load it.");
  module.def("default_cache_directory", &CodeCache::getDefaultDirectory,
             "The folder of compiled code that the environment names.");
  module.def("view_bits", &viewBits, nb::arg("array"),
             "The bits of a DLPack array of bfloat16 as uint16, not copied.");
}
