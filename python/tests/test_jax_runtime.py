"""Seed, step and lambda, the counter, pickling, threads."""

import concurrent.futures
import pickle
import subprocess
import sys

import cloudpickle
import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from jax_steps import assert_same, batch, sgd_args, sgd_step, state_step, train_state
from per.runtime import as_lam, as_word


@pytest.fixture(scope="module")
def compiled():
    return per.compile(sgd_step, sgd_args(), regularizer=None)


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        (0, 0),
        (7, 7),
        (2**31, -(2**31)),
        (2**32 - 1, -1),
        (np.uint32(2**32 - 1), -1),
        (np.int64(5), 5),
        (np.array(5), 5),
        (jnp.int32(5), 5),
        (jnp.uint32(2**32 - 1), -1),
    ],
)
def test_words_keep_their_bits(value, bits):
    word = as_word("seed", value)
    assert word.dtype == np.int32 and word.shape == () and int(word) == bits


@pytest.mark.parametrize("value", [-1, 2**32, np.int64(-5), np.int64(2**40)])
@pytest.mark.parametrize("name", ["seed", "step"])
def test_words_out_of_range(compiled, name, value):
    with pytest.raises(per.ArgumentError, match=f"expected {name} of 0 to 4294967295"):
        compiled(*sgd_args(), **{name: value})


@pytest.mark.parametrize("value", [1.0, True, "3", jnp.float32(1), jnp.arange(2)])
def test_words_of_another_kind(compiled, value):
    with pytest.raises(per.ArgumentError, match="expected an integer"):
        compiled(*sgd_args(), step=value)


@pytest.mark.parametrize("value", [-1e-3, float("nan"), float("inf"), np.float32(-1)])
def test_lambda_out_of_range(compiled, value):
    with pytest.raises(per.ArgumentError, match="expected lam of at least 0"):
        compiled(*sgd_args(), lam=value)
    with pytest.raises(per.ArgumentError, match="expected lam of at least 0"):
        compiled(*sgd_args(), lam=jnp.float32(value))
    with pytest.raises(ValueError, match="expected lam of at least 0"):
        per.compile(sgd_step, sgd_args(), regularizer=None, lam=float(value))


@pytest.mark.parametrize("value", ["1", jnp.ones(2), None])
def test_lambda_of_another_kind(value):
    with pytest.raises(per.ArgumentError, match="expected a number lam"):
        as_lam(value, np.float32)


@pytest.mark.parametrize("value", [1, 0.5, np.float64(0.5), jnp.float32(2), jnp.bfloat16(2)])
def test_lambda_is_a_scalar_of_the_program(value):
    lam = as_lam(value, np.float32)
    assert lam.dtype == np.float32 and lam.shape == () and lam == float(value)


@pytest.mark.parametrize("name", ["seed", "step", "lam"])
def test_colliding_keyword(name):
    namespace = {"sgd_step": sgd_step}
    exec(f"def step_(params, x, y, {name}=0): return sgd_step(params, x, y)", namespace)
    with pytest.raises(per.StepError, match=f"parameter '{name}'"):
        per.compile(namespace["step_"], sgd_args(), regularizer=None)
    with pytest.raises(per.StepError, match=f"parameter '{name}'"):
        per.regularize(namespace["step_"], None)

    def any_keywords(params, x, y, **kwargs):
        return sgd_step(params, x, y)

    with pytest.raises(per.StepError, match=f"parameter '{name}'"):
        per.compile(any_keywords, sgd_args(), {name: 1}, regularizer=None)


def test_positional_only_names_do_not_collide():
    def step(params, x, y, seed, /):
        new, loss = sgd_step(params, x, y)
        return new, loss + seed

    args = (*sgd_args(), 4)
    assert_same(per.compile(step, args, regularizer=None)(*args, seed=1), jax.jit(step)(*args))


