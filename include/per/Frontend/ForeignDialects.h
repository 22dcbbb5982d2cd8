//===- ForeignDialects.h - dialects that are known by name only -*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_FRONTEND_FOREIGNDIALECTS_H
#define PER_FRONTEND_FOREIGNDIALECTS_H

#include "mlir/IR/DialectRegistry.h"

namespace mlir::per {

/// Registers `stablehlo`, `chlo` and `sdy` as dialects without operations, that
/// accept any operation, attribute and type of their names and keep their text.
///
/// A context that allows unregistered dialects reads such modules too, with one
/// exception, the reason for this: it takes every operation of an unknown
/// dialect with one region (`sdy.manual_computation`) for a possible symbol
/// table, and then refuses the calls inside of it.
void registerForeignDialects(DialectRegistry &registry);

} // namespace mlir::per

#endif // PER_FRONTEND_FOREIGNDIALECTS_H
