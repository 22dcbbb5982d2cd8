"""What must hold beside the oracle: lam = 0, repeated batches, Algorithm 1."""

import jax
import numpy as np
import per
import pytest
from models import MODELS
from models.common import CLASSES16, VECTORS
from oracle import slices
from oracle.tap import BOUNDS, SEED, STEP, term_error
from scipy import special
from under_test import compile_model, oracle_of, regularizer, updated

_VARIED = ("mlp_gelu_erf", "cnn_adamw", "scan_layers_remat", "flax_transformer", "flax_train_state")


@pytest.mark.parametrize("name", _VARIED)
def test_constant_zero_is_the_vanilla_module(name):
    model = MODELS[name]
    zero = compile_model(model, regularizer("monte_carlo"), lam=per.Constant(0.0))
    vanilla = compile_model(model, None)
    args = model.arguments()
    for a, b in zip(jax.tree.leaves(zero(*args)), jax.tree.leaves(vanilla(*args)), strict=True):
        assert np.asarray(a).tobytes() == np.asarray(b).tobytes()


@pytest.mark.parametrize("name", _VARIED)
def test_run_time_zero_is_the_vanilla_step(name):
    model = MODELS[name]
    step = compile_model(model, regularizer("monte_carlo"))
    plain = updated(compile_model(model, None), model)
    got = updated(step, model, lam=0.0)
    assert np.linalg.norm(got - plain) <= 1e-6 * np.linalg.norm(plain)


@pytest.mark.parametrize(
    "key", ["monte_carlo", "analytic", "l1", "pseudo_huber", "sliced_wasserstein_2"]
)
@pytest.mark.parametrize("name", ["mlp_tanh", "flax_transformer"])
def test_repeated_batch_leaves_the_mean_unchanged(name, key):
    model = MODELS[name]
    single = model.arguments()
    double = (single[0], *(np.concatenate([a, a]) for a in single[1:]))
    results = []
    for args in (single, double):
        step = per.compile(model.step(), args, regularizer=regularizer(key), lam=0.5)
        results.append(updated(step, model, args) - updated(step, model, args, lam=0.0))
    assert np.linalg.norm(results[1] - results[0]) <= 1e-3 * np.linalg.norm(results[0])


def _algorithm_1(p, x, y, lam, s):
    """The paper's backward pass for one hidden layer, in double precision."""
    w, v = (a.astype(np.float64) for a in p)
    h = np.maximum(x @ w, 0)
    logits = h @ v
    odds = np.exp(logits - logits.max(1, keepdims=True))
    error = (odds / odds.sum(1, keepdims=True) - y) / len(x)
    theta = slices.directions(SEED, STEP, 0, h.shape[1], s, np.float64)
    cotangent = error @ v.T + lam / s * special.erf(h @ theta / np.sqrt(2)) @ theta.T
    return w - 0.1 * x.T @ (cotangent * (h > 0)), v - 0.1 * h.T @ error


@pytest.mark.parametrize(("reduction", "divisor"), [("sum", 1), ("mean", 16)])
def test_sum_is_algorithm_1(reduction, divisor):
    model, lam = MODELS["loss_and_gradient_apart"], 0.05
    step = compile_model(model, regularizer("monte_carlo", reduction))
    got = updated(step, model, lam=lam)
    p = model.arguments()[0]
    want, vanilla = (
        np.concatenate([a.ravel() for a in _algorithm_1(p, VECTORS, CLASSES16, strength, 16)])
        for strength in (lam / divisor, 0.0)
    )
    assert np.linalg.norm(got - want) <= 1e-3 * np.linalg.norm(want - vanilla)


@pytest.mark.parametrize("road", [{}, {"kernel": "native"}, {"target": "cpu"}], ids=str)
@pytest.mark.parametrize(
    "name", ["mlp_tanh", "cnn_pool", "lstm_scan", "flax_transformer", "bf16_silu", "mlp_tanh_f64"]
)
def test_products_of_bf16(name, road):
    """Near the terms of full products, and not those."""
    oracle = oracle_of(name, ("monte_carlo",))
    lam = oracle.strength("monte_carlo")
    step = compile_model(oracle.model, regularizer("monte_carlo", products="bf16"), **road)
    got = updated(step, oracle.model, lam=lam)
    error = term_error(got, oracle.updated("monte_carlo", lam), oracle.vanilla)
    assert error <= BOUNDS["bf16"]
    if oracle.model.precision != "bf16":
        assert error > 1e-5
