//===- TileTable.cpp - sizes of register tiles ----------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "TileTable.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir::per;

/// A tile of more sums only spills.
constexpr int64_t kMostSums = 64;

TileTable TileTable::get(const KernelTarget &target) {
  // The sums, a panel's vectors and one factor fit: in 32 registers, or 16.
  TileTable table;
  if (target.hasAVX512) {
    table.other = {14, 2};
    table.exact[1] = {24, 1};
    table.exact[3] = {8, 3};
  } else {
    table.other = {6, 2};
    table.exact[1] = {14, 1};
  }
  return table;
}

llvm::Error TileTable::set(llvm::StringRef entry) {
  auto [key, size] = entry.contains(':') ? entry.split(':')
                                         : std::pair(llvm::StringRef(), entry);
  auto [rows, vectors] = size.split('x');
  TileSize tile;
  int64_t number = 1;
  if ((entry.contains(':') && key.getAsInteger(10, number)) ||
      rows.getAsInteger(10, tile.rows) ||
      vectors.getAsInteger(10, tile.vectors))
    return llvm::createStringError(
        "expected ROWSxVECTORS or NUMBER:ROWSxVECTORS for a tile, got '" +
        entry + "'");
  if (number < 1 || tile.rows < 1 || tile.vectors < 1 ||
      tile.rows > kMostSums / tile.vectors)
    return llvm::createStringError("expected positive numbers and at most " +
                                   llvm::Twine(kMostSums) +
                                   " sums in a tile, got '" + entry + "'");
  if (entry.contains(':'))
    exact[number] = tile;
  else
    other = tile;
  return llvm::Error::success();
}

TileSize TileTable::lookup(int64_t vectors) const {
  auto found = exact.find(vectors);
  TileSize tile = found == exact.end() ? other : found->second;
  return {tile.rows, std::min(tile.vectors, vectors)};
}
