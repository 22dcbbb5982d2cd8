//===- per-opt.cpp - mlir-opt with the per dialect -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/InitAllDialects.h"
#include "per/InitAllPasses.h"

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

#ifdef PER_ENABLE_TESTS
namespace mlir::per::test {
void registerExampleDialect(DialectRegistry &registry);
void registerTestPasses();
} // namespace mlir::per::test
#endif

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  mlir::per::registerAllDialects(registry);
  mlir::per::registerAllPasses();
#ifdef PER_ENABLE_TESTS
  mlir::per::test::registerExampleDialect(registry);
  mlir::per::test::registerTestPasses();
#endif
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "activation regularisers for training graphs\n", registry));
}
