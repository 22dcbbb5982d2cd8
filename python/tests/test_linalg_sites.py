"""The two levels agree: a step has the same sites on linalg as on StableHLO.

Steps are legalized by jaxlib's own passes, straight after import: without common
subexpression elimination and fusion, which hide forward from backward half.
"""

import re
import subprocess

import jax
import jax.numpy as jnp
import pytest
from execution import build_directory
from jax._src.interpreters import mlir as jax_mlir
from jaxlib.mlir import ir, passmanager
from jaxlib.mlir.dialects import stablehlo
from models import MODELS

stablehlo.register_stablehlo_passes()
TO_LINALG = (
    "builtin.module(func.func(chlo-legalize-to-stablehlo),stablehlo-legalize-to-linalg,canonicalize)"
)

#: One model for each rule of the adapter; the others are in the slow suite.
REPRESENTATIVE = {
    "mlp_gelu_erf",
    "mlp_silu",
    "mlp_elu",
    "cnn_pool",
    "lstm_unrolled",
    "scan_rnn",
    "scan_layers_remat",
    "remat_dropout",
    "per_example_grads",
    "vector_output",
    "embedding",
    "transformer_gelu",
    "bf16_gelu_tanh",
}


def per_opt(text, *passes):
    command = [
        build_directory() / "tools/per-opt/per-opt",
        "--allow-unregistered-dialect",
        "--mlir-print-op-generic",
        *passes,
    ]
    return subprocess.run(list(map(str, command)), input=text, capture_output=True, text=True)


def imported(step, args):
    """The step's StableHLO, inlined, as generic text."""
    module = jax.jit(step, keep_unused=True).lower(*args).compiler_ir("stablehlo")
    result = per_opt(module.operation.get_asm(print_generic_op_form=True), "--per-inline-calls")
    assert result.returncode == 0, result.stderr
    return result.stdout


def to_linalg(text):
    """jaxlib's legalization; operations of unknown dialects pass through."""
    context = jax_mlir.make_ir_context()
    context.allow_unregistered_dialects = True  # before parsing: the per operations
    with context:
        module = ir.Module.parse(text)
        passmanager.PassManager.parse(TO_LINALG).run(module.operation)
        return module.operation.get_asm(print_generic_op_form=True)


def loss_result(step, args):
    """The first scalar among the results, which is the loss in these models."""
    leaves = jax.tree.leaves(jax.eval_shape(step, *args))
    return next(i for i, leaf in enumerate(leaves) if leaf.shape == () and jnp.issubdtype(leaf.dtype, jnp.floating))


def sites(text, loss):
    """(shape and type, family, sample dimensions) of each site."""
    result = per_opt(text, f"--test-per-print-sites=loss={loss}")
    assert result.returncode == 0, result.stderr
    found = re.findall(r"^site \d+: (\S+) \S+, (\S+), samples \[([^\]]*)\]", result.stderr, re.M)
    assert len(found) == len(re.findall("^site", result.stderr, re.M))
    return found


def attach(text, loss):
    return per_opt(text, f"--per-attach-regularizers=regularizer=#per.l2 lambda=0.01 loss-result={loss}")


@pytest.mark.parametrize(
    "model",
    [
        pytest.param(m, id=n, marks=[] if n in REPRESENTATIVE else [pytest.mark.slow])
        for n, m in MODELS.items()
    ],
)
def test_same_sites_and_attached(model):
    with model.precision_scope():
        step, args = model.step(), model.arguments()
        text, loss = imported(step, args), loss_result(step, args)
        legalized = to_linalg(text)
    assert "linalg.generic" in legalized
    want = sites(text, loss)
    assert sites(legalized, loss) == want
    reference, got = attach(text, loss), attach(legalized, loss)
    assert got.returncode == reference.returncode, got.stderr
    if reference.returncode == 0:
        assert got.stdout.count('"per.gradient"') == reference.stdout.count('"per.gradient"')


def test_representative_models_exist():
    assert set(MODELS) >= REPRESENTATIVE


@pytest.mark.parametrize("name", ["mlp_gelu_tanh", "cnn_pool", "scan_rnn", "bf16_silu", "remat_gelu"])
def test_attached_stablehlo_is_legalized_whole(name):
    """Attached on StableHLO, legalized by a jaxlib that does not know `per`."""
    model = MODELS[name]
    step, args = model.step(), model.arguments()
    attached = attach(imported(step, args), loss_result(step, args))
    assert attached.returncode == 0, attached.stderr
    count = attached.stdout.count('"per.gradient"')
    assert count == model.sites
    legalized = to_linalg(attached.stdout)
    assert legalized.count('"per.gradient"') == count
    assert "stablehlo.dot" not in legalized
    parsed = per_opt(legalized, "--canonicalize", "--cse")
    assert parsed.returncode == 0, parsed.stderr
    assert parsed.stdout.count('"per.gradient"') == count
