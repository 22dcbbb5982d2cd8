//===- ArrayFiles.cpp - .npy and .npz files -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ArrayFiles.h"

#include "Npy.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <zip.h>

using namespace mlir::per;

static llvm::Error fail(const llvm::Twine &path, const llvm::Twine &why) {
  return llvm::createStringError("'" + path + "': " + why);
}

llvm::Expected<Array> mlir::per::readNpyFile(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return fail(path, buffer.getError().message());
  llvm::Expected<Array> array = parseNpy((*buffer)->getBuffer());
  if (!array)
    return fail(path, llvm::toString(array.takeError()));
  return array;
}

namespace {

struct Discard {
  void operator()(zip_t *archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

} // namespace

static llvm::Expected<Archive> openArchive(const std::string &path, int flags) {
  int code = 0;
  if (zip_t *archive = zip_open(path.c_str(), flags, &code))
    return Archive(archive);
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  llvm::scope_exit clean([&] { zip_error_fini(&error); });
  return fail(path, zip_error_strerror(&error));
}

/// The bytes of one member; the checksum is right, or this fails.
static llvm::Expected<std::string>
readMember(zip_t *archive, zip_uint64_t number, const zip_stat_t &stat) {
  std::unique_ptr<zip_file_t, int (*)(zip_file_t *)> file(
      zip_fopen_index(archive, number, 0), zip_fclose);
  if (!file)
    return llvm::createStringError(zip_strerror(archive));
  std::string bytes(stat.size, '\0');
  zip_uint64_t done = 0;
  while (done < stat.size) {
    const zip_int64_t count =
        zip_fread(file.get(), bytes.data() + done, stat.size - done);
    if (count < 0)
      return llvm::createStringError(zip_file_strerror(file.get()));
    if (count == 0)
      return llvm::createStringError("the file ends too early");
    done += count;
  }
  // The checksum is compared at the end of the member.
  char end = 0;
  if (zip_fread(file.get(), &end, 1) != 0)
    return llvm::createStringError(zip_file_strerror(file.get()));
  return bytes;
}

llvm::Expected<ArrayMap> mlir::per::readNpzFile(const std::string &path) {
  llvm::Expected<Archive> archive = openArchive(path, ZIP_RDONLY);
  if (!archive)
    return archive.takeError();
  ArrayMap arrays;
  const zip_int64_t count = zip_get_num_entries(archive->get(), 0);
  for (zip_int64_t number = 0; number < count; ++number) {
    zip_stat_t stat;
    if (zip_stat_index(archive->get(), number, 0, &stat))
      return fail(path, zip_strerror(archive->get()));
    llvm::StringRef name(stat.name);
    if (!name.consume_back(".npy"))
      return fail(path, "its member '" + name + "' is no .npy file");
    llvm::Expected<std::string> bytes =
        readMember(archive->get(), number, stat);
    if (!bytes)
      return fail(path + "/" + name, llvm::toString(bytes.takeError()));
    llvm::Expected<Array> array = parseNpy(*bytes);
    if (!array)
      return fail(path + "/" + name, llvm::toString(array.takeError()));
    arrays[name.str()] = std::move(*array);
  }
  return arrays;
}

llvm::Error mlir::per::writeNpzFile(const std::string &path,
                                    llvm::ArrayRef<NamedArray> arrays) {
  // libzip writes into a temporary file beside it, which it renames at the end.
  llvm::Expected<Archive> archive =
      openArchive(path, ZIP_CREATE | ZIP_TRUNCATE);
  if (!archive)
    return archive.takeError();
  std::vector<std::string> members;
  for (const NamedArray &array : arrays)
    members.push_back(getNpyHeader(array.type, array.shape) +
                      std::string(array.data.begin(), array.data.end()));
  for (auto [array, bytes] : llvm::zip(arrays, members)) {
    const std::string name = array.name + ".npy";
    zip_source_t *source = zip_source_buffer(archive->get(), bytes.data(),
                                             bytes.size(), /*freep=*/0);
    const zip_int64_t number = source
                                   ? zip_file_add(archive->get(), name.c_str(),
                                                  source, ZIP_FL_ENC_UTF_8)
                                   : -1;
    if (number < 0) {
      if (source)
        zip_source_free(source);
      return fail(path, zip_strerror(archive->get()));
    }
    if (zip_set_file_compression(archive->get(), number, ZIP_CM_STORE, 0))
      return fail(path, zip_strerror(archive->get()));
  }
  if (zip_close(archive->get()))
    return fail(path, zip_strerror(archive->get()));
  (void)archive->release();
  return llvm::Error::success();
}
