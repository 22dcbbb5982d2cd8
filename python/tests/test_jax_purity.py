"""Steps that are not pure functions of arrays are refused by name."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import optax
import per
import pytest
from flax import nnx
from jax_steps import assert_close, assert_same, batch, sgd_args, sgd_step


def test_debug_print():
    def step(params, x, y):
        new, loss = sgd_step(params, x, y)
        jax.debug.print("loss {}", loss)
        return new, loss

    with pytest.raises(per.StepError, match=r"jax\.debug\.print .*test_jax_purity\.py"):
        per.compile(step, sgd_args(), regularizer=None)


@pytest.mark.parametrize("ordered", [False, True])
def test_debug_callback(ordered):
    def step(params, x, y):
        jax.debug.callback(lambda _: None, x, ordered=ordered)
        return sgd_step(params, x, y)

    with pytest.raises(per.StepError, match=r"jax\.debug\.callback"):
        per.compile(step, sgd_args(), regularizer=None)


def test_pure_callback_in_a_loop():
    def step(params, x, y):
        shape = jax.ShapeDtypeStruct(x.shape, x.dtype)

        def body(carry, _):
            return jax.pure_callback(lambda a: np.asarray(a) * 2, shape, carry), None

        return sgd_step(params, jax.lax.scan(body, x, None, length=2)[0], y)

    with pytest.raises(per.StepError, match=r"jax\.pure_callback"):
        per.compile(step, sgd_args(), regularizer=None)


def test_pmap():
    args = jax.tree.map(lambda a: jnp.asarray(a)[None], sgd_args())
    with pytest.raises(per.StepError, match=r"jax\.pmap"):
        per.compile(jax.pmap(sgd_step), args, regularizer=None)


def test_arguments_changed_in_place():
    def step(params, x, y):
        new, loss = sgd_step(params, x, y)
        params["w"] = new["w"]
        return loss

    with pytest.raises(per.StepError, match=r"in place, at params\['w'\]"):
        per.compile(step, sgd_args(), regularizer=None)


class Net(nnx.Module):
    def __init__(self, rngs):
        self.first = nnx.Linear(8, 16, rngs=rngs)
        self.second = nnx.Linear(16, 4, rngs=rngs)

    def __call__(self, x):
        return self.second(nnx.tanh(self.first(x)))


def nnx_loss(model, x, y):
    return jnp.mean((model(x) - y) ** 2)


def nnx_step(model, optimizer, x, y):
    loss, gradients = nnx.value_and_grad(nnx_loss)(model, x, y)
    optimizer.update(model, gradients)
    return loss


def nnx_objects():
    model = Net(nnx.Rngs(0))
    return model, nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)


def test_nnx_jit():
    with pytest.raises(per.StepError, match=r"nnx\.jit.*nnx\.split"):
        per.compile(nnx.jit(nnx_step), (*nnx_objects(), *batch()), regularizer=None)


def test_nnx_step_that_changes_its_arguments():
    with pytest.raises(per.StepError, match=r"in place.*nnx\.split"):
        per.compile(nnx_step, (*nnx_objects(), *batch()), regularizer=None)


def test_nnx_split_and_merge():
    graph, state = nnx.split(nnx_objects())

    def step(state, x, y):
        model, optimizer = nnx.merge(graph, state)
        loss = nnx_step(model, optimizer, x, y)
        return nnx.state((model, optimizer)), loss

    x, y = batch()
    want_state, want_loss = jax.jit(step)(state, x, y)
    compiled = per.compile(step, (state, x, y), regularizer=None)
    got_state, got_loss = compiled(state, x, y)
    assert_same((got_state, got_loss), (want_state, want_loss))
    second = compiled(got_state, x, y)
    assert second[1] < got_loss


def test_nnx_graph_as_static_argument():
    graph, state = nnx.split(nnx_objects())

    def step(graph, state, x, y):
        model, optimizer = nnx.merge(graph, state)
        loss = nnx_step(model, optimizer, x, y)
        return nnx.state((model, optimizer)), loss

    x, y = batch()
    step = per.regularize(step, None)
    state, first = step(graph, state, x, y)
    state, second = step(graph, state, x, y)
    assert second < first and len(step._programs) == 1


def equinox_model():
    return eqx.nn.MLP(8, 4, 16, 1, activation=jax.nn.tanh, key=jax.random.key(0))


def equinox_step(model, x, y):
    def loss_function(model):
        return jnp.mean((jax.vmap(model)(x) - y) ** 2)

    loss, gradients = eqx.filter_value_and_grad(loss_function)(model)
    updates = jax.tree.map(lambda g: -0.1 * g, gradients)
    return eqx.apply_updates(model, updates), loss


@pytest.mark.parametrize("jit", [lambda f: f, eqx.filter_jit], ids=["plain", "filter_jit"])
def test_equinox(jit):
    args = (equinox_model(), *batch())
    want_model, want_loss = eqx.filter_jit(equinox_step)(*args)
    compiled = per.compile(jit(equinox_step), args, regularizer=None)
    model, loss = compiled(*args)
    assert_close(
        (eqx.filter(model, eqx.is_array), loss), (eqx.filter(want_model, eqx.is_array), want_loss)
    )
    assert model.activation is args[0].activation
    again = compiled(model, *args[1:])
    assert again[1] < loss


def test_equinox_under_plain_jit():
    """jax.jit cannot take a module with functions in it; it takes one without."""
    args = (equinox_model(), *batch())
    with pytest.raises(per.StepError, match=r"model\.activation"):
        per.compile(jax.jit(equinox_step), args, regularizer=None)

    def linear_step(model, x, y):
        loss, gradients = jax.value_and_grad(lambda m: jnp.mean((jax.vmap(m)(x) - y) ** 2))(model)
        return eqx.apply_updates(model, jax.tree.map(lambda g: -0.1 * g, gradients)), loss

    linear = (eqx.nn.Linear(8, 4, key=jax.random.key(0)), *batch())
    jitted = jax.jit(linear_step)
    assert_same(per.compile(jitted, linear, regularizer=None)(*linear), jitted(*linear))


def test_not_a_function():
    with pytest.raises(per.StepError, match="expected a function"):
        per.compile(3, (), regularizer=None)
