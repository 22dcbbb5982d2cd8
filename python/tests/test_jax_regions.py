"""What sites in loops, branches and shard_map compute: tensors and penalties.

The references are forward passes that return their own activations.
"""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax import lax
from jax.sharding import PartitionSpec as P
from jax_steps import assert_close
from models.common import CLASSES16, SEQUENCES, VECTORS, cross_entropy, descend, mse, sgd, weights

_RATE = 0.1


def untapped(site, h, samples=None):
    return h


def squares(h):
    """R of per.L2, reduction "mean", of one tensor with its samples in front."""
    return jnp.square(h).sum(-1).mean()


def check(step, args, tensors, penalties, **options):
    """Captured activations and penalties are the given ones, site by site."""
    captured = per.capture(step, args, **options)
    assert_close(captured, tensors, rtol=1e-5, atol=1e-6)
    compiled = per.compile(step, args, regularizer=per.L2(), lam=0.0, **options)
    assert_close(compiled.penalties(*args), penalties, rtol=1e-5, atol=1e-6)


# -- Loops.

_CELL = weights((12, 20), (20, 20), (20, 5))


def recurrent(p, tap, x, y, reverse=False):
    def cell(h, x):
        h = tap(0, jnp.tanh(x @ p[0] + h @ p[1]))
        return h, h

    h, hs = lax.scan(cell, jnp.zeros((4, 20)), x.swapaxes(0, 1), reverse=reverse)
    return cross_entropy(h @ p[2], y), hs


def of_loss(function, **more):
    return sgd(lambda *args: function(*args, **more)[0])(untapped)


def test_time_steps():
    args = (_CELL, SEQUENCES, CLASSES16[:4])
    hs = recurrent(_CELL, untapped, *args[1:])[1]
    check(of_loss(recurrent), args, [hs], [jnp.square(hs).sum(-1).mean(-1).sum()])


def test_order_of_time_steps():
    """Iterations come in the order in which they run."""
    args = (_CELL, SEQUENCES, CLASSES16[:4])
    hs = recurrent(_CELL, untapped, *args[1:], reverse=True)[1][::-1]
    check(
        of_loss(recurrent, reverse=True),
        args,
        [hs],
        [jnp.square(hs).sum(-1).mean(-1).sum()],
    )


_LAYERS = [3 * weights((3, 20, 20))[0], *weights((20, 5))]


def layers(p, x, y):
    """Two activations in one loop, and one after it."""

    def layer(x, w):
        first = jnp.tanh(x @ w)
        second = jax.nn.gelu(first @ w)
        return second, (first, second)

    x, inner = lax.scan(layer, x, p[0])
    last = jax.nn.relu(x @ p[0][0])
    return cross_entropy(last @ p[1], y), (*inner, last)


def plain(function):
    """The step of a loss that returns its activations too."""

    def step(p, *batch):
        value, grads = jax.value_and_grad(lambda p: function(p, *batch)[0])(p)
        return value, descend(p, grads, _RATE)

    return step


def test_several_sites_of_a_loop():
    args = (_LAYERS, VECTORS, CLASSES16)
    first, second, last = layers(*args)[1]
    over_layers = lambda h: jnp.square(h).sum(-1).mean(-1).sum()
    check(
        plain(layers),
        args,
        [first, second, last],
        [over_layers(first), over_layers(second), squares(last)],
    )


def test_micro_batches_of_scanned_layers():
    """A leading axis for each loop; the penalty is that of the whole batch."""
    parts = lambda a: a.reshape(4, 4, -1)

    def step(p, x, y):
        def body(total, batch):
            value, grads = jax.value_and_grad(lambda p: layers(p, *batch)[0])(p)
            return jax.tree.map(jnp.add, total, (value, grads)), None

        zeros = (jnp.zeros(()), jax.tree.map(jnp.zeros_like, p))
        (value, grads), _ = lax.scan(body, zeros, (parts(x), parts(y)))
        return value / 4, descend(p, jax.tree.map(lambda g: g / 4, grads), _RATE)

    args = (_LAYERS, VECTORS, CLASSES16)
    hidden = [layers(_LAYERS, x, y)[1] for x, y in zip(*map(parts, args[1:]), strict=True)]
    tensors = [jnp.stack(h) for h in zip(*hidden, strict=True)]
    whole = layers(*args)[1]
    over_layers = lambda h: jnp.square(h).sum(-1).mean(-1).sum()
    with pytest.warns(per.MeasuredWeightWarning):
        check(
            step, args, tensors, [over_layers(whole[0]), over_layers(whole[1]), squares(whole[2])]
        )


