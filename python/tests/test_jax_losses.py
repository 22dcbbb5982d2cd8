"""Which result is taken for the loss."""

import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax.tree_util import tree_flatten_with_path
from per.losses import Result, select_loss

F, I, V = np.float32(0), np.int32(0), np.zeros(3, np.float32)


def results_of(tree):
    leaves = tree_flatten_with_path(tree)[0]
    return [Result(path, jnp.shape(leaf), jnp.result_type(leaf)) for path, leaf in leaves]


@pytest.mark.parametrize(
    ("tree", "index"),
    [
        (F, 0),
        ((V, F), 1),  # the only floating scalar
        (({"w": V}, F, I), 1),
        ({"accuracy": F, "loss": F}, 1),  # named
        ((V, {"grad_norm": F, "loss": F}), 2),
        ((F, V, F), 0),  # the first result
    ],
)
def test_default(tree, index):
    assert select_loss(results_of(tree), None) == index


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ((V, F, F), r"the floating scalars are \[1\], \[2\]; say loss=PATH"),
        ({"a": V, "b": {"c": F, "d": F}}, r"\['b'\]\['c'\], \['b'\]\['d'\]"),
        (({"loss": F}, {"loss": F}), r"\[0\]\['loss'\], \[1\]\['loss'\]"),
        ((V, I), "no result is a floating scalar"),
        ((), "no result is a floating scalar"),
    ],
)
def test_not_clear(tree, message):
    with pytest.raises(per.StepError, match=message):
        select_loss(results_of(tree), None)


@pytest.mark.parametrize("loss", ["[1]['b']", "1.b", 2])
def test_chosen(loss):
    assert select_loss(results_of((V, {"a": F, "b": F})), loss) == 2


@pytest.mark.parametrize(
    ("loss", "message"),
    [
        ("1.c", r"no result is at loss='1\.c'"),
        (9, "no result is at loss=9"),
        ("[0]", r"the loss \[0\] is no floating scalar: float32\[3\]"),
        ("1.n", r"the loss \[1\]\['n'\] is no floating scalar: int32\[\]"),
    ],
)
def test_badly_chosen(loss, message):
    with pytest.raises(per.StepError, match=message):
        select_loss(results_of((V, {"a": F, "n": I})), loss)


def test_half_precision_losses_are_floating():
    assert select_loss(results_of((V, jnp.bfloat16(0))), None) == 1
