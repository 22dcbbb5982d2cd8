//===- ObjectCode.cpp - from the LLVM dialect to machine code -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/ObjectCode.h"

#include "OptimizeModule.h"
#include "SplitModule.h"

#include "mlir/IR/Threading.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/OpenMP/OpenMPToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Object/ObjectFile.h"

using namespace mlir;
using namespace mlir::per;

/// The module as LLVM IR, with the attributes of the processor on its
/// functions. Emits an error at what cannot be translated.
static std::unique_ptr<llvm::Module> translate(ModuleOp module,
                                               const TargetCPU &target,
                                               llvm::TargetMachine &machine,
                                               bool preferWideVectors,
                                               llvm::LLVMContext &context) {
  DialectRegistry registry;
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registerOpenMPDialectTranslation(registry);
  module->getContext()->appendDialectRegistry(registry);
  std::unique_ptr<llvm::Module> translated =
      translateModuleToLLVMIR(module, context, "per");
  if (!translated)
    return nullptr;
  translated->setTargetTriple(machine.getTargetTriple());
  translated->setDataLayout(machine.createDataLayout());
  for (llvm::Function &function : *translated) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", target.cpu);
    if (!target.features.empty())
      function.addFnAttr("target-features", target.features);
    // LLVM takes half of the registers' width on many processors.
    if (preferWideVectors)
      function.addFnAttr("prefer-vector-width", "512");
  }
  return translated;
}

/// Compiles a part, in a context and with a code generator of its own.
static llvm::Expected<std::string> compilePart(const Bitcode &part,
                                               const TargetCPU &target) {
  llvm::LLVMContext context;
  const llvm::StringRef bytes(part.data(), part.size());
  llvm::Expected<std::unique_ptr<llvm::Module>> module =
      llvm::parseBitcodeFile(llvm::MemoryBufferRef(bytes, "part"), context);
  if (!module)
    return module.takeError();
  auto machine = createTargetMachine(target);
  if (!machine)
    return machine.takeError();
  return compileModule(**module, **machine);
}

llvm::Expected<std::vector<std::string>>
ObjectCode::findUndefinedSymbols() const {
  llvm::StringSet<> defined, seen;
  std::vector<std::string> used, undefined;
  for (const std::string &object : objects) {
    auto file = llvm::object::ObjectFile::createObjectFile(
        llvm::MemoryBufferRef(object, "object"));
    if (!file)
      return file.takeError();
    for (const llvm::object::SymbolRef &symbol : (*file)->symbols()) {
      llvm::Expected<uint32_t> flags = symbol.getFlags();
      llvm::Expected<llvm::StringRef> name = symbol.getName();
      if (!flags || !name)
        return llvm::joinErrors(flags.takeError(), name.takeError());
      if (name->empty() || !(*flags & llvm::object::SymbolRef::SF_Global))
        continue;
      if (!(*flags & llvm::object::SymbolRef::SF_Undefined))
        defined.insert(*name);
      else if (seen.insert(*name).second)
        used.push_back(name->str());
    }
  }
  llvm::copy_if(used, std::back_inserter(undefined),
                [&](std::string &name) { return !defined.contains(name); });
  return undefined;
}

FailureOr<ObjectCode> per::compileToObjectCode(ModuleOp module,
                                               const CompileOptions &options) {
  FailureOr<std::vector<EntryPoint>> entries = readEntryPoints(module);
  if (failed(entries))
    return failure();
  auto report = [&](llvm::Error error) -> LogicalResult {
    return module.emitError(llvm::toString(std::move(error)));
  };
  llvm::Expected<TargetCPU> target = selectTarget(options, *entries);
  if (!target)
    return report(target.takeError());
  auto machine = createTargetMachine(*target);
  if (!machine)
    return report(machine.takeError());

  const bool preferWideVectors =
      llvm::any_of(*entries, [](const EntryPoint &entry) {
        return llvm::StringRef(entry.isa).starts_with("avx512");
      });
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> translated =
      translate(module, *target, **machine, preferWideVectors, context);
  if (!translated)
    return failure();
  // Names of hidden symbols must not meet those of another step in a program.
  const std::string prefix =
      entries->empty() ? "per." : entries->front().getSymbol() + ".";
  const std::vector<Bitcode> parts =
      splitModule(*translated, prefix, options.partSize);
  std::vector<std::string> objects(parts.size());
  if (failed(failableParallelForEachN(module.getContext(), 0, parts.size(),
                                      [&](size_t number) {
                                        llvm::Expected<std::string> object =
                                            compilePart(parts[number], *target);
                                        if (!object)
                                          return report(object.takeError());
                                        objects[number] = std::move(*object);
                                        return success();
                                      })))
    return failure();
  return ObjectCode{std::move(*entries), std::move(*target),
                    std::move(objects)};
}
