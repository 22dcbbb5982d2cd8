//===- per-run.cpp - runs a training step -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Compiles a module for this machine, calls one of its functions once or as a
// training loop does, and writes the results.
//
//===----------------------------------------------------------------------===//

#include "ArrayFiles.h"
#include "ProfileTable.h"
#include "Session.h"

#include "../common/NativeTool.h"

#include "per/Runtime/Executable.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Process.h"

#include <chrono>

using namespace mlir;
using namespace mlir::per;
using tool::check;
using tool::fail;
namespace cl = llvm::cl;

static cl::opt<std::string> entryName(
    "entry",
    cl::desc("The function to run; `main`, or the only one, if omitted"),
    cl::value_desc("name"), cl::cat(tool::getCategory()));
static cl::list<std::string> inputs(
    "input",
    cl::desc(
        "Arguments: FILE.npz with arrays by argument name, NAME=FILE.npy "
        "or NAME=NUMBER, where NAME may be an argument's number. The others "
        "are generated"),
    cl::value_desc("input"), cl::cat(tool::getCategory()));
static cl::opt<uint64_t>
    generatorSeed("seed",
                  cl::desc("Seed of the generated arguments (default 0)"),
                  cl::init(0), cl::cat(tool::getCategory()));
static cl::opt<unsigned> iterations("iterations",
                                    cl::desc("Number of calls (default 1)"),
                                    cl::init(1), cl::cat(tool::getCategory()));
static cl::opt<std::string> feedBack(
    "feed-back", cl::ValueOptional,
    cl::desc(
        "Results become arguments of the next call: result:argument,... by "
        "name or number; without a value, those whose names end alike"),
    cl::value_desc("pairs"), cl::cat(tool::getCategory()));
static cl::opt<std::string> loss(
    "loss",
    cl::desc("The result that is printed at each call, by name or number; the "
             "only scalar of floats if omitted"),
    cl::value_desc("result"), cl::cat(tool::getCategory()));
static cl::opt<bool>
    profile("profile",
            cl::desc("Print the time of each kernel, by kind and by place"),
            cl::cat(tool::getCategory()));
static cl::opt<std::string>
    outputFile("output",
               cl::desc("File for the results of the last call (.npz)"),
               cl::value_desc("file.npz"), cl::cat(tool::getCategory()));
static unsigned selectEntry(const Executable &executable) {
  if (entryName.empty() && executable.getEntries().size() == 1)
    return 0;
  return check(
      executable.lookup(entryName.empty() ? "main" : entryName.getValue()));
}

//===----------------------------------------------------------------------===//
// Arguments and results
//===----------------------------------------------------------------------===//

namespace {

/// Fills the arguments of a session from the command line.
class InputReader {
public:
  explicit InputReader(Session &session)
      : session(session), isSet(session.getEntry().arguments.size()) {}

  void read(llvm::StringRef input);
  /// Generates what is not set yet.
  void generateOthers();

private:
  template <typename Value>
  void set(llvm::StringRef name, const Value &value, llvm::StringRef origin) {
    const unsigned number = check(findArgument(session.getEntry(), name));
    if (isSet[number])
      fail("the argument '" + name + "' is given twice");
    isSet[number] = true;
    if (llvm::Error error = session.setArgument(number, value))
      fail("argument '" + name + "', " + origin + ": " +
           llvm::toString(std::move(error)));
  }

  Session &session;
  llvm::SmallVector<bool> isSet;
};

} // namespace

void InputReader::read(llvm::StringRef input) {
  if (input.ends_with(".npz")) {
    for (const auto &[name, array] : check(readNpzFile(input.str())))
      set(name, array, input);
    return;
  }
  // Names may have an equals sign in them, numbers and files hardly.
  auto [name, value] = input.rsplit('=');
  double number = 0;
  if (value.ends_with(".npy"))
    set(name, check(readNpyFile(value.str())), value);
  else if (!value.empty() && !value.getAsDouble(number))
    set(name, number, value);
  else
    fail("expected --input=FILE.npz, NAME=FILE.npy or NAME=NUMBER, got '" +
         input + "'");
}

