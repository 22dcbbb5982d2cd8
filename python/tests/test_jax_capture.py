"""Activations, penalties, the numerical check, and measured weights."""

import pickle
import warnings

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax_steps import assert_close, mlp_loss, sgd_args, sgd_step
from models import MODELS


def test_capture():
    params, x, y = sgd_args()
    (h,) = per.capture(sgd_step, (params, x, y))
    assert_close(h, jnp.tanh(x @ params["w"]), rtol=1e-5)
    other, _ = sgd_step(params, x, y)
    (h,) = per.capture(sgd_step, (other, x, y))
    assert_close(h, jnp.tanh(x @ other["w"]), rtol=1e-5)
    assert not params["w"].is_deleted()


def test_capture_compiles_once():
    calls = []

    def step(params, x, y):
        calls.append(1)
        return sgd_step(params, x, y)

    for _ in range(3):
        per.capture(step, sgd_args())
    traced = len(calls)
    per.capture(step, sgd_args(4))
    assert 0 < traced < len(calls) <= 2 * traced


@pytest.mark.parametrize("sites", ["hidden", [0], "tanh"])
def test_capture_of_selected_sites(sites):
    assert len(per.capture(sgd_step, sgd_args(), sites=sites)) == 1


def test_penalties():
    params, x, y = sgd_args()
    h = np.asarray(jnp.tanh(x @ params["w"]), np.float64)
    squares = per.compile(sgd_step, (params, x, y), regularizer=per.L2())
    assert_close(squares.penalties(params, x, y), [np.float32((h**2).sum(-1).mean())], rtol=1e-5)
    total = per.compile(sgd_step, (params, x, y), regularizer=per.L1(reduction="sum"))
    assert_close(total.penalties(params, x, y), [np.float32(np.abs(h).sum())], rtol=1e-5)


def test_penalties_use_the_directions_of_the_step():
    params, x, y = sgd_args()
    step = per.compile(sgd_step, (params, x, y), regularizer=per.ProjectedError(slices=16))
    h = jnp.tanh(x @ params["w"])
    for number in (0, 5):
        t = h @ per.slices(seed=2, step=number, site=0, d=16, s=16)
        value = t * jax.lax.erf(t / np.sqrt(2)) + np.sqrt(2 / np.pi) * jnp.exp(-t * t / 2)
        got = step.penalties(params, x, y, seed=2, step=number)
        assert_close(got, [value.mean()], rtol=1e-5)
    assert step.counter == 0


def test_penalties_of_the_vanilla_step():
    assert per.compile(sgd_step, sgd_args(), regularizer=None).penalties(*sgd_args()) == []


def test_verify():
    result = per.verify(sgd_step, sgd_args())
    (check,) = result.checks
    assert result and check.ok and check.weight == 1.0
    assert check.ratio == pytest.approx(1, abs=0.02)
    assert "tanh" in repr(result) and "yes" in repr(result)


@pytest.mark.parametrize("scale", [1024.0, 0.125])
def test_verify_sees_a_loss_scale(scale):
    def step(params, x, y):
        loss, gradients = jax.value_and_grad(lambda p: scale * mlp_loss(p, x, y))(params)
        return jax.tree.map(lambda p, g: p - 0.1 * g / scale, params, gradients), loss / scale

    (check,) = per.verify(step, sgd_args()).checks
    assert check.ok and check.weight == scale
    (check,) = per.verify(step, sgd_args(), loss_scale=scale).checks
    assert check.ok and check.weight == 1.0


def test_verify_sees_a_wrong_gradient():
    """A gradient that is three quarters of the derivative fits no step."""

    @jax.custom_vjp
    def shrink(loss):
        return loss

    shrink.defvjp(lambda loss: (loss, None), lambda _, g: (0.75 * g,))

    def step(params, x, y):
        loss, gradients = jax.value_and_grad(lambda p: shrink(mlp_loss(p, x, y)))(params)
        return jax.tree.map(lambda p, g: p - 0.1 * g, params, gradients), loss

    result = per.verify(step, sgd_args())
    assert not result and result.checks[0].ratio == pytest.approx(0.75, rel=0.02)


@pytest.mark.parametrize(
    ("name", "weight"),
    [("accumulate_divide_inside", 0.25), ("accumulate_divide_at_end", 1.0)],
)
def test_measured_weights(name, weight):
    model = MODELS[name]
    with pytest.warns(per.MeasuredWeightWarning, match=f"{weight:.4g} at site 0"):
        step = per.compile(model.step(), model.arguments(), regularizer=per.L2(), lam=0.1)
    assert [site.weight for site in step.sites] == [weight] * model.sites
    reference = per.compile(
        model.reference(lambda site, h, samples=None: h),
        model.arguments(),
        regularizer=per.L2(),
        lam=0.1,
    )
    got, want = step(*model.arguments()), reference(*model.arguments())
    assert_close(model.after(got), model.after(want), rtol=1e-4, atol=1e-6)
    # With shapes only, the first call measures.
    shapes = jax.tree.map(lambda a: jax.ShapeDtypeStruct(a.shape, a.dtype), model.arguments())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        late = per.compile(model.step(), shapes, regularizer=per.L2(), lam=0.1)
        with pytest.raises(per.ArgumentError, match="measured on the first inputs"):
            jax.jit(late)(*model.arguments())
    late = pickle.loads(pickle.dumps(late)) if name.endswith("end") else late
    with pytest.warns(per.MeasuredWeightWarning):
        assert_close(late(*model.arguments()), got)


def test_self_test_of_other_versions(monkeypatch):
    from per import shims

    monkeypatch.setattr(shims, "TESTED_VERSIONS", ("0.0.1",))
    shims._self_test.cache_clear()
    assert per.compile(sgd_step, sgd_args(), regularizer=None)(*sgd_args())
    monkeypatch.setattr(shims, "load_module", lambda text: (b"broken", []))
    shims._self_test.cache_clear()
    with pytest.raises(per.VersionError, match=r"0\.0\.1.*self-test failed"):
        per.compile(sgd_step, sgd_args(), regularizer=None)
    shims._self_test.cache_clear()
