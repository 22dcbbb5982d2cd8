"""Steps on several devices equal the same step on one."""

import pickle

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as P
from jax_steps import assert_close, batch, mlp_params, sgd_args, sgd_step

pytestmark = pytest.mark.skipif(
    jax.device_count() < 8, reason="needs XLA_FLAGS=--xla_force_host_platform_device_count=8"
)


def mesh():
    return Mesh(np.array(jax.devices()[:8]).reshape(4, 2), ("data", "model"))


def shardings(kind):
    """Of the parameters and of the batch."""
    named = lambda *spec: NamedSharding(mesh(), P(*spec))
    data = named("data") if kind != "tensor" else named()
    tensor = kind != "data"
    params = {
        "w": named(None, "model") if tensor else named(),
        "v": named("model", None) if tensor else named(),
    }
    return params, data


def sharded_args(kind):
    params, data = shardings(kind)
    x, y = batch()
    return jax.device_put(mlp_params(), params), *jax.device_put((x, y), data)


KINDS = ["data", "tensor", "both"]


@pytest.mark.parametrize("kind", KINDS)
def test_sharded_arguments(kind):
    args = sharded_args(kind)
    compiled = per.compile(sgd_step, args, regularizer=None)
    got, loss = compiled(*args)
    assert_close((got, loss), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)
    assert len(loss.sharding.device_set) == 8
    again, _ = compiled(got, *args[1:])
    assert len(again["w"].sharding.device_set) == 8


@pytest.mark.parametrize("kind", KINDS)
def test_shardings_of_a_jitted_step_with_host_arrays(kind):
    params, data = shardings(kind)
    jitted = jax.jit(
        sgd_step,
        in_shardings=(params, data, data),
        out_shardings=(params, NamedSharding(mesh(), P())),
    )
    host = jax.tree.map(np.asarray, sgd_args())
    compiled = per.compile(jitted, host, regularizer=None)
    got, loss = compiled(*host)
    assert_close((got, loss), jitted(*host), rtol=1e-5)
    assert got["w"].sharding.is_equivalent_to(params["w"], 2)
    assert_close(compiled(got, *host[1:])[0], jitted(got, *host[1:])[0], rtol=1e-5)


def test_shapes_with_shardings():
    params, data = shardings("both")
    leaf = lambda a, s: jax.ShapeDtypeStruct(a.shape, a.dtype, sharding=s)
    x, y = batch()
    example = (jax.tree.map(leaf, mlp_params(), params), leaf(x, data), leaf(y, data))
    compiled = per.compile(sgd_step, example, regularizer=None)
    assert_close(compiled(*sgd_args()), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)


def test_arguments_on_other_devices_are_moved():
    args = sharded_args("data")
    compiled = per.compile(sgd_step, args, regularizer=None)
    other = jax.device_put(sgd_args(), jax.devices()[3])
    assert_close(compiled(*other), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)


def test_one_device_program_takes_sharded_arguments():
    compiled = per.compile(sgd_step, sgd_args(), regularizer=None)
    assert_close(compiled(*sharded_args("data")), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)


def test_inside_jit():
    args = sharded_args("both")
    compiled = per.compile(sgd_step, args, regularizer=None)
    assert_close(jax.jit(compiled)(*args), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)


def test_regularize_compiles_again_for_new_shardings():
    step = per.regularize(sgd_step, None)
    want = jax.jit(sgd_step)(*sgd_args())
    for kind in ("data", "tensor", "data"):
        assert_close(step(*sharded_args(kind)), want, rtol=1e-5)
    assert_close(step(*sgd_args()), want)
    assert len(step._programs) == 3


def test_donation_of_sharded_arguments():
    args = sharded_args("both")
    compiled = per.compile(sgd_step, args, regularizer=None, donate_argnums=0)
    assert_close(compiled(*args), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)
    assert args[0]["w"].is_deleted()


def test_pickle():
    args = sharded_args("both")
    compiled = pickle.loads(pickle.dumps(per.compile(sgd_step, args, regularizer=None)))
    assert_close(compiled(*args), jax.jit(sgd_step)(*sgd_args()), rtol=1e-5)


def test_shard_map():
    def local_step(params, x, y):
        def loss(params):
            return jax.lax.pmean(
                jnp.mean((jnp.tanh(x @ params["w"]) @ params["v"] - y) ** 2), "data"
            )

        value, gradients = jax.value_and_grad(loss)(params)
        return jax.tree.map(lambda p, g: p - 0.1 * g, params, gradients), value

    step = jax.shard_map(
        local_step, mesh=mesh(), in_specs=(P(), P("data"), P("data")), out_specs=(P(), P())
    )
    args = sgd_args()
    want = jax.jit(step)(*args)
    assert_close(want, jax.jit(sgd_step)(*args), rtol=1e-5)
    assert_close(per.compile(step, args, regularizer=None)(*args), want, rtol=1e-6)
