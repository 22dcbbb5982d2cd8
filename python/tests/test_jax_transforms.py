"""A compiled step inside of jax: what works, and what is refused."""

import jax
import jax.numpy as jnp
import per
import pytest
from jax_steps import assert_close, assert_same, mlp_params, sgd_args, sgd_step


@pytest.fixture(scope="module")
def compiled():
    return per.compile(sgd_step, sgd_args(), regularizer=None)


def test_jit(compiled):
    args = sgd_args()
    assert_close(jax.jit(compiled)(*args), jax.jit(sgd_step)(*args))


def test_scan_and_fori_loop(compiled):
    params, x, y = sgd_args()
    want = params
    for _ in range(3):
        want = jax.jit(sgd_step)(want, x, y)[0]
    scanned, losses = jax.lax.scan(lambda p, _: compiled(p, x, y), params, None, length=3)
    assert losses.shape == (3,)
    assert_close(scanned, want, rtol=1e-5)
    looped = jax.lax.fori_loop(0, 3, lambda i, p: compiled(p, x, y, step=i)[0], params)
    assert_close(looped, want, rtol=1e-5)


def test_python_loop_with_fresh_results(compiled):
    params, x, y = sgd_args()
    losses = []
    for _ in range(4):
        params, loss = compiled(params, x, y)
        losses.append(float(loss))
    assert losses == sorted(losses, reverse=True)


@pytest.mark.parametrize("wrap", [lambda f: f, jax.jit], ids=["eager", "jit"])
@pytest.mark.parametrize(
    "derivative",
    [
        lambda f, p: jax.grad(f)(p),
        lambda f, p: jax.value_and_grad(f)(p),
        lambda f, p: jax.jvp(f, (p,), (p,)),
        lambda f, p: jax.vjp(f, p),
        lambda f, p: jax.linearize(f, p),
        lambda f, p: jax.grad(jax.checkpoint(f))(p),
    ],
    ids=["grad", "value_and_grad", "jvp", "vjp", "linearize", "remat"],
)
def test_derivatives_are_refused(compiled, wrap, derivative):
    _, x, y = sgd_args()
    with pytest.raises(per.TransformError, match="cannot be differentiated"):
        derivative(wrap(lambda p: compiled(p, x, y)[1]), mlp_params())


def test_vmap_is_refused(compiled):
    params, x, y = sgd_args()
    stacked = jax.tree.map(lambda p: jnp.stack([p, p]), params)
    with pytest.raises(per.TransformError, match="cannot be vmapped"):
        jax.vmap(lambda p: compiled(p, x, y))(stacked)
    with pytest.raises(per.TransformError, match="cannot be vmapped"):
        jax.vmap(jax.jit(lambda p: compiled(p, x, y)))(stacked)


def test_gradient_of_something_else_goes_through(compiled):
    """Only what depends on the step is refused."""
    params, x, y = sgd_args()

    def loss(scale):
        return scale * 2 + jax.lax.stop_gradient(compiled(params, x, y)[1])

    assert jax.grad(loss)(1.0) == 2.0


def test_regularize_inside_jit():
    args = sgd_args()
    step = per.regularize(sgd_step, None)
    assert_close(jax.jit(step)(*args), jax.jit(sgd_step)(*args))
    assert_same(step(*args), jax.jit(sgd_step)(*args))


def test_compiled_step_inside_a_compiled_step(compiled):
    """The inner one is part of the outer program."""

    def twice(params, x, y):
        params, _ = compiled(params, x, y)
        return compiled(params, x, y)

    args = sgd_args()
    want = jax.jit(sgd_step)(jax.jit(sgd_step)(*args)[0], *args[1:])
    assert_close(per.compile(twice, args, regularizer=None)(*args), want)
