//===- ScalarSource.cpp - the syntax of run-time scalars --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/AttachRegularizers.h"

#include "llvm/Support/Error.h"

using namespace mlir;
using namespace mlir::per;

llvm::Expected<ScalarSource> ScalarSource::parse(StringRef text) {
  ScalarSource source;
  StringRef rest = text.trim();
  if (rest == "new") {
    source.kind = Kind::NewArgument;
    return source;
  }
  if (rest.consume_front("arg:")) {
    source.kind = Kind::Argument;
    if (rest.getAsInteger(10, source.argument))
      return llvm::createStringError("expected an argument number after "
                                     "'arg:', got '%s'",
                                     rest.str().c_str());
    return source;
  }
  // Hexadecimal and binary integers are no spelling of a weight; getAsDouble
  // takes decimals, exponents, `nan` and `inf`, which the verifier rejects with
  // a message of its own.
  if (rest.getAsDouble(source.constant, /*AllowInexact=*/true))
    return llvm::createStringError(
        "expected a number, 'new' or 'arg:N', got '%s'", text.str().c_str());
  return source;
}