def test_optimizer_steps():
    """Steps are apart from each other: each has its tensor and its penalty."""

    def step(p, x, y):
        def body(p, batch):
            value, grads = jax.value_and_grad(lambda p: layers(p, *batch)[0])(p)
            return descend(p, grads, _RATE), value

        p, losses = lax.scan(body, p, (x.reshape(2, 8, -1), y.reshape(2, 8, -1)))
        return losses[-1], p

    p, hidden = _LAYERS, []
    for x, y in zip(VECTORS.reshape(2, 8, -1), CLASSES16.reshape(2, 8, -1), strict=True):
        hidden.append(layers(p, x, y)[1])
        p = plain(layers)(p, x, y)[1]
    tensors = [jnp.stack(h) for h in zip(*hidden, strict=True)]
    over_layers = lambda h: jnp.square(h).sum(-1).mean(-1).sum(-1)
    check(
        step,
        (_LAYERS, VECTORS, CLASSES16),
        tensors,
        [
            over_layers(tensors[0]),
            over_layers(tensors[1]),
            jnp.square(tensors[2]).sum(-1).mean(-1),
        ],
    )


def test_unknown_number_of_iterations():
    def step(p, n, x, y):
        def body(i, total):
            value, grads = jax.value_and_grad(lambda p: layers(p, x + i, y)[0])(p)
            return jax.tree.map(jnp.add, total, (value, grads))

        zeros = (jnp.zeros(()), jax.tree.map(jnp.zeros_like, p))
        value, grads = lax.fori_loop(0, n, body, zeros)
        return value / n, descend(p, jax.tree.map(lambda g: g / n, grads), _RATE)

    args = (_LAYERS, np.int32(3), VECTORS, CLASSES16)
    with pytest.raises(per.CompileError, match="number of times that is not known"):
        per.capture(step, args, sites=[2])


# -- Branches.


@pytest.mark.parametrize("flag", [True, False])
def test_branches(flag):
    """Zero where the other branch is taken."""

    def loss(p, flag, x, y):
        h = x @ p[0]
        h = lax.cond(flag, jax.nn.relu, jnp.tanh, h)
        return cross_entropy(h @ p[1], y), None

    p = weights((20, 24), (24, 5))
    h = VECTORS @ p[0]
    tensors = [jnp.tanh(h) * (not flag), jax.nn.relu(h) * flag]
    check(
        plain(loss),
        (p, np.bool_(flag), VECTORS, CLASSES16),
        tensors,
        [squares(h) for h in tensors],
    )


def test_branches_in_a_loop():
    flags = np.array([True, False, True])

    def loss(p, flags, x, y):
        def body(h, layer):
            w, flag = layer
            h = h @ w
            h = lax.cond(flag, lambda h: jnp.tanh(2 * h), jnp.tanh, h)
            return h, h

        h, hs = lax.scan(body, x, (p[0], flags))
        return cross_entropy(h @ p[1], y), hs

    args = (_LAYERS, flags, VECTORS, CLASSES16)
    hs = loss(*args)[1]
    taken = flags[:, None, None]
    tensors = [hs * ~taken, hs * taken]
    check(plain(loss), args, tensors, [jnp.square(h).sum(-1).mean(-1).sum() for h in tensors])


def test_loop_in_a_branch():
    def loss(p, flag, x, y):
        body = lambda h, w: (jnp.tanh(h @ w),) * 2
        skipped = lambda x: (x, jnp.zeros((3, *x.shape)))
        h, hs = lax.cond(flag, lambda x: lax.scan(body, x, p[0]), skipped, x)
        return cross_entropy(h @ p[1], y), hs

    for flag in (True, False):
        args = (_LAYERS, np.bool_(flag), VECTORS, CLASSES16)
        assert_close(per.capture(plain(loss), args), [loss(*args)[1]], rtol=1e-5, atol=1e-6)


# -- Devices.

needs_devices = pytest.mark.skipif(
    jax.device_count() < 8, reason="needs XLA_FLAGS=--xla_force_host_platform_device_count=8"
)


def on_mesh(**axes):
    auto = (jax.sharding.AxisType.Auto,) * len(axes)
    count = int(np.prod(list(axes.values())))
    devices = jax.devices()[:count]
    mesh = jax.make_mesh(tuple(axes.values()), tuple(axes), auto, devices=devices)
    return functools.partial(jax.shard_map, mesh=mesh, check_vma=False)


_TWO = weights((20, 24), (24, 20), (20, 5))


def two_layers(p, x, y):
    first = jnp.tanh(x @ p[0])
    second = jax.nn.relu(first @ p[1])
    return cross_entropy(second @ p[2], y), (first, second)


