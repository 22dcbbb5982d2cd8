//===- Npy.cpp - NumPy's format of one array -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Npy.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir::per;

static constexpr llvm::StringLiteral magic = "\x93NUMPY";

namespace {

/// Reads the dictionary of a header. NumPy writes it with `repr`; this takes
/// the literals that it can contain, and nothing else.
class HeaderParser {
public:
  explicit HeaderParser(llvm::StringRef text) : text(text) {}

  llvm::Error parse();

  std::string descr;
  bool isFortran = false;
  std::vector<int64_t> shape;

private:
  bool consume(llvm::StringRef token) {
    text = text.ltrim(" \n\t");
    return text.consume_front(token);
  }
  bool parseEntry();
  bool parseString(std::string &value);
  bool parseShape();

  llvm::StringRef text;
  unsigned numKeys = 0;
};

} // namespace

llvm::Error HeaderParser::parse() {
  bool isRight = consume("{");
  while (isRight && !consume("}")) {
    isRight = parseEntry();
    if (!consume(",") && !text.ltrim().starts_with("}"))
      isRight = false;
  }
  if (isRight && numKeys == 3 && text.trim(" \n\t").empty())
    return llvm::Error::success();
  return llvm::createStringError(
      "its header is not a dictionary of descr, fortran_order and shape, with "
      "a plain type as descr");
}

bool HeaderParser::parseEntry() {
  std::string key;
  if (!parseString(key) || !consume(":"))
    return false;
  ++numKeys;
  if (key == "descr")
    return parseString(descr) && descr.size() >= 2;
  if (key == "shape")
    return parseShape();
  if (key != "fortran_order")
    return false;
  isFortran = consume("True");
  return isFortran || consume("False");
}

bool HeaderParser::parseString(std::string &value) {
  const llvm::StringRef quote = consume("'") ? "'" : consume("\"") ? "\"" : "";
  if (quote.empty())
    return false;
  auto [before, after] = text.split(quote);
  value = before.str();
  text = after;
  return true;
}

bool HeaderParser::parseShape() {
  if (!consume("("))
    return false;
  while (!consume(")")) {
    int64_t size = 0;
    text = text.ltrim();
    if (text.consumeInteger(10, size) || size < 0)
      return false;
    shape.push_back(size);
    if (!consume(",") && !text.ltrim().starts_with(")"))
      return false;
  }
  return true;
}

/// The bytes of `count` elements, or nothing if their number overflows.
static std::optional<uint64_t> getNumBytes(llvm::ArrayRef<int64_t> shape,
                                           uint64_t elementBytes) {
  uint64_t bytes = elementBytes;
  for (int64_t size : shape) {
    bool overflow = false;
    bytes = llvm::SaturatingMultiply<uint64_t>(bytes, size, &overflow);
    if (overflow)
      return std::nullopt;
  }
  return bytes;
}

llvm::Expected<Array> mlir::per::parseNpy(llvm::StringRef bytes) {
  const llvm::StringRef start = bytes.take_front(magic.size() + 2);
  if (!bytes.consume_front(magic))
    return llvm::createStringError("it is no .npy file");
  const unsigned version = start.size() > magic.size() ? start[6] : 0;
  if (version < 1 || version > 3)
    return llvm::createStringError("it is of version " + llvm::Twine(version) +
                                   " of the format; 1 to 3 are known");
  const size_t lengthBytes = version == 1 ? 2 : 4;
  auto truncated = [] {
    return llvm::createStringError("the file ends too early");
  };
  if (bytes.size() < 2 + lengthBytes)
    return truncated();
  bytes = bytes.drop_front(2);
  const uint64_t length = version == 1
                              ? llvm::support::endian::read16le(bytes.data())
                              : llvm::support::endian::read32le(bytes.data());
  bytes = bytes.drop_front(lengthBytes);
  if (bytes.size() < length)
    return truncated();
  HeaderParser header(bytes.take_front(length));
  if (llvm::Error error = header.parse())
    return std::move(error);
  bytes = bytes.drop_front(length);

  const llvm::StringRef descr = header.descr;
  uint64_t elementBytes = 0;
  if (descr.drop_front(2).getAsInteger(10, elementBytes) || elementBytes == 0 ||
      !llvm::StringRef("?biufcV").contains(descr[1]))
    return llvm::createStringError("it holds elements of type '" + descr +
                                   "', which no tensor has");
  const char order =
      llvm::endianness::native == llvm::endianness::little ? '<' : '>';
  if (elementBytes > 1 && descr[0] != order && descr[0] != '|')
    return llvm::createStringError(
        "its byte order is not this machine's (type '" + descr +
        "'); write it with array.astype(array.dtype.newbyteorder('='))");
  if (header.isFortran && header.shape.size() > 1)
    return llvm::createStringError(
        "it is in Fortran order; write it with numpy.ascontiguousarray");
  const std::optional<uint64_t> size = getNumBytes(header.shape, elementBytes);
  if (!size || bytes.size() < *size)
    return truncated();
  if (bytes.size() > *size)
    return llvm::createStringError("there are " +
                                   llvm::Twine(bytes.size() - *size) +
                                   " bytes after its last element");
  return Array{descr.drop_front().str(), std::move(header.shape),
               std::vector<char>(bytes.begin(), bytes.end())};
}

std::string mlir::per::getNpyHeader(llvm::StringRef type,
                                    llvm::ArrayRef<int64_t> shape) {
  const bool hasOrder = !type.ends_with("1") || type.size() > 2;
  const char order =
      llvm::endianness::native == llvm::endianness::little ? '<' : '>';
  std::string header = "{'descr': '";
  header += hasOrder && type.front() != 'V' ? order : '|';
  header += type.str() + "', 'fortran_order': False, 'shape': (";
  for (int64_t size : shape)
    header += llvm::itostr(size) + ",";
  header += "), }";
  // The elements begin at a multiple of 64.
  const size_t before = magic.size() + 2 + 2;
  const size_t padded = llvm::alignTo(before + header.size() + 1, 64);
  header.append(padded - before - header.size() - 1, ' ');
  header += '\n';
  assert(header.size() < 65536 && "tensors have few dimensions");
  char length[2];
  llvm::support::endian::write16le(length, header.size());
  return magic.str() + std::string("\1\0", 2) + std::string(length, 2) + header;
}
