"""The proof notices random damage to attached functions.

`per-opt --test-per-mutate-randomly` attaches a regulariser, changes one thing
(an operand, an attribute, an operation, the order), and runs the proof: once a
mutation. What the proof lets pass must be congruent with what it was.
"""

import functools
import re

import pytest
from execution import per_opt
from models import MODELS
from per.import_jax import import_jax

#: One of each structure: a chain, two inputs of one activation, a residual,
#: masks, pooling, low precision, recomputation, loops over time, layers and
#: micro-batches, a manual region, gradients of single examples.
NAMES = (
    "mlp_gelu_erf",
    "lstm_unrolled",
    "flax_transformer",
    "dropout_both_sides",
    "cnn_pool",
    "bf16_silu",
    "remat_gelu",
    "rnn_scan",
    "scan_layers_remat",
    "accumulate_divide_inside",
    "shard_map",
    "per_example_grads",
)
COUNT = 40


@functools.lru_cache(maxsize=2)
def module_of(name):
    model = MODELS[name]
    with model.precision_scope():
        return import_jax(model.step(), model.arguments())


def mutate(name, count, seed):
    """(by kind how many were noticed, how many changed nothing)."""
    options = f"--test-per-mutate-randomly=count={count} seed={seed}"
    # Fails, and names what it was, if the proof misses one.
    output = per_opt(module_of(name), "--allow-unregistered-dialect", options, "-o", "/dev/null")
    noticed = {kind: int(n) for kind, n in re.findall(r"noticed: (.+): (\d+)", output)}
    done, equivalent, missed = map(
        int, re.search(r"mutations: (\d+), equivalent: (\d+), missed: (\d+)", output).groups()
    )
    assert missed == 0
    assert done == count == sum(noticed.values()) + equivalent
    return noticed, equivalent


@pytest.mark.parametrize("name", NAMES)
def test_mutations_are_noticed(name):
    noticed, equivalent = mutate(name, COUNT, seed=0)
    # A change of nothing is rare, and the draw has every kind of damage.
    assert equivalent <= COUNT // 10
    assert len(noticed) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_many_mutations_are_noticed(name):
    _, equivalent = mutate(name, 1000, seed=1000)
    assert equivalent <= 50
