//===- Serialization.cpp - machine code as one string of bytes -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A line with the format's name and the checksum of the rest, a line of JSON
// with everything but the objects, and the objects one after the other.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/ObjectCode.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir::per;

/// The number changes with the format.
static constexpr llvm::StringLiteral magic = "per-object-code-1 ";

static std::string getChecksum(llvm::StringRef bytes) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(bytes)),
                     /*LowerCase=*/true);
}

std::string ObjectCode::serialize() const {
  llvm::json::Array sizes;
  for (const std::string &object : objects)
    sizes.push_back(object.size());
  std::string payload;
  llvm::raw_string_ostream stream(payload);
  stream << llvm::json::Value(
                llvm::json::Object{{"entries", llvm::json::Array(entries)},
                                   {"triple", target.triple},
                                   {"cpu", target.cpu},
                                   {"features", target.features},
                                   {"objects", std::move(sizes)}})
         << '\n';
  for (const std::string &object : objects)
    stream << object;
  return magic.str() + getChecksum(payload) + '\n' + payload;
}

llvm::Expected<ObjectCode> ObjectCode::deserialize(llvm::StringRef bytes) {
  auto damaged = [] {
    return llvm::createStringError("the bytes are no object code, or damaged");
  };
  if (!bytes.consume_front(magic))
    return damaged();
  auto [checksum, payload] = bytes.split('\n');
  if (checksum != getChecksum(payload))
    return damaged();
  auto [header, rest] = payload.split('\n');
  llvm::Expected<llvm::json::Value> value = llvm::json::parse(header);
  if (!value)
    return value.takeError();
  ObjectCode code;
  std::vector<uint64_t> sizes;
  llvm::json::Path::Root root("object code");
  llvm::json::ObjectMapper mapper(*value, root);
  if (!mapper || !mapper.map("entries", code.entries) ||
      !mapper.map("triple", code.target.triple) ||
      !mapper.map("cpu", code.target.cpu) ||
      !mapper.map("features", code.target.features) ||
      !mapper.map("objects", sizes))
    return root.getError();
  for (uint64_t size : sizes) {
    if (size > rest.size())
      return damaged();
    code.objects.push_back(rest.take_front(size).str());
    rest = rest.drop_front(size);
  }
  return code;
}