def data_parallel(loss):
    """The step of `loss`, which returns its activations too, on four parts of the batch."""

    def step(p, x, y):
        @functools.partial(
            on_mesh(data=4), in_specs=(P(), P("data"), P("data")), out_specs=(P(), P())
        )
        def shard(p, x, y):
            value, grads = jax.value_and_grad(lambda p: loss(p, x, y)[0])(p)
            return lax.pmean(value, "data"), lax.pmean(grads, "data")

        value, grads = shard(p, x, y)
        return value, descend(p, grads, _RATE)

    return step


@needs_devices
def test_data_parallel():
    """The tensor of all devices; the mean over their batches."""
    step = data_parallel(two_layers)
    args = (_TWO, VECTORS, CLASSES16)
    whole = two_layers(*args)[1]
    check(step, args, list(whole), [squares(h) for h in whole])
    assert all(c.ok and c.weight == 1 for c in per.verify(step, args).checks)


@needs_devices
def test_tensor_parallel():
    """Features that are split count once each, replicas once together. (Slices
    of the features of one device are another matter: L2 is a sum.)"""
    specs = (P(None, "model"), P("model"), P())

    def step(p, x, y):
        @functools.partial(
            on_mesh(data=4, model=2),
            in_specs=(specs, P("data"), P("data")),
            out_specs=(P(), specs),
        )
        def shard(p, x, y):
            def loss(p):
                h = jax.nn.relu(lax.psum(jnp.tanh(x @ p[0]) @ p[1], "model"))
                return cross_entropy(h @ p[2], y)

            value, grads = jax.value_and_grad(loss)(p)
            return lax.pmean(value, "data"), lax.pmean(grads, "data")

        value, grads = shard(tuple(p), x, y)
        return value, descend(p, list(grads), _RATE)

    args = (_TWO, VECTORS, CLASSES16)
    whole = two_layers(*args)[1]
    check(step, args, list(whole), [squares(h) for h in whole])


@needs_devices
def test_gathered_weights():
    """Each device holds a part of the weights, and gathers them (FSDP)."""

    def step(p, x, y):
        @functools.partial(
            on_mesh(data=4),
            in_specs=((P("data"), P(), P()), P("data"), P("data")),
            out_specs=(P(), (P("data"), P(), P())),
        )
        def shard(p, x, y):
            def loss(p):
                w = lax.all_gather(p[0], "data", axis=0, tiled=True)
                return two_layers([w, *p[1:]], x, y)[0]

            value, (own, *shared) = jax.value_and_grad(loss)(p)
            return lax.pmean(value, "data"), (own / 4, *lax.pmean(shared, "data"))

        value, grads = shard(tuple(p), x, y)
        return value, descend(p, list(grads), _RATE)

    args = (_TWO, VECTORS, CLASSES16)
    whole = two_layers(*args)[1]
    check(step, args, list(whole), [squares(h) for h in whole])


@needs_devices
def test_embeddings():
    """Tokens are split, the table is not."""
    tokens = np.random.default_rng(5).integers(0, 30, (16, 6)).astype(np.int32)
    table, *p = weights((30, 20), (20, 24), (24, 5))

    def loss(p, tokens, y):
        h = jax.nn.gelu(p[0][tokens] @ p[1])
        return cross_entropy(h.mean(1) @ p[2], y), h

    step = data_parallel(loss)
    args = ([table, *p], tokens, CLASSES16)
    h = loss(*args)[1]
    assert_close(per.capture(step, args), [h], rtol=1e-5, atol=1e-6)
    compiled = per.compile(step, args, regularizer=per.L2(), sample_dims=(0,))
    assert_close(compiled.penalties(*args), [jnp.square(h).sum() / 16], rtol=1e-5)


@needs_devices
def test_batch_taken_by_number():
    """That a device cuts out its part is not understood: no guess is made, and
    the errors name the way that is."""

    def step(p, x, y):
        @functools.partial(on_mesh(data=4), in_specs=(P(), P(), P()), out_specs=(P(), P()))
        def shard(p, x, y):
            own = lambda a: lax.dynamic_slice_in_dim(a, 4 * lax.axis_index("data"), 4)
            value, grads = jax.value_and_grad(lambda p: two_layers(p, own(x), own(y))[0])(p)
            return lax.pmean(value, "data"), lax.pmean(grads, "data")

        value, grads = shard(p, x, y)
        return value, descend(p, grads, _RATE)

    args = (_TWO, VECTORS, CLASSES16)
    remedy = ".*let (the|a) region split its operands \\(in_specs of shard_map\\)"
    with pytest.raises(per.CompileError, match="not clear how what the devices hold" + remedy):
        per.capture(step, args)
    compiled = per.compile(step, args, regularizer=per.L2())
    with pytest.raises(per.CompileError, match="no known weight" + remedy):
        compiled.penalties(*args)


