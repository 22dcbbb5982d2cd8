"""Compiled steps with a term in them: against automatic differentiation, and
what their keywords do."""

import concurrent.futures
import json
import pickle

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as P
from jax_steps import (
    assert_close,
    assert_same,
    batch,
    mlp_loss,
    mlp_params,
    sgd_args,
    sgd_step,
    state_step,
    train_state,
)

LAM = 0.5
MONTE_CARLO = per.ProjectedError(slices=16)


def projected_error(h, theta):
    """R(h), the paper's Eq. 5 over the given directions."""
    t = h @ theta
    value = t * jax.lax.erf(t / np.sqrt(2)) + np.sqrt(2 / np.pi) * jnp.exp(-t * t / 2)
    return value.mean(-1).mean()


def reference_step(params, x, y, lam, theta):
    def loss(params):
        h = jnp.tanh(x @ params["w"])
        return mlp_loss(params, x, y) + lam * projected_error(h, theta)

    gradients = jax.grad(loss)(params)
    return jax.tree.map(lambda p, g: p - 0.1 * g, params, gradients)


def gelu_step(params, x, y):
    def loss(params):
        h = jax.nn.gelu(x @ params["w"])
        return jnp.mean((h @ params["v"] - y) ** 2)

    value, gradients = jax.value_and_grad(loss)(params)
    return jax.tree.map(lambda p, g: p - 0.1 * g, params, gradients), value


def want_of(lam=LAM, seed=0, step=0):
    theta = per.slices(seed=seed, step=step, site=0, d=16, s=16)
    return jax.jit(reference_step)(*sgd_args(), lam, theta)


@pytest.fixture(scope="module")
def compiled():
    return per.compile(sgd_step, sgd_args(), regularizer=MONTE_CARLO, lam=LAM)


@pytest.mark.parametrize(
    "values",
    [
        {"seed": 0, "step": 0},
        {"seed": 3, "step": 7},
        {"seed": 2**32 - 1, "step": 2**31},
        {"seed": 3, "step": 7, "lam": 0.25},
    ],
)
def test_against_automatic_differentiation(compiled, values):
    got, loss = compiled(*sgd_args(), **values)
    assert_close(got, want_of(**values), rtol=1e-4, atol=2e-6)
    assert_close(loss, mlp_loss(*sgd_args()))
    # The term is seen: the tolerance is far below its effect.
    effect = jnp.abs(got["w"] - jax.jit(sgd_step)(*sgd_args())[0]["w"]).max()
    assert effect > 1e-3 * values.get("lam", LAM)


def test_run_time_values_do_not_compile_again(compiled):
    compiled(*sgd_args(), seed=1, step=1, lam=0.1)
    size = compiled._program._jitted._cache_size()
    for seed in (2, 2**32 - 1):
        compiled(*sgd_args(), seed=seed, step=seed, lam=0.3)
    assert compiled._program._jitted._cache_size() == size == 1


def test_lambda_of_zero(compiled):
    assert_close(compiled(*sgd_args(), step=0, lam=0.0), jax.jit(sgd_step)(*sgd_args()))
    constant = per.compile(sgd_step, sgd_args(), regularizer=MONTE_CARLO, lam=per.Constant(0.0))
    assert_same(constant(*sgd_args()), jax.jit(sgd_step)(*sgd_args()))
    with pytest.raises(per.ArgumentError, match="lam is a constant"):
        constant(*sgd_args(), lam=1.0)


def test_constant_lambda():
    constant = per.compile(sgd_step, sgd_args(), regularizer=MONTE_CARLO, lam=per.Constant(LAM))
    assert_close(constant(*sgd_args(), step=0)[0], want_of(), rtol=1e-4, atol=2e-6)


def test_counter(compiled):
    compiled.counter = 0
    first, second = compiled(*sgd_args()), compiled(*sgd_args())
    assert compiled.counter == 2
    assert_same(first, compiled(*sgd_args(), step=0))
    assert_same(second, compiled(*sgd_args(), step=1))
    assert compiled.counter == 2
    # A call that is refused does not count.
    with pytest.raises(per.ArgumentError):
        compiled(*sgd_args(4))
    with pytest.raises(per.ArgumentError):
        compiled(*sgd_args(), lam=-1.0)
    assert compiled.counter == 2


def test_counter_in_threads(compiled):
    compiled.counter = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: compiled(*sgd_args())[0]["w"], range(16)))
    assert compiled.counter == 16
    want = [compiled(*sgd_args(), step=step)[0]["w"] for step in range(16)]
    key = lambda w: np.asarray(w).tobytes()
    assert sorted(map(key, results)) == sorted(map(key, want))


