"""Modules of real steps come out of our MLIR as they went in."""

import pytest
from jax._src.interpreters import mlir as jax_mlir
from jaxlib.mlir import ir
from models import MODELS
from per import _core
from per.import_jax import import_jax

NAMES = [
    "mlp_gelu_tanh",
    "mlp_softplus",
    "bf16_relu",
    "cnn_pool",
    "cnn_adamw",
    "resnet20_post",
    "resnet20_pre_bn",
    "dropout_label_smoothing",
    "lstm_unrolled",
    "gru_unrolled",
    "transformer_gelu",
    "transformer_swiglu_causal",
    "flax_transformer",
    "remat_gelu",
    "remat_dropout",
    "vmap_per_example",
    "lstm_scan",
    "scan_layers_remat",
    "embedding",
    "adafactor",
    "shard_map",
]


def canonical(text):
    """jaxlib's own print of a module, with all locations."""
    with jax_mlir.make_ir_context() as context, ir.Location.unknown(context):
        module = ir.Module.parse(text)
        return module.operation.get_asm(enable_debug_info=True, print_generic_op_form=True)


@pytest.mark.parametrize("name", NAMES)
def test_round_trip_is_the_identity(name):
    model = MODELS[name]
    text = import_jax(model.step(), model.arguments())
    assert canonical(_core.run_pipeline(text, "builtin.module()").text) == canonical(text)