def test_paths_of_arguments():
    x, y = batch()
    args = (train_state(), x, y)
    for path in ("state.step", "state.opt_state[0].count", "state.opt_state.0.count"):
        per.compile(state_step, args, regularizer=None, step_arg=path)(*args)
    with pytest.raises(per.ArgumentError, match=r"no array argument is at 'state\.time'"):
        per.compile(state_step, args, regularizer=None, step_arg="state.time")
    compiled = per.compile(state_step, args, regularizer=None, step_arg="x")
    with pytest.raises(per.ArgumentError, match="expected an integer step"):
        compiled(*args)


def test_pickle():
    x, y = batch()
    compiled = per.compile(state_step, (train_state(), x, y), regularizer=None)
    compiled.counter = 5
    want = compiled(train_state(), x, y)
    # The optimiser's functions cannot be pickled: they come from the caller.
    again = pickle.loads(pickle.dumps(compiled))
    mine = train_state()
    got = again(mine, x, y)
    assert got[0].tx is mine.tx and again.counter == 5
    assert_same(got[1], want[1])
    assert_same(got[0].params, want[0].params)
    with pytest.raises(per.ArgumentError, match="structure of the arguments"):
        again(train_state(1e-3), x, y)
    with pytest.raises(per.ArgumentError, match=r"y: expected float32\[8,4\]"):
        again(mine, x, y[:2])


def test_pickle_to_another_process(tmp_path):
    args = sgd_args()
    compiled = per.compile(sgd_step, args, regularizer=None)
    want = compiled(*args)
    file = tmp_path / "step.pickle"
    file.write_bytes(cloudpickle.dumps((compiled, jax.tree.map(np.asarray, (args, want)))))
    code = (
        "import pickle, sys, numpy, jax\n"
        "step, (args, want) = pickle.load(open(sys.argv[1], 'rb'))\n"
        "jax.tree.map(numpy.testing.assert_array_equal, step(*args), want)\n"
        "print('same')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, file], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0 and run.stdout == "same\n", run.stderr


def test_threads(compiled):
    args = sgd_args()
    want = jax.jit(sgd_step)(*args)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for got in pool.map(lambda _: compiled(*args), range(16)):
            assert_same(got, want)


def test_threads_that_compile():
    step = per.regularize(sgd_step, None)
    sizes = [4, 8, 4, 8, 4, 8]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda size: step(*sgd_args(size)), sizes))
    for size, got in zip(sizes, results, strict=True):
        assert_same(got, jax.jit(sgd_step)(*sgd_args(size)))
    assert len(step._programs) == 2


@pytest.mark.parametrize("target", ["cuda"])
def test_targets_that_come_later(target):
    with pytest.raises(NotImplementedError, match="comes later"):
        per.compile(sgd_step, sgd_args(), regularizer=None, target=target)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"target": "tpu"}, "expected target 'xla'"),
        ({"on_failure": "ignore"}, "expected on_failure"),
        ({"loss_scale": 0.0}, "positive, finite loss_scale"),
        ({"sample_dims": (0, 0)}, "different sample_dims"),
        ({"sites": "("}, "no regular expression"),
        ({"lam": per.Constant(0.0), "lam_arg": "x"}, "exclude each other"),
        ({"seed_arg": per.Constant(2**32)}, "expected seed_arg of 0 to"),
        ({"step_arg": per.Constant(-1)}, "expected step_arg of 0 to"),
    ],
)
def test_bad_options(options, error):
    with pytest.raises(ValueError, match=error):
        per.compile(sgd_step, sgd_args(), regularizer=None, **options)


@pytest.mark.parametrize(
    "options",
    [
        {"regularizer": "l2"},
        {"regularizer": None, "sites": 1.5},
        {"regularizer": None, "sites": [-1]},
        {"regularizer": None, "bounds": 40},
    ],
)
def test_options_of_another_kind(options):
    with pytest.raises(TypeError, match="expected"):
        per.compile(sgd_step, sgd_args(), **options)
