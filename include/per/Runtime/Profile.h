//===- Profile.h - where the time of a step goes ----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_PROFILE_H
#define PER_RUNTIME_PROFILE_H

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace mlir::per {

/// A call that an entry point makes: of one kernel, at one place in the model.
struct ProfiledCall {
  /// The name scope of its location, e.g. jit(step)/jvp()/dot_general.
  std::string site;
  /// What is called, without numbers: matmul, generic.
  std::string kind;
};

/// Puts a call of `profileSymbol` at the beginning of each entry point of a
/// lowered module, with the number -1, and after each call that it makes, with
/// the number of that call in the list that is returned.
std::vector<ProfiledCall> instrumentCalls(ModuleOp module);

constexpr llvm::StringLiteral profileSymbol = "per_profile_record";

/// What instrumented code calls: adds the time since the last record of this
/// thread to that of a call.
void recordProfile(int32_t call);

/// The time of a call in all threads since the last reset, and how often it was
/// made.
struct ProfiledTime {
  double seconds = 0;
  uint64_t count = 0;
};

/// Forgets all times, and makes room for `numCalls` calls. Not while
/// instrumented code runs.
void resetProfile(size_t numCalls);
std::vector<ProfiledTime> getProfile();

} // namespace mlir::per

#endif // PER_RUNTIME_PROFILE_H
