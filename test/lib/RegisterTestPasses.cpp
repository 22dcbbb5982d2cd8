//===- RegisterTestPasses.cpp - passes that only tests use ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

namespace mlir::per::test {

void registerTestFrontendCreate();
void registerTestPrintView();
void registerTestScalarFunctions();

void registerTestPasses();
void registerTestPasses() {
  registerTestFrontendCreate();
  registerTestPrintView();
  registerTestScalarFunctions();
}

} // namespace mlir::per::test
