//===- RegisterTestPasses.cpp - passes that only tests use ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

namespace mlir::per::test {

void registerTestPrintAdjoints();
void registerTestFrontendCreate();
void registerTestMutateAttached();
void registerTestMutateRandomly();
void registerTestPrintSites();
void registerTestPrintView();
void registerTestScalarFunctions();

void registerTestPasses();
void registerTestPasses() {
  registerTestPrintAdjoints();
  registerTestFrontendCreate();
  registerTestMutateAttached();
  registerTestMutateRandomly();
  registerTestPrintSites();
  registerTestPrintView();
  registerTestScalarFunctions();
}

} // namespace mlir::per::test
