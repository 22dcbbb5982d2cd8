//===- RegisterTestPasses.cpp - passes that only tests use ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

namespace mlir::per::test {

void registerTestPrintView();

void registerTestPasses();
void registerTestPasses() { registerTestPrintView(); }

} // namespace mlir::per::test
