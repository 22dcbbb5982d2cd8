"""What a step may be called with, and what is a clear error."""

import enum

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax_steps import assert_same, batch, mlp_params, sgd_args, sgd_step, state_step, train_state


def test_vanilla_step_equals_jit():
    args = sgd_args()
    assert_same(per.compile(sgd_step, args, regularizer=None)(*args), jax.jit(sgd_step)(*args))


def test_shapes_suffice_as_examples():
    args = sgd_args()
    shapes = jax.tree.map(lambda a: jax.ShapeDtypeStruct(a.shape, a.dtype), args)
    compiled = per.compile(sgd_step, shapes, regularizer=None)
    assert_same(compiled(*args), jax.jit(sgd_step)(*args))


def test_keyword_arguments():
    def step(params, *, x, y):
        return sgd_step(params, x, y)

    params, x, y = sgd_args()
    compiled = per.compile(step, (params,), {"x": x, "y": y}, regularizer=None)
    assert_same(compiled(params, y=y, x=x), jax.jit(sgd_step)(params, x, y))


class Mode(enum.Enum):
    PLAIN = 1
    DOUBLE = 2


def moded_step(params, x, y, mode, factor=1):
    new, loss = sgd_step(params, x, y)
    return new, loss * factor * (2 if mode in (Mode.DOUBLE, "double") else 1)


@pytest.mark.parametrize("mode", [Mode.DOUBLE, "double"])
def test_leaves_that_are_no_arrays_are_static(mode):
    args = sgd_args()
    compiled = per.compile(moded_step, (*args, mode), regularizer=None)
    want = jax.jit(moded_step, static_argnums=3)(*args, mode)
    assert_same(compiled(*args, mode), want)
    with pytest.raises(per.ArgumentError, match="mode is static"):
        compiled(*args, Mode.PLAIN)


def branching_step(params, x, y, train):
    return sgd_step(params, x, y) if train else (params, jnp.zeros(()))


def test_static_argnums():
    args = sgd_args()
    compiled = per.compile(branching_step, (*args, True), static_argnums=3, regularizer=None)
    assert_same(compiled(*args, True), jax.jit(sgd_step)(*args))
    with pytest.raises(per.ArgumentError, match="train is static"):
        compiled(*args, False)


def test_static_argnames_of_a_jitted_step():
    args = sgd_args()
    jitted = jax.jit(branching_step, static_argnames="train")
    compiled = per.compile(jitted, args, {"train": True}, regularizer=None)
    assert_same(compiled(*args, train=True), jitted(*args, train=True))
    regularized = per.regularize(jitted, None)
    assert_same(regularized(*args, True), jitted(*args, True))
    assert_same(regularized(*args, False), jitted(*args, False))


def scaled_step(params, x, y, factor):
    new, loss = sgd_step(params, x, y)
    return new, loss * factor


def test_int_where_float_was():
    args = sgd_args()
    compiled = per.compile(scaled_step, (*args, 2.0), regularizer=None)
    with pytest.raises(per.ArgumentError, match=r"factor: expected float32\[\], got int32\[\]"):
        compiled(*args, 2)
    regularized = per.regularize(scaled_step, None)
    assert_same(regularized(*args, 2.0), jax.jit(scaled_step)(*args, 2.0))
    assert_same(regularized(*args, 2), jax.jit(scaled_step)(*args, 2))
    assert len(regularized._programs) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p, x, y: (p, x[:4], y), r"x: expected float32\[8,8\], got float32\[4,8\]"),
        (lambda p, x, y: (p, x.astype(np.float16), y), "x: expected float32.*got float16"),
        (lambda p, x, y: ({"w": p["w"]}, x, y), r"params\['v'\] is missing"),
        (lambda p, x, y: ({**p, "u": x}, x, y), r"params\['u'\] was not there"),
        (lambda p, x, y: ({**p, "w": "text"}, x, y), r"params\['w'\].*static value"),
        (lambda p, x, y: (p, x), "y is missing"),
        (lambda p, x, y: (p, x, y, 1), r"args\[3\] was not there"),
    ],
)
def test_other_arguments_are_named(change, message):
    args = sgd_args()
    compiled = per.compile(sgd_step, args, regularizer=None)
    with pytest.raises(per.ArgumentError, match=message):
        compiled(*change(*args))


