//===- SpecialFunctions.h - functions that libm does not have ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_SPECIALFUNCTIONS_H
#define PER_LIB_ANALYSIS_SPECIALFUNCTIONS_H

namespace mlir::per {

/// The inverse of erf on (-1, 1), infinite at the ends, NaN outside.
double inverseErf(double x);

/// log |Gamma(x)|, without the global sign that std::lgamma writes.
double logGamma(double x);

/// d/dx log |Gamma(x)|; NaN at zero and the negative integers.
double digamma(double x);

/// d/dx digamma(x).
double trigamma(double x);

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_SPECIALFUNCTIONS_H