void InputReader::generateOthers() {
  std::mt19937_64 generator(generatorSeed);
  for (unsigned number = 0; number < isSet.size(); ++number)
    if (!isSet[number])
      session.generateArgument(number, generator);
}

static void writeResults(const Session &session) {
  std::vector<NamedArray> arrays;
  for (auto [number, result] : llvm::enumerate(session.getEntry().results))
    arrays.push_back({result.name, getNumPyType(result), result.shape,
                      session.getResult(number)});
  check(writeNpzFile(outputFile, arrays));
}

//===----------------------------------------------------------------------===//
// The loop
//===----------------------------------------------------------------------===//

static std::optional<unsigned> selectLoss(const EntryPoint &entry) {
  if (!loss.empty()) {
    const unsigned number = check(findResult(entry, loss));
    if (!isFloatScalar(entry.results[number]))
      fail("the result '" + loss + "' is no scalar of floats but " +
           entry.results[number].describe());
    return number;
  }
  std::optional<unsigned> found;
  for (auto [number, result] : llvm::enumerate(entry.results)) {
    if (!isFloatScalar(result))
      continue;
    if (found)
      return std::nullopt;
    found = number;
  }
  return found;
}

static std::vector<FeedBack> selectFeedBack(const EntryPoint &entry) {
  if (!feedBack.getNumOccurrences())
    return {};
  return check(feedBack.empty() ? findFeedBack(entry)
                                : parseFeedBack(entry, feedBack));
}

/// A bar at the bottom of a terminal; nothing elsewhere.
static void showProgress(unsigned done) {
  static const bool isShown =
      iterations > 1 && llvm::sys::Process::StandardErrIsDisplayed();
  if (!isShown)
    return;
  static constexpr unsigned width = 40;
  const unsigned filled = uint64_t(width) * done / iterations;
  llvm::errs() << '\r' << '[' << std::string(filled, '#')
               << std::string(width - filled, ' ') << "] " << done << '/'
               << iterations << (done == iterations ? "\n" : "");
}

static void runLoop(Session &session) {
  using Clock = std::chrono::steady_clock;
  const std::optional<unsigned> lossResult = selectLoss(session.getEntry());
  const std::vector<FeedBack> pairs = selectFeedBack(session.getEntry());
  std::vector<double> milliseconds;
  for (unsigned iteration = 0; iteration < iterations; ++iteration) {
    if (iteration > 0)
      session.feedBack(pairs);
    const Clock::time_point start = Clock::now();
    check(session.run());
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - start)
            .count());
    if (lossResult)
      llvm::outs() << "call " << iteration + 1 << ": "
                   << session.getEntry().results[*lossResult].name << " = "
                   << llvm::format("%.9g", session.getScalar(*lossResult))
                   << '\n';
    showProgress(iteration + 1);
  }
  llvm::sort(milliseconds);
  llvm::outs() << "calls: " << milliseconds.size() << ", median "
               << llvm::format("%.3f ms, minimum %.3f ms",
                               milliseconds[milliseconds.size() / 2],
                               milliseconds.front())
               << '\n';
}

int main(int argc, char **argv) {
  llvm::InitLLVM initialize(argc, argv);
  tool::parseCommandLine(argc, argv, "per-run",
                         "runs a training step on this machine's processor\n");
  if (iterations == 0)
    fail("expected at least one iteration");
  if (!outputFile.empty() && !llvm::StringRef(outputFile).ends_with(".npz"))
    fail("expected a file .npz as --output, got '" + outputFile + "'");

  std::vector<ProfiledCall> calls;
  std::unique_ptr<Executable> executable =
      check(Executable::load(tool::compileInput(
          "native", /*singleObject=*/false, profile ? &calls : nullptr)));
  resetProfile(calls.size());
  Session session(*executable, selectEntry(*executable));
  InputReader reader(session);
  for (const std::string &input : inputs)
    reader.read(input);
  reader.generateOthers();
  runLoop(session);
  if (profile)
    printProfile(calls, getProfile(), iterations, llvm::outs());
  if (!outputFile.empty())
    writeResults(session);
  tool::flushOutput();
  return 0;
}