def test_step_is_required_inside_a_trace(compiled):
    with pytest.raises(per.ArgumentError, match="pass step="):
        jax.jit(compiled)(*sgd_args())
    with pytest.raises(per.ArgumentError, match="pass step="):
        jax.jit(lambda: compiled(*sgd_args()))()
    got = jax.jit(lambda step: compiled(*sgd_args(), step=step))(0)
    assert_close(got[0], want_of(), rtol=1e-4, atol=2e-6)


def test_step_is_not_required_without_directions():
    exact = per.compile(
        sgd_step, sgd_args(), regularizer=per.ProjectedError(estimator="analytic"), lam=LAM
    )
    assert_close(jax.jit(exact)(*sgd_args()), exact(*sgd_args()))


def test_loop_inside_jax(compiled):
    params, x, y = sgd_args()

    def body(params, step):
        params, loss = compiled(params, x, y, step=step, lam=0.1)
        return params, loss

    got, _ = jax.lax.scan(body, params, jnp.arange(3))
    want = params
    for step in range(3):
        want = compiled(want, x, y, step=step, lam=0.1)[0]
    assert_close(got, want, rtol=1e-5, atol=1e-6)


def test_traced_lambda(compiled):
    schedule = jax.jit(lambda lam: compiled(*sgd_args(), step=0, lam=lam)[0])
    assert_close(schedule(0.25), want_of(0.25), rtol=1e-4, atol=2e-6)


def test_derivatives_are_refused(compiled):
    _, x, y = sgd_args()
    with pytest.raises(per.TransformError, match="leave the term out"):
        jax.grad(lambda p: compiled(p, x, y, step=0)[1])(mlp_params())


def test_step_argument():
    x, y = batch()
    step = per.compile(
        state_step, (train_state(), x, y), regularizer=MONTE_CARLO, lam=LAM, step_arg="state.step"
    )
    plain = per.compile(state_step, (train_state(), x, y), regularizer=MONTE_CARLO, lam=LAM)
    state = want = train_state()
    for number in range(3):
        state, _ = step(state, x, y)
        want, _ = plain(want, x, y, step=number)
    assert_same(state.params, want.params)
    assert step.counter == 0
    jitted, _ = jax.jit(step)(train_state(), x, y)
    assert_close(jitted.params, step(train_state(), x, y)[0].params, rtol=1e-4)


def test_constant_seed_and_step():
    constant = per.compile(
        sgd_step,
        sgd_args(),
        regularizer=MONTE_CARLO,
        lam=LAM,
        seed_arg=per.Constant(3),
        step_arg=per.Constant(2**32 - 1),
    )
    want = want_of(seed=3, step=2**32 - 1)
    for _ in range(2):  # no counter
        assert_close(constant(*sgd_args())[0], want, rtol=1e-4, atol=2e-6)
    for name in ("seed", "step"):
        with pytest.raises(per.ArgumentError, match=f"{name} is the constant"):
            constant(*sgd_args(), **{name: 1})


@pytest.mark.parametrize(
    ("tight", "message"),
    [
        ({"cones": (8,)}, "cone of 8"),
        ({"closure": 1}, "closure of 1"),
        ({"family": 1}, "family of 1"),
        ({"candidates": 1}, "1 candidates"),
    ],
)
def test_bounds(tight, message):
    with pytest.raises(per.CompileError, match=f"bounds that were hit: {message}"):
        per.compile(gelu_step, sgd_args(), regularizer=MONTE_CARLO, bounds=per.Bounds(**tight))
    wide = per.Bounds(cones=[12, 40, 140, 500])
    assert per.compile(gelu_step, sgd_args(), regularizer=MONTE_CARLO, bounds=wide).sites


def test_report_file(tmp_path):
    path = tmp_path / "attach.json"
    step = per.compile(sgd_step, sgd_args(), regularizer=MONTE_CARLO, report=path)
    assert json.loads(path.read_text()) == json.loads(step.report.json)
    assert [p.name for p in tmp_path.iterdir()] == ["attach.json"]
    with pytest.raises(FileNotFoundError):
        per.compile(
            sgd_step, sgd_args(), regularizer=MONTE_CARLO, report=tmp_path / "no" / "a.json"
        )


def test_lambda_argument():
    def step(params, x, y, weight):
        return sgd_step(params, x, y)

    regularized = per.compile(step, (*sgd_args(), 0.0), regularizer=MONTE_CARLO, lam_arg="weight")
    got, _ = regularized(*sgd_args(), 0.25, step=0)
    assert_close(got, want_of(0.25), rtol=1e-4, atol=2e-6)


