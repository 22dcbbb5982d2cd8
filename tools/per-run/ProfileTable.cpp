//===- ProfileTable.cpp - the table of --profile -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ProfileTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using namespace mlir::per;

/// Prints the sums of one column, for each name that `getName` gives.
static void
printSums(llvm::ArrayRef<ProfiledCall> calls,
          llvm::ArrayRef<ProfiledTime> times, unsigned numSteps,
          llvm::function_ref<std::string(const ProfiledCall &)> getName,
          llvm::StringRef title, llvm::raw_ostream &stream) {
  std::map<std::string, ProfiledTime> sums;
  double total = 0;
  for (auto [call, time] : llvm::zip(calls, times)) {
    ProfiledTime &sum = sums[getName(call)];
    sum.seconds += time.seconds;
    sum.count += time.count;
    total += time.seconds;
  }
  std::vector<std::pair<std::string, ProfiledTime>> rows(sums.begin(),
                                                         sums.end());
  llvm::sort(rows, [](const auto &a, const auto &b) {
    return a.second.seconds > b.second.seconds;
  });
  stream << "\n    ms/step  share  calls/step  " << title << '\n';
  for (const auto &[name, time] : rows)
    stream << llvm::format("%11.4f %5.1f%% %11.1f  ",
                           1e3 * time.seconds / numSteps,
                           total > 0 ? 100 * time.seconds / total : 0.0,
                           double(time.count) / numSteps)
           << name << '\n';
}

void mlir::per::printProfile(llvm::ArrayRef<ProfiledCall> calls,
                             llvm::ArrayRef<ProfiledTime> times,
                             unsigned numSteps, llvm::raw_ostream &stream) {
  printSums(
      calls, times, numSteps,
      [](const ProfiledCall &call) { return call.kind; }, "kind", stream);
  printSums(
      calls, times, numSteps,
      [](const ProfiledCall &call) { return call.site + "  " + call.kind; },
      "site and kind", stream);
}
