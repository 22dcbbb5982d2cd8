//===- SumOfProducts.h - what a contraction computes ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_SUMOFPRODUCTS_H
#define PER_CONVERSION_SUMOFPRODUCTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include <optional>
#include <utility>

namespace mlir::per {

/// The two inputs whose product, widened at most, the body of an operation adds
/// to its output; none if the body is another one.
std::optional<std::pair<OpOperand *, OpOperand *>>
matchSumOfProducts(linalg::LinalgOp op);

/// Whether an operation is a sum of products that uses elements of an operand
/// for several elements of its output. A sum over all that both operands have,
/// such as the scalar products of their rows, is a reduction like others.
bool isContraction(linalg::LinalgOp op);

} // namespace mlir::per

#endif // PER_CONVERSION_SUMOFPRODUCTS_H
