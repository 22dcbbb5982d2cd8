//===- Library.cpp - files that other programs link with -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Library.h"

#include "per/Runtime/WholeFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Program.h"

using namespace mlir::per;

/// A static library of all objects, in memory.
static llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
makeArchive(const ObjectCode &code) {
  std::vector<std::string> names;
  for (size_t number = 0; number < code.objects.size(); ++number)
    names.push_back("part" + llvm::utostr(number) + ".o");
  std::vector<llvm::NewArchiveMember> members;
  for (auto [name, object] : llvm::zip(names, code.objects))
    members.emplace_back(llvm::MemoryBufferRef(object, name));
  return llvm::writeArchiveToBuffer(
      members, llvm::SymtabWritingMode::NormalSymtab,
      llvm::object::Archive::K_GNU, /*Deterministic=*/true, /*Thin=*/false);
}

llvm::Error mlir::per::writeArchive(llvm::StringRef path,
                                    const ObjectCode &code) {
  auto archive = makeArchive(code);
  if (!archive)
    return archive.takeError();
  return writeWholeFile(path, (*archive)->getBuffer());
}

llvm::Error mlir::per::writeSharedLibrary(llvm::StringRef path,
                                          const ObjectCode &code) {
  llvm::ErrorOr<std::string> linker = llvm::sys::findProgramByName("cc");
  if (!linker)
    linker = llvm::sys::findProgramByName("clang");
  if (!linker)
    return llvm::createStringError(
        "there is no C compiler (cc, clang) in PATH to link '" + path +
        "' with; write a static library (.a) instead");
  llvm::SmallString<128> archive;
  if (std::error_code error =
          llvm::sys::fs::createTemporaryFile("per", "a", archive))
    return llvm::createStringError(error, "cannot make a temporary file");
  llvm::FileRemover removeArchive(archive);
  if (llvm::Error error = writeArchive(archive, code))
    return error;
  // Linked beside its place, then renamed.
  const std::string temporary = path.str() + ".partial";
  llvm::SmallVector<llvm::StringRef> words = {*linker,
                                              "-shared",
                                              "-o",
                                              temporary,
                                              "-Wl,--whole-archive",
                                              archive,
                                              "-Wl,--no-whole-archive",
                                              "-lm"};
  if (llvm::any_of(code.entries,
                   [](const EntryPoint &entry) { return entry.threads > 1; }))
    words.append({"-L" PER_LLVM_LIBRARY_DIR, "-lomp",
                  "-Wl,-rpath," PER_LLVM_LIBRARY_DIR});
  std::string message;
  if (llvm::sys::ExecuteAndWait(*linker, words, std::nullopt, {}, 0, 0,
                                &message)) {
    llvm::sys::fs::remove(temporary);
    return llvm::createStringError("linking '" + path + "' with " + *linker +
                                   " failed" +
                                   (message.empty() ? "" : ": " + message));
  }
  if (std::error_code error = llvm::sys::fs::rename(temporary, path))
    return llvm::createStringError(error, "cannot rename to '" + path + "'");
  return llvm::Error::success();
}
