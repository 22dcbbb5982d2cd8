//===- ExampleRegularizer.td - the example of the guide -----*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TEST_LIB_EXAMPLEREGULARIZER_TD
#define PER_TEST_LIB_EXAMPLEREGULARIZER_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/DialectBase.td"
include "per/Dialect/PER/IR/PERInterfaces.td"

def Example_Dialect : Dialect {
  let name = "example";
  let cppNamespace = "::mlir::per::example";
  let summary = "A regulariser outside of the per dialect";
  let useDefaultAttributePrinterParser = 1;
}

def Example_LogCosh : AttrDef<Example_Dialect, "LogCosh", [
    DeclareAttrInterfaceMethods<PER_RegularizerAttrInterface,
      ["getRegularizerName", "couplesFeatures", "buildPenalty",
       "buildGradient"]>]> {
  let mnemonic = "log_cosh";
  let summary = "sum of log cosh(h)";
}

#endif // PER_TEST_LIB_EXAMPLEREGULARIZER_TD
