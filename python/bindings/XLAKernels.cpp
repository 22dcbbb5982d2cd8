//===- XLAKernels.cpp - native code that XLA calls -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// XLA calls one handler for all custom calls of `per-outline-terms`. It finds
// the kernel by the names in the call: those of a library and of a function in
// it. The name of a library says what is in it, so that programs which XLA kept
// on disk, or which were pickled, find it in another process too.
//
//===----------------------------------------------------------------------===//

#include "XLAKernels.h"

#include "Compiler.h"
#include "Native.h"

#include "per/Conversion/Passes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/SHA256.h"

#include "xla/ffi/api/ffi.h"

#include <nanobind/stl/string.h>

#include <shared_mutex>

namespace nb = nanobind;
namespace ffi = xla::ffi;
using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Libraries
//===----------------------------------------------------------------------===//

namespace {
/// Loaded kernels, found by name.
class Library {
public:
  explicit Library(std::unique_ptr<Executable> code)
      : executable(std::move(code)) {
    for (auto [number, entry] : llvm::enumerate(executable->getEntries()))
      numbers[entry.name] = number;
  }

  /// Runs a kernel that updates the memory of one operand in place.
  ffi::Error call(llvm::StringRef kernel, ffi::RemainingArgs arguments,
                  ffi::AnyBuffer result) const;

private:
  std::unique_ptr<Executable> executable;
  llvm::StringMap<unsigned> numbers;
};

/// The libraries of this process. None is ever unloaded: executables of XLA
/// call them, in caches of JAX and in functions of its users, and nobody is
/// told of their end.
class Libraries {
public:
  const Library *lookup(llvm::StringRef name) {
    std::shared_lock<std::shared_mutex> lock(mutex);
    auto found = libraries.find(name);
    return found == libraries.end() ? nullptr : found->second.get();
  }

  /// The first of two libraries of one name stays.
  void add(llvm::StringRef name, std::unique_ptr<Executable> code) {
    std::unique_lock<std::shared_mutex> lock(mutex);
    if (std::unique_ptr<Library> &library = libraries[name]; !library)
      library = std::make_unique<Library>(std::move(code));
  }

private:
  std::shared_mutex mutex;
  llvm::StringMap<std::unique_ptr<Library>> libraries;
};
} // namespace

