//===- ConfluentHypergeometric.h - 1F1 of the radial forms ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_SUPPORT_CONFLUENTHYPERGEOMETRIC_H
#define PER_SUPPORT_CONFLUENTHYPERGEOMETRIC_H

namespace mlir::per {

/// 1F1(1/2; b; -x) for b >= 1/2 and x >= 0, to about 1e-14 relative accuracy
/// for every argument.
double evaluateKummerHalf(double b, double x);

/// 1F1(-1/2; b; -x) for b >= 1/2 and x >= 0, as accurate.
double evaluateKummerMinusHalf(double b, double x);

} // namespace mlir::per

#endif // PER_SUPPORT_CONFLUENTHYPERGEOMETRIC_H