def test_sites_and_report(compiled):
    (site,) = compiled.sites
    assert (site.index, site.shape, site.samples, site.features) == (0, (8, 16), 8, 16)
    assert site.family == "tanh" and "jit(sgd_step)" in site.location
    assert "per.gradient" in compiled.mlir and "per.slices" in compiled.mlir
    assert "\"params['w']\"" in compiled.mlir
    assert compiled.report.regularizer == "#per.projected_error<slices = 16>"
    (remark,) = compiled.report.remarks
    assert "site 0" in remark and "jax_steps.py" in remark
    assert "tanh" in repr(compiled.sites)


@pytest.mark.parametrize("sites", ["hidden", "tanh", 0, [0], per.Sites(families=("tanh",))])
def test_selected(sites):
    step = per.compile(sgd_step, sgd_args(), regularizer=MONTE_CARLO, lam=LAM, sites=sites)
    assert_close(step(*sgd_args(), step=0)[0], want_of(), rtol=1e-4, atol=2e-6)


@pytest.mark.parametrize("sites", ["no_such_layer", [5], per.Sites(families=("relu",))])
def test_nothing_selected_is_an_error(sites):
    with pytest.raises(per.CompileError):
        per.compile(sgd_step, sgd_args(), regularizer=MONTE_CARLO, sites=sites)


def test_no_hidden_activation():
    def linear(params, x, y):
        loss, gradients = jax.value_and_grad(lambda p: jnp.mean((x @ p["w"]) ** 2))(params)
        return gradients, loss

    with pytest.raises(per.CompileError, match="no hidden activation was found"):
        per.compile(linear, sgd_args(), regularizer=MONTE_CARLO)


def test_gradient_norm_is_no_loss():
    def step(params, x, y):
        new, loss = sgd_step(params, x, y)
        return new, jnp.sqrt(
            sum(
                jnp.sum((n - p) ** 2)
                for n, p in zip(jax.tree.leaves(new), jax.tree.leaves(params), strict=True)
            )
        )

    with pytest.raises(per.CompileError, match="loss"):
        per.compile(step, sgd_args(), regularizer=MONTE_CARLO)


def test_seed_is_part_of_the_directions(compiled):
    one, other = compiled(*sgd_args(), seed=1, step=0), compiled(*sgd_args(), seed=2, step=0)
    assert jnp.any(one[0]["w"] != other[0]["w"])


def test_pickle(compiled):
    again = pickle.loads(pickle.dumps(compiled))
    assert again.sites == compiled.sites
    assert_same(again(*sgd_args(), seed=1, step=2), compiled(*sgd_args(), seed=1, step=2))


def test_regularize():
    step = per.regularize(sgd_step, MONTE_CARLO, lam=LAM)
    with pytest.raises(RuntimeError, match="nothing is compiled yet"):
        step.sites  # noqa: B018
    assert_close(step(*sgd_args())[0], want_of(step=0), rtol=1e-4, atol=2e-6)
    step(*sgd_args(4))
    # One counter over all programs.
    assert_close(step(*sgd_args())[0], want_of(step=2), rtol=1e-4, atol=2e-6)
    assert step.counter == 3 and len(step.sites) == 1 and len(step._programs) == 2
    with pytest.raises(per.ArgumentError, match="pass step="):
        jax.jit(step)(*sgd_args())


@pytest.mark.parametrize("kind", ["data", "tensor", "both"])
@pytest.mark.parametrize("estimator", ["monte_carlo", "analytic"])
def test_several_devices_equal_one(kind, estimator):
    mesh = Mesh(np.array(jax.devices()[:8]).reshape(4, 2), ("data", "model"))
    named = lambda *spec: NamedSharding(mesh, P(*spec))
    params, x, y = sgd_args()
    tensor, data = kind != "data", kind != "tensor"
    shardings = {
        "w": named(None, "model") if tensor else named(),
        "v": named("model", None) if tensor else named(),
    }
    args = (
        jax.device_put(params, shardings),
        *jax.device_put((x, y), named("data") if data else named()),
    )
    regularizer = per.ProjectedError(estimator=estimator, slices=16)
    sharded = per.compile(sgd_step, args, regularizer=regularizer, lam=LAM)
    single = per.compile(sgd_step, sgd_args(), regularizer=regularizer, lam=LAM)
    got, loss = sharded(*args, seed=4, step=5)
    assert len(loss.sharding.device_set) == 8
    assert_close((got, loss), single(*sgd_args(), seed=4, step=5), rtol=1e-4, atol=2e-6)