/// Never destroyed: threads of XLA may run longer than static objects live.
static Libraries &getLibraries() {
  static auto *libraries = new Libraries;
  return *libraries;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

static ffi::Error fail(const llvm::Twine &message) {
  return ffi::Error::Internal(message.str());
}

ffi::Error Library::call(llvm::StringRef kernel, ffi::RemainingArgs arguments,
                         ffi::AnyBuffer result) const {
  auto found = numbers.find(kernel);
  if (found == numbers.end())
    return fail("there is no native kernel '" + kernel + "'");
  const EntryPoint &entry = executable->getEntries()[found->second];
  if (arguments.size() != entry.arguments.size())
    return fail("the native kernel '" + kernel + "' takes other operands");
  llvm::SmallVector<void *, 8> pointers;
  for (auto [number, spec] : llvm::enumerate(entry.arguments)) {
    ffi::ErrorOr<ffi::AnyBuffer> buffer = arguments.get<ffi::AnyBuffer>(number);
    if (!buffer)
      return buffer.error();
    if (buffer->size_bytes() != static_cast<size_t>(spec.getNumBytes()))
      return fail("the native kernel '" + kernel + "' takes " +
                  spec.describe() + " as operand " + llvm::Twine(number));
    void *memory = buffer->untyped_data();
    if (spec.donatedTo) {
      // XLA gives both the same memory, as the alias of the call says.
      if (result.untyped_data() != memory)
        memcpy(result.untyped_data(), memory, buffer->size_bytes());
      memory = result.untyped_data();
    }
    pointers.push_back(memory);
  }
  if (llvm::Error error = executable->call(found->second, pointers))
    return ffi::Error(ffi::ErrorCode::kResourceExhausted,
                      llvm::toString(std::move(error)));
  return ffi::Error::Success();
}

static ffi::Error callKernel(ffi::RemainingArgs arguments,
                             ffi::Result<ffi::AnyBuffer> result,
                             std::string_view library,
                             std::string_view kernel) {
  llvm::StringRef name(library.data(), library.size());
  if (const Library *found = getLibraries().lookup(name))
    return found->call({kernel.data(), kernel.size()}, arguments, *result);
  return fail("the native kernels of a step of per are not loaded in this "
              "process: make the step with per.compile, or unpickle it");
}

XLA_FFI_DEFINE_HANDLER(handler, callKernel,
                       ffi::Ffi::Bind()
                           .RemainingArgs()
                           .Ret<ffi::AnyBuffer>()
                           .Attr<std::string_view>("library")
                           .Attr<std::string_view>("kernel"));

//===----------------------------------------------------------------------===//
// The extension module
//===----------------------------------------------------------------------===//

namespace {
/// A step that calls its terms, and these.
struct TextOfTerms : python::CompiledText {
  std::string kernels;
  std::string library;
};
} // namespace

/// A name for everything that decides what the code of the kernels does.
static std::string getLibraryName(ModuleOp kernels,
                                  const std::string &options) {
  llvm::SHA256 hash;
  hash.update(python::printModule(kernels, /*withLocations=*/false));
  hash.update(options);
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

static TextOfTerms outline(const std::string &text,
                           const std::string &options) {
  TextOfTerms result;
  python::CompiledText &step = result;
  step = python::editModule(text, [&](ModuleOp module) -> LogicalResult {
    FailureOr<OutlinedTerms> outlined = outlineTerms(module);
    if (failed(outlined))
      return failure();
    if (outlined->calls.empty())
      return success();
    ModuleOp kernels = *outlined->kernels;
    result.kernels = python::printModule(kernels, /*withLocations=*/true);
    result.library = getLibraryName(kernels, options);
    setLibrary(outlined->calls, result.library);
    return success();
  });
  return result;
}

static std::string loadLibrary(const std::string &name,
                               const std::string &kernels,
                               const std::string &isa, unsigned threads,
                               const std::string &pipeline,
                               const std::string &cacheDirectory) {
  if (getLibraries().lookup(name))
    return "";
  NativeOptions options;
  options.isa = isa;
  options.threads = threads;
  options.pipeline = pipeline;
  options.cacheDirectory = cacheDirectory;
  python::LoadedCode code = python::compileAndLoad(kernels, options);
  getLibraries().add(name, std::move(code.executable));
  return code.cacheError;
}

void python::bindXLAKernels(nb::module_ &module) {
  nb::class_<TextOfTerms, CompiledText>(module, "TextOfTerms")
      .def_ro("kernels", &TextOfTerms::kernels,
              "A module with a function for each term; empty if there is none.")
      .def_ro("library", &TextOfTerms::library,
              "The name by which the step calls them.");
  module.def("outline_terms", &outline, nb::arg("text"), nb::arg("options"),
             nb::call_guard<nb::gil_scoped_release>(),
             "Replaces terms by calls of native kernels; see\n"
             "`per-outline-terms`. `options` are those of their compilation,\n"
             "which become part of their name. Raises CompileError.");
  module.def(
      "load_library", &loadLibrary, nb::arg("name"), nb::arg("kernels"),
      nb::arg("isa"), nb::arg("threads"), nb::arg("pipeline"),
      nb::arg("cache_directory"), nb::call_guard<nb::gil_scoped_release>(),
      "Compiles kernels of `outline_terms`, unless they are there, and keeps\n"
      "them until the process ends. Returns why the cache could not be used;\n"
      "empty if it could. Raises CompileError or TargetError.");
  module.attr("CALL_TARGET") = kCallTarget.str();
  module.def(
      "ffi_handler",
      [] {
        return nb::capsule(reinterpret_cast<void *>(handler),
                           "xla._CUSTOM_CALL_TARGET");
      },
      "The handler of these calls, for `jax.ffi.register_ffi_target`.");
}