@needs_devices
def test_differentiated_from_outside():
    def loss(p, x, y):
        shard = on_mesh(data=4)(
            lambda x, w: jnp.tanh(x @ w), in_specs=(P("data"), P()), out_specs=P("data")
        )
        h = shard(x, p[0])
        return cross_entropy(h @ p[1], y), h

    args = (weights((20, 24), (24, 5)), VECTORS, CLASSES16)
    h = loss(*args)[1]
    check(plain(loss), args, [h], [squares(h)])
    assert all(c.ok and c.weight == 1 for c in per.verify(plain(loss), args).checks)


@needs_devices
def test_loop_and_branch_on_devices():
    flags = np.array([True, False, True])

    def scanned(p, flags, x):
        def body(h, layer):
            w, flag = layer
            h = lax.cond(flag, jnp.tanh, jax.nn.gelu, h @ w)
            return h, h

        return lax.scan(body, x, (p[0], flags))

    def step(p, flags, x, y):
        @functools.partial(
            on_mesh(data=2), in_specs=(P(), P(), P("data"), P("data")), out_specs=(P(), P())
        )
        def shard(p, flags, x, y):
            loss = lambda p: mse(scanned(p, flags, x)[0] @ p[1], y)
            value, grads = jax.value_and_grad(loss)(p)
            return lax.pmean(value, "data"), lax.pmean(grads, "data")

        value, grads = shard(p, flags, x, y)
        return value, descend(p, grads, _RATE)

    args = (_LAYERS, flags, VECTORS, CLASSES16)
    hs = scanned(*args[:3])[1]
    taken = flags[:, None, None]
    tensors = [hs * ~taken, hs * taken]
    check(step, args, tensors, [jnp.square(h).sum(-1).mean(-1).sum() for h in tensors])


# -- Functions that are not differentiated.


def check_loss(loss, args, penalties, lam=0.3):
    """lam * R of all sites is added to the loss."""
    value = loss(*args)
    compiled = per.compile(
        lambda *args: loss(*args), args, regularizer=per.L2(), lam=lam, differentiated=False
    )
    assert_close(compiled(*args), value + lam * sum(penalties), rtol=1e-5)


def test_penalties_in_the_loss_of_time_steps():
    args = (_CELL, SEQUENCES, CLASSES16[:4])
    hs = recurrent(_CELL, untapped, *args[1:])[1]
    loss = lambda p, x, y: recurrent(p, untapped, x, y)[0]
    check_loss(loss, args, [jnp.square(hs).sum(-1).mean(-1).sum()])


def test_penalties_in_the_loss_of_several_loops():
    def loss(p, x, y):
        value, _ = layers(p, x, y)
        return value + layers(p, jnp.cos(x), y)[0]

    args = (_LAYERS, VECTORS, CLASSES16)
    hidden = [*layers(*args)[1], *layers(_LAYERS, jnp.cos(VECTORS), CLASSES16)[1]]
    check_loss(loss, args, [jnp.square(h).sum(-1).mean(-1).sum() for h in hidden])


@pytest.mark.parametrize("flag", [True, False])
def test_penalties_in_the_loss_of_branches(flag):
    def loss(p, flag, x, y):
        h = x @ p[0]
        return cross_entropy(lax.cond(flag, jax.nn.relu, jnp.tanh, h) @ p[1], y)

    args = (weights((20, 24), (24, 5)), np.bool_(flag), VECTORS, CLASSES16)
    h = VECTORS @ args[0][0]
    check_loss(loss, args, [squares(jax.nn.relu(h) if flag else jnp.tanh(h))])


@needs_devices
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_penalties_in_the_loss_of_devices(reduction):
    def loss(p, x, y):
        @functools.partial(
            on_mesh(data=4, model=2), in_specs=(P(), P("data"), P("data")), out_specs=P()
        )
        def shard(p, x, y):
            return lax.pmean(two_layers(p, x, y)[0], "data")

        return shard(p, x, y)

    args = (_TWO, VECTORS, CLASSES16)
    value, hidden = two_layers(*args)
    total = sum(jnp.square(h).sum() for h in hidden)
    compiled = per.compile(
        lambda *args: loss(*args),
        args,
        regularizer=per.L2(reduction=reduction),
        lam=0.3,
        differentiated=False,
    )
    want = value + 0.3 * total / (16 if reduction == "mean" else 1)
    assert_close(compiled(*args), want, rtol=1e-5)
