//===- ForeignDialects.cpp - dialects that are known by name only ---------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Frontend/ForeignDialects.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/DialectImplementation.h"

using namespace mlir;
using namespace mlir::per;

namespace {
/// What all of them do. Attributes and types become opaque ones, as without the
/// dialect; their printer is that of opaque ones too.
class ForeignDialect : public Dialect {
public:
  ForeignDialect(StringRef name, MLIRContext *context, TypeID id)
      : Dialect(name, context, id) {
    allowUnknownOperations();
    allowUnknownTypes();
  }

  Attribute parseAttribute(DialectAsmParser &parser, Type type) const override {
    auto text = parser.getFullSymbolSpec();
    return OpaqueAttr::getChecked(
        [&] { return parser.emitError(parser.getNameLoc()); },
        StringAttr::get(getContext(), getNamespace()), text,
        type ? type : NoneType::get(getContext()));
  }

  Type parseType(DialectAsmParser &parser) const override {
    auto text = parser.getFullSymbolSpec();
    return OpaqueType::getChecked(
        [&] { return parser.emitError(parser.getNameLoc()); },
        StringAttr::get(getContext(), getNamespace()), text);
  }
};

struct StableHLODialect final : ForeignDialect {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(StableHLODialect)
  static StringRef getDialectNamespace() { return "stablehlo"; }
  explicit StableHLODialect(MLIRContext *context)
      : ForeignDialect(getDialectNamespace(), context,
                       TypeID::get<StableHLODialect>()) {}
};

struct CHLODialect final : ForeignDialect {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(CHLODialect)
  static StringRef getDialectNamespace() { return "chlo"; }
  explicit CHLODialect(MLIRContext *context)
      : ForeignDialect(getDialectNamespace(), context,
                       TypeID::get<CHLODialect>()) {}
};

struct ShardyDialect final : ForeignDialect {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ShardyDialect)
  static StringRef getDialectNamespace() { return "sdy"; }
  explicit ShardyDialect(MLIRContext *context)
      : ForeignDialect(getDialectNamespace(), context,
                       TypeID::get<ShardyDialect>()) {}
};
} // namespace

void mlir::per::registerForeignDialects(DialectRegistry &registry) {
  registry.insert<StableHLODialect, CHLODialect, ShardyDialect>();
}
