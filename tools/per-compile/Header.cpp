//===- Header.cpp - C headers of compiled steps -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Header.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir::per;

/// The C type of the elements; that of the bits where C has none.
static llvm::StringRef getCType(const TensorSpec &spec) {
  return llvm::StringSwitch<llvm::StringRef>(spec.elementType)
      .Cases({"f32", "complex<f32>"}, "float")
      .Cases({"f64", "complex<f64>"}, "double")
      .Cases({"f16", "bf16"}, "uint16_t")
      .Case("i1", "uint8_t")
      .Case("i8", "int8_t")
      .Case("i16", "int16_t")
      .Case("i32", "int32_t")
      .Case("i64", "int64_t")
      .Default("void");
}

namespace {

/// Names as identifiers of C, each once.
class Identifiers {
public:
  std::string make(llvm::StringRef name);

private:
  llvm::StringSet<> taken;
};

} // namespace

std::string Identifiers::make(llvm::StringRef name) {
  std::string text;
  for (char c : name)
    if (llvm::isAlnum(c))
      text += c;
    else if (!text.empty() && text.back() != '_')
      text += '_';
  while (!text.empty() && text.back() == '_')
    text.pop_back();
  // No keyword of C or C++ ends so, and no identifier begins with a digit.
  static constexpr llvm::StringLiteral keywords[] = {
      "auto",     "bool",      "break",    "case",      "char",     "class",
      "const",    "continue",  "default",  "delete",    "do",       "double",
      "else",     "enum",      "explicit", "export",    "extern",   "false",
      "float",    "for",       "friend",   "goto",      "if",       "inline",
      "int",      "long",      "mutable",  "namespace", "new",      "operator",
      "private",  "protected", "public",   "register",  "restrict", "return",
      "short",    "signed",    "sizeof",   "static",    "struct",   "switch",
      "template", "this",      "throw",    "true",      "try",      "typedef",
      "typename", "union",     "unsigned", "using",     "virtual",  "void",
      "volatile", "while",     "arena",    "pointers"};
  if (llvm::is_contained(keywords, text))
    text += '_';
  if (text.empty() || llvm::isDigit(text.front()))
    text.insert(0, "x");
  std::string unique = text;
  for (unsigned number = 2; !taken.insert(unique).second; ++number)
    unique = text + "_" + llvm::utostr(number);
  return unique;
}

/// Names come from the model: none of them ends the comment that it is in.
static std::string quote(llvm::StringRef text) {
  std::string quoted;
  for (char c : text)
    quoted += c == '*' || !llvm::isPrint(c) ? '_' : c;
  return quoted;
}

static void printFunction(const EntryPoint &entry, llvm::raw_ostream &stream) {
  Identifiers identifiers;
  const std::string macro = llvm::StringRef(entry.getSymbol()).upper();
  stream << "/* Working memory of " << entry.getSymbol() << ", aligned to "
         << EntryPoint::arenaAlignment
         << " bytes; what is in it means\n   nothing between calls. */\n"
         << "#define " << macro << "_ARENA_BYTES " << entry.arenaBytes << "\n"
         << "#define " << macro << "_ARENA_ALIGNMENT "
         << EntryPoint::arenaAlignment << "\n\n"
         << "/* Tensors are row-major and contiguous, aligned as their "
            "elements; scalars are\n   tensors of one element.";
  if (entry.threads > 1)
    stream << " Runs on " << entry.threads
           << " threads: link with LLVM's\n   OpenMP library (-lomp).";
  stream << " */\nvoid " << entry.getSymbol() << "(";
  for (const ArgumentSpec &argument : entry.arguments) {
    stream << "\n    " << (argument.donatedTo ? "" : "const ")
           << getCType(argument) << " *" << identifiers.make(argument.name)
           << ", /* " << quote(argument.name) << ": " << argument.describe();
    if (argument.donatedTo)
      stream << ", updated in place to "
             << quote(entry.results[*argument.donatedTo].name);
    stream << " */";
  }
  for (unsigned number : entry.getOwnResults()) {
    const TensorSpec &result = entry.results[number];
    stream << "\n    " << getCType(result) << " *"
           << identifiers.make(result.name) << ", /* out, "
           << quote(result.name) << ": " << result.describe() << " */";
  }
  stream << "\n    void *arena);\n\n"
         << "/* The same, with the arguments of " << entry.getSymbol()
         << " in an array. */\n"
         << "void " << entry.getPackedSymbol() << "(void **pointers);\n\n";
}

std::string mlir::per::makeHeader(const ObjectCode &code) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  std::string guard = "PER_COMPILED";
  for (const EntryPoint &entry : code.entries)
    guard += "_" + llvm::StringRef(entry.name).upper();
  stream << "/* Written by per-compile, for " << code.target.cpu << " ("
         << code.target.triple << "). */\n"
         << "#ifndef " << guard << "_H\n#define " << guard << "_H\n\n"
         << "#include <stdint.h>\n\n"
         << "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  for (const EntryPoint &entry : code.entries)
    printFunction(entry, stream);
  stream << "#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
  return text;
}
