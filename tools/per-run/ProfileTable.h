//===- ProfileTable.h - the table of --profile ------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_RUN_PROFILETABLE_H
#define PER_TOOLS_PER_RUN_PROFILETABLE_H

#include "per/Runtime/Profile.h"

namespace mlir::per {

/// Prints the time of each kind of kernel, and of each place in the model, the
/// largest first, for one of `numSteps` steps.
void printProfile(llvm::ArrayRef<ProfiledCall> calls,
                  llvm::ArrayRef<ProfiledTime> times, unsigned numSteps,
                  llvm::raw_ostream &stream);

} // namespace mlir::per

#endif // PER_TOOLS_PER_RUN_PROFILETABLE_H
