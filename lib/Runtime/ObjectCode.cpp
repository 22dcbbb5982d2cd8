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
#include "llvm/Object/ObjectFile.h"

using namespace mlir;
using namespace mlir::per;

/// What makes object files of parts of a module.
namespace {
struct PartCompiler {
  const ModuleParts &parts;
  const TargetCPU &target;
  bool preferWideVectors;

  /// In a context and with a code generator of its own. Emits an error at what
  /// cannot be translated.
  FailureOr<std::string> compile(size_t number) const;

private:
  void setProcessor(llvm::Module &module) const;
};
} // namespace

/// Sets the attributes of the processor on all functions.
void PartCompiler::setProcessor(llvm::Module &module) const {
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", target.cpu);
    if (!target.features.empty())
      function.addFnAttr("target-features", target.features);
    // LLVM takes half of the registers' width on many processors.
    if (preferWideVectors)
      function.addFnAttr("prefer-vector-width", "512");
  }
}

FailureOr<std::string> PartCompiler::compile(size_t number) const {
  OwningOpRef<ModuleOp> part = parts.build(number);
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module =
      translateModuleToLLVMIR(*part, context, "per");
  if (!module)
    return failure();
  parts.hidePrivate(*module);
  llvm::Expected<std::unique_ptr<llvm::TargetMachine>> machine =
      createTargetMachine(target);
  if (!machine)
    return part->emitError(llvm::toString(machine.takeError()));
  module->setTargetTriple((*machine)->getTargetTriple());
  module->setDataLayout((*machine)->createDataLayout());
  setProcessor(*module);
  return compileModule(*module, **machine);
}

/// Before several threads translate: they may not load dialects.
static void registerTranslations(MLIRContext &context) {
  DialectRegistry registry;
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registerOpenMPDialectTranslation(registry);
  context.appendDialectRegistry(registry);
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
  llvm::Expected<TargetCPU> target = selectTarget(options, *entries);
  if (!target)
    return module.emitError(llvm::toString(target.takeError()));
  registerTranslations(*module.getContext());
  const bool preferWideVectors =
      llvm::any_of(*entries, [](const EntryPoint &entry) {
        return llvm::StringRef(entry.isa).starts_with("avx512");
      });
  // Names of hidden symbols must not meet those of another step in a program.
  const std::string prefix =
      entries->empty() ? "per." : entries->front().getSymbol() + ".";
  const ModuleParts parts(module, prefix, options.partSize);
  const PartCompiler compiler{parts, *target, preferWideVectors};
  std::vector<std::string> objects(parts.size());
  if (failed(failableParallelForEachN(
          module.getContext(), 0, parts.size(), [&](size_t number) {
            FailureOr<std::string> object = compiler.compile(number);
            if (failed(object))
              return failure();
            objects[number] = std::move(*object);
            return success();
          })))
    return failure();
  return ObjectCode{std::move(*entries), std::move(*target),
                    std::move(objects)};
}