def test_regularize_compiles_again_for_new_shapes_only():
    step = per.regularize(sgd_step, None)
    params = mlp_params()
    for size in (8, 4, 8):
        assert_same(step(params, *batch(size)), jax.jit(sgd_step)(params, *batch(size)))
    assert len(step._programs) == 2


def test_regularize_distinguishes_weak_types_by_result():
    step = per.regularize(lambda a, b: (a * b, jnp.sum(a * b)), None)
    half = jnp.ones(3, jnp.bfloat16)
    assert step(half, 2.0)[0].dtype == jnp.bfloat16
    assert step(half, np.float32(2.0))[0].dtype == jnp.float32


def test_train_state_with_rebuilt_optimiser():
    x, y = batch()
    compiled = per.compile(state_step, (train_state(), x, y), regularizer=None)
    want = jax.jit(state_step)(train_state(), x, y)
    other = train_state()
    state, metrics = compiled(other, x, y)
    assert_same(metrics, want[1])
    assert_same(state.params, want[0].params)
    # The optimiser in the result is the caller's.
    assert state.tx is other.tx
    assert_same(compiled(state, x, y)[1], jax.jit(state_step)(want[0], x, y)[1])


def test_train_state_with_another_learning_rate():
    x, y = batch()
    compiled = per.compile(state_step, (train_state(1e-2), x, y), regularizer=None)
    with pytest.raises(per.ArgumentError, match="structure of the arguments"):
        compiled(train_state(1e-3), x, y)
    step = per.regularize(state_step, None)
    for rate in (1e-2, 1e-3, 1e-2):
        got, want = step(train_state(rate), x, y), jax.jit(state_step)(train_state(rate), x, y)
        assert_same(got[0].params, want[0].params)
    assert len(step._programs) == 2


def noisy_step(params, x, y, key):
    new, loss = sgd_step(params, x + jax.random.normal(key, x.shape), y)
    return new, loss, jax.random.split(key)[0]


@pytest.mark.parametrize("impl", ["threefry2x32", "rbg"])
def test_typed_prng_keys(impl):
    args = (*sgd_args(), jax.random.key(3, impl=impl))
    compiled = per.compile(noisy_step, args, regularizer=None)
    got = compiled(*args)
    assert_same(got, jax.jit(noisy_step)(*args))
    assert_same(compiled(*args[:3], got[2]), jax.jit(noisy_step)(*args[:3], got[2]))


def test_raw_keys_are_no_typed_keys():
    args = (*sgd_args(), jax.random.key(3))
    compiled = per.compile(noisy_step, args, regularizer=None)
    with pytest.raises(per.ArgumentError, match=r"key: expected key<fry>\[\], got uint32\[2\]"):
        compiled(*args[:3], jax.random.PRNGKey(3))


def test_jitted_step_with_donation():
    jitted = jax.jit(sgd_step, donate_argnums=0)
    want = jax.jit(sgd_step)(*sgd_args())
    compiled = per.compile(jitted, sgd_args(), regularizer=None)
    params, x, y = sgd_args()
    assert_same(compiled(params, x, y), want)
    assert params["w"].is_deleted() and params["v"].is_deleted()


def test_donate_argnums_and_no_donation_without():
    params, x, y = sgd_args()
    per.compile(sgd_step, (params, x, y), regularizer=None)(params, x, y)
    assert not params["w"].is_deleted()
    compiled = per.compile(sgd_step, (params, x, y), donate_argnums=0, regularizer=None)
    compiled(params, x, y)
    assert params["w"].is_deleted()


def test_donation_by_an_outer_jit():
    params, x, y = sgd_args()
    want = jax.jit(sgd_step)(params, x, y)
    compiled = per.compile(sgd_step, (params, x, y), regularizer=None)
    assert_same(jax.jit(compiled, donate_argnums=0)(params, x, y), want)
    assert params["w"].is_deleted()


def test_huge_integer():
    compiled = per.compile(scaled_step, (*sgd_args(), 2), regularizer=None)
    with pytest.raises((per.ArgumentError, OverflowError)):
        compiled(*sgd_args(), 2**40)
