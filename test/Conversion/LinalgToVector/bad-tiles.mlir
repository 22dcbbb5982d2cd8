// RUN: not per-opt %s --convert-linalg-to-vector=tiles=14 2>&1 | FileCheck %s --check-prefix=SIZE
// RUN: not per-opt %s --convert-linalg-to-vector=tiles=x:14x2 2>&1 | FileCheck %s --check-prefix=KEY
// RUN: not per-opt %s --convert-linalg-to-vector=tiles=0:14x2 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not per-opt %s --convert-linalg-to-vector=tiles=40x2 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: not per-opt %s --per-to-cpu=tiles=14x2,3:0x2 2>&1 | FileCheck %s --check-prefix=ROWS

// SIZE: error: expected ROWSxVECTORS or NUMBER:ROWSxVECTORS for a tile, got '14'
// KEY: error: expected ROWSxVECTORS or NUMBER:ROWSxVECTORS for a tile, got 'x:14x2'
// ZERO: error: expected positive numbers and at most 64 sums in a tile, got '0:14x2'
// MANY: error: expected positive numbers and at most 64 sums in a tile, got '40x2'
// ROWS: error: expected positive numbers and at most 64 sums in a tile, got '3:0x2'
func.func @nothing() {
  return
}
