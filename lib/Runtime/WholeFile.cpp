//===- WholeFile.cpp - files written whole or not at all -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/WholeFile.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;

llvm::Error per::writeWholeFile(llvm::StringRef path, llvm::StringRef bytes) {
  llvm::Error error =
      llvm::writeToOutput(path, [&](llvm::raw_ostream &stream) -> llvm::Error {
        stream << bytes;
        stream.flush();
        if (&stream == &llvm::outs() || path == "/dev/null")
          return llvm::Error::success();
        // An error that nobody asks for ends the process.
        auto &file = static_cast<llvm::raw_fd_ostream &>(stream);
        const std::error_code code = file.error();
        file.clear_error();
        return llvm::errorCodeToError(code);
      });
  if (!error)
    return llvm::Error::success();
  const std::error_code code = llvm::errorToErrorCode(std::move(error));
  return llvm::createStringError("cannot write '" + path +
                                 "': " + code.message());
}
