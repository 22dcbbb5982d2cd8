//===- FeedBack.h - results that become arguments ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_RUN_FEEDBACK_H
#define PER_TOOLS_PER_RUN_FEEDBACK_H

#include "per/Runtime/EntryPoint.h"

namespace mlir::per {

/// In a training loop, a result of one step is an argument of the next.
struct FeedBack {
  unsigned result;
  unsigned argument;
};

/// The number of a result or argument, from its name or its number as text.
llvm::Expected<unsigned> findResult(const EntryPoint &entry,
                                    llvm::StringRef text);
llvm::Expected<unsigned> findArgument(const EntryPoint &entry,
                                      llvm::StringRef text);

/// Reads `result:argument,result:argument`.
llvm::Expected<std::vector<FeedBack>> parseFeedBack(const EntryPoint &entry,
                                                    llvm::StringRef text);

/// Finds what a training loop would feed back: what is donated, and results
/// whose path ends as that of an argument of the same type, as in
/// `result[0].params['w']` and `state.params['w']`. The longest common end
/// decides. Fails if there is none, or two that are equally good.
llvm::Expected<std::vector<FeedBack>> findFeedBack(const EntryPoint &entry);

} // namespace mlir::per

#endif // PER_TOOLS_PER_RUN_FEEDBACK_H
