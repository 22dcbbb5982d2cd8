"""`target="cpu"`: steps as native code, called with arrays of several frameworks."""

import concurrent.futures
import multiprocessing
import pathlib
import pickle
import subprocess
import sys

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import per
import pytest


def loss(w, x, y):
    return jnp.mean((jnp.tanh(x @ w["a"]) @ w["b"] - y) ** 2)


def step(w, x, y):
    value, gradients = jax.value_and_grad(loss)(w, x, y)
    return value, jax.tree.map(lambda a, b: a - 0.1 * b, w, gradients)


def arguments():
    """Writable NumPy arrays."""
    rng = np.random.default_rng(3)
    draw = lambda *shape: rng.normal(0, 0.3, shape).astype(np.float32)
    return {"a": draw(6, 9), "b": draw(9, 4)}, draw(8, 6), draw(8, 4)


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    """A cache for these tests alone."""
    directory = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PER_CACHE_DIR", str(directory))
        yield directory


def compile_step(function=step, args=None, target="cpu", term=None, **options):
    term = term or per.ProjectedError(slices=16)
    return per.compile(
        function, args or arguments(), regularizer=term, lam=1.0, target=target, **options
    )


@pytest.fixture(scope="module")
def native(cache):
    return compile_step()


@pytest.fixture(scope="module")
def donating(cache):
    return compile_step(donate_argnums=0)


@pytest.fixture(scope="module")
def reference():
    return compile_step(target="xla")


def check_close(got, want):
    assert jax.tree.structure(got) == jax.tree.structure(want)
    for ours, theirs in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
        assert isinstance(ours, np.ndarray)
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_equals_xla(native, reference):
    for scalars in ({"seed": 5, "step": 7}, {"seed": 2**32 - 1, "step": 0, "lam": 0.25}):
        check_close(native(*arguments(), **scalars), reference(*arguments(), **scalars))


def test_counter(native, reference):
    native.counter = reference.counter = 41
    for _ in range(2):
        check_close(native(*arguments()), reference(*arguments()))
    assert native.counter == 43


def test_regularize_compiles_for_each_shape(reference):
    wrapped = per.regularize(step, per.ProjectedError(slices=16), lam=1.0, target="cpu")
    w, x, y = arguments()
    check_close(wrapped(w, x, y, seed=1, step=2), reference(w, x, y, seed=1, step=2))
    got = wrapped(w, x[:5], y[:5], seed=1, step=2)
    want = compile_step(args=(w, x[:5], y[:5]), target="xla")(w, x[:5], y[:5], seed=1, step=2)
    check_close(got, want)


def test_without_regularizer(native):
    vanilla = per.compile(step, arguments(), regularizer=None, target="cpu")
    zero = native(*arguments(), lam=0.0)
    for ours, theirs in zip(
        jax.tree.leaves(vanilla(*arguments())), jax.tree.leaves(zero), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_arrays_are_not_changed(native):
    args, kept = arguments(), arguments()
    native(*args, seed=1)
    jax.tree.map(np.testing.assert_array_equal, args, kept)


# Donation


def test_donated_state_is_updated_in_place(donating, native):
    w, x, y = arguments()
    want = native(*arguments(), seed=1, step=2)
    address = w["a"].ctypes.data
    value, updated = donating(w, x, y, seed=1, step=2)
    assert updated["a"] is w["a"] and updated["b"] is w["b"] and w["a"].ctypes.data == address
    np.testing.assert_array_equal(value, want[0])
    jax.tree.map(np.testing.assert_array_equal, updated, want[1])


def test_what_a_jitted_step_donates(native):
    jitted = jax.jit(step, donate_argnums=0)
    w, x, y = arguments()
    updated = compile_step(jitted)(w, x, y, seed=1, step=2)[1]
    assert updated["a"] is w["a"]
    want = native(*arguments(), seed=1, step=2)[1]
    jax.tree.map(np.testing.assert_array_equal, updated, want)


def test_donated_jax_arrays_stay_alive(donating):
    w, x, y = jax.tree.map(jnp.asarray, arguments())
    before = jax.tree.map(np.array, w)
    updated = donating(w, x, y, seed=1)[1]
    jax.tree.map(np.testing.assert_array_equal, w, before)
    assert not np.array_equal(updated["a"], before["a"])
    again = donating(updated, x, y, seed=1)[1]
    assert again["a"] is updated["a"]


def test_donated_arrays_of_one_type_keep_their_places():
    def swap(state, rate):
        return {"b": state["a"] * rate, "a": state["b"] + state["a"]}, jnp.sum(state["a"])

    state = {"a": np.arange(4, dtype=np.float32), "b": np.ones(4, np.float32)}
    compiled = per.compile(
        swap, (state, np.float32(2)), regularizer=None, target="cpu", donate_argnums=0
    )
    updated, total = compiled(state, np.float32(2))
    assert updated["a"] is state["a"] and updated["b"] is state["b"]
    np.testing.assert_array_equal(updated["a"], [1, 2, 3, 4])
    np.testing.assert_array_equal(updated["b"], [0, 2, 4, 6])
    assert total == 6


X = np.linspace(-1, 2, 12, dtype=np.float32)
I = np.int32([3, 4, 3])

#: Functions whose results are those of loops, or their arguments.
IN_PLACE = {
    "cumsum": (jnp.cumsum, X),
    "cumsum of columns": (lambda x: jnp.cumsum(x, 0), X.reshape(4, 3)),
    "cummax": (jax.lax.cummax, X),
    "sort": (jnp.sort, X),
    "scatter": (lambda x, i: x.at[i].add(1.0), X, I),
    "scatter into what is computed": (lambda x, i: (x * 2).at[i].add(1.0), X, I),
    "while": (lambda x: jax.lax.while_loop(lambda a: a.sum() < 1e3, lambda a: a * 2, x), X),
    "for": (lambda x: jax.lax.fori_loop(0, 5, lambda i, a: a.at[i].set(7.0), x), X),
    "scan": (lambda x: jax.lax.scan(lambda c, a: (c + a, c * 2), 0.0, x), X),
    "scan with its state": (lambda c, x: jax.lax.scan(lambda c, a: (c + a, c), c, x), X, X),
    "the same": (lambda x: (x, x), X),
    "exchanged": (lambda x, y: (y, x), X, X + 1),
    "loops in turn": (lambda x: jnp.cumsum(jnp.cumsum(x)), X),
}


@pytest.mark.parametrize("donate", [(), 0, (0, 1)])
@pytest.mark.parametrize("name", IN_PLACE)
def test_loops_in_place(name, donate):
    function, *args = IN_PLACE[name]
    if len(args) < np.size(donate):
        pytest.skip("it has one argument")
    want = jax.jit(function)(*args)
    compiled = per.compile(
        function, tuple(args), regularizer=None, target="cpu", donate_argnums=donate
    )
    for _ in range(2):
        check_close(compiled(*map(np.array, args)), want)


# Bad arguments


def _changed(**changes):
    w, x, y = arguments()
    for name, change in changes.items():
        if name in w:
            w[name] = change(w[name])
        else:
            x = change(x)
    return w, x, y


def _misaligned(array):
    buffer = np.zeros(array.nbytes + 1, np.uint8)
    return buffer[1:].view(array.dtype).reshape(array.shape)


BAD = {
    "shape": ({"x": lambda x: x[:, :5]}, r"x: expected float32\[8,6\], got float32\[8,5\]"),
    "dtype": ({"x": lambda x: x.astype(np.int32)}, r"x: expected float32\[8,6\], got int32"),
    "wide": ({"x": lambda x: x.astype(np.float64)}, r"x: expected float32.*of type float64"),
    "order": ({"x": lambda x: x.astype(">f4")}, "x: the array .* is of another byte order"),
    "strides": ({"x": lambda x: np.asfortranarray(x)}, "x: expected .* that is not contiguous"),
    "alignment": ({"x": _misaligned}, "x: expected .* whose elements are not aligned"),
    "static": ({"x": lambda x: "text"}, "x: expected an array"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_argument(name, native):
    change, message = BAD[name]
    with pytest.raises(per.ArgumentError, match=message):
        native(*_changed(**change))


def test_donated_must_be_writable(donating):
    args = arguments()
    args[0]["a"].flags.writeable = False
    with pytest.raises(per.ArgumentError, match=r"w\['a'\]: .* that is read-only"):
        donating(*args)


def test_donated_must_not_be_shared():
    def both(state, x):
        return state + x, jnp.sum(state)

    array = np.ones(8, np.float32)
    compiled = per.compile(both, (array, array), regularizer=None, target="cpu", donate_argnums=0)
    with pytest.raises(per.ArgumentError, match="share memory"):
        compiled(array, array)
    compiled(array, array.copy())
    memory = np.ones(12, np.float32)
    with pytest.raises(per.ArgumentError, match="share memory"):
        compiled(memory[:8], memory[4:])


@pytest.mark.parametrize(
    "scalars", [{"seed": -1}, {"seed": 2**32}, {"step": 1.5}, {"lam": -1.0}, {"lam": np.nan}]
)
def test_bad_scalars(scalars, native):
    with pytest.raises(per.ArgumentError):
        native(*arguments(), **scalars)


def test_jax_transformations_are_refused(native):
    with pytest.raises(per.TransformError, match="native code"):
        jax.jit(lambda *args: native(*args, seed=0, step=0)[0])(*arguments())


def test_bad_targets():
    with pytest.raises(ValueError, match="'xla', 'cpu' or per.CPU"):
        compile_step(target="tpu")
    with pytest.raises(ValueError, match="number of threads"):
        per.CPU(threads=0)
    with pytest.raises(ValueError, match="expected isa"):
        per.CPU(isa="sse")


# Other frameworks' arrays


class Foreign:
    """An array of a framework that is known by DLPack only."""

    def __init__(self, array):
        self._array = array
        self.dtype = array.dtype

    def __dlpack__(self, **kwargs):
        return self._array.__dlpack__(**kwargs)

    def __dlpack_device__(self):
        return self._array.__dlpack_device__()


def test_dlpack(native, donating):
    want = native(*arguments(), seed=1, step=2)
    got = native(*jax.tree.map(Foreign, arguments()), seed=1, step=2)
    jax.tree.map(np.testing.assert_array_equal, got, want)
    args = arguments()
    updated = donating(*jax.tree.map(Foreign, args), seed=1, step=2)[1]
    assert np.shares_memory(updated["a"], args[0]["a"])
    jax.tree.map(np.testing.assert_array_equal, args[0], want[1])


def test_bfloat16_and_other_types():
    def mixed(x, n, flag, key):
        noise = jax.random.uniform(key, (4,))
        first, second = jax.random.split(key)
        total = jnp.where(flag, x.astype(jnp.float32), noise)
        return (x * 2, n + 1, ~flag, total), (first, second)

    args = (
        np.arange(4).astype(ml_dtypes.bfloat16),
        np.uint8([250, 251]),
        np.array([True, False, True, False]),
        jax.random.key(3),
    )
    compiled = per.compile(mixed, args, regularizer=None, target="cpu")
    want = jax.jit(mixed)(*args)
    for given in (args, (Foreign(jnp.asarray(args[0])), *args[1:])):
        got = compiled(*given)
        for ours, theirs in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
            assert ours.dtype == theirs.dtype
            if jax.dtypes.issubdtype(ours.dtype, jax.dtypes.prng_key):
                ours, theirs = map(jax.random.key_data, (ours, theirs))
            np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))


# Threads, processes, the cache


def test_threads(donating, native):
    want = native(*arguments(), seed=1, step=2)

    def run(number):
        for _ in range(30):
            args = arguments()
            got = donating(*args, seed=1, step=2)
        return got

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(run, range(4)))
    assert len(outcomes) == 4
    for got in outcomes:
        jax.tree.map(np.testing.assert_array_equal, got, want)


def test_threads_share_a_step(reference):
    threaded = compile_step(target=per.CPU(threads=2))
    check_close(threaded(*arguments(), seed=1, step=2), reference(*arguments(), seed=1, step=2))
    again = threaded(*arguments(), seed=1, step=2)
    jax.tree.map(np.testing.assert_array_equal, threaded(*arguments(), seed=1, step=2), again)


def test_parts_run_one_after_the_other_without_openmp():
    threaded = compile_step(target=per.CPU(threads=3))
    target = per.CPU(threads=3, pipeline="disable=per-parallel-to-openmp")
    got = compile_step(target=target)(*arguments(), seed=1, step=2)
    jax.tree.map(np.testing.assert_array_equal, got, threaded(*arguments(), seed=1, step=2))


def test_openmp_library_is_absent(monkeypatch):
    monkeypatch.setenv("PER_OPENMP_LIBRARY", "/nonexistent/libomp.so")
    here = pathlib.Path(__file__).parent
    script = f"import sys; sys.path.insert(0, {str(here)!r}); import per, test_cpu\n"
    script += "test_cpu.compile_step(target=per.CPU(threads=2, cache_dir=''))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert run.returncode == 1
    assert "TargetError: the code runs on several threads and needs LLVM's OpenMP" in run.stderr


def test_two_compilations_give_the_same_bits(native, tmp_path):
    again = compile_step(target=per.CPU(cache_dir=tmp_path))
    assert not again._program.was_cached
    third = compile_step(target=per.CPU(cache_dir=tmp_path))
    assert third._program.was_cached
    want = native(*arguments(), seed=1, step=2)
    for compiled in (again, third):
        got = compiled(*arguments(), seed=1, step=2)
        jax.tree.map(np.testing.assert_array_equal, got, want)


def test_damaged_cache_is_rebuilt(tmp_path, native):
    want = native(*arguments(), seed=1, step=2)
    target = per.CPU(cache_dir=tmp_path)
    compile_step(target=target)
    (path,) = tmp_path.glob("llvmcache-per-*")
    whole = path.read_bytes()
    middle = len(whole) // 2
    for damaged in (b"", whole[:-1], whole[:middle] + b"\0\1" + whole[middle + 2 :], whole + b"x"):
        path.write_bytes(damaged)
        compiled = compile_step(target=target)
        assert not compiled._program.was_cached
        assert path.read_bytes() == whole
        got = compiled(*arguments(), seed=1, step=2)
        jax.tree.map(np.testing.assert_array_equal, got, want)


def test_unusable_cache_is_a_warning(tmp_path, reference):
    (tmp_path / "file").write_text("")
    with pytest.warns(per.CacheWarning, match="cannot make the cache folder"):
        compiled = compile_step(target=per.CPU(cache_dir=tmp_path / "file"))
    check_close(compiled(*arguments(), seed=1, step=2), reference(*arguments(), seed=1, step=2))


_WRITER = """
import resource, signal, sys, warnings
sys.path.insert(0, sys.argv[1])
import per, test_cpu
if len(sys.argv) > 3:  # files can have so many bytes only, as on a full disk
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
warnings.simplefilter("error")
compiled = test_cpu.compile_step(target=per.CPU(cache_dir=sys.argv[2]))
print(float(compiled(*test_cpu.arguments(), seed=1, step=2)[0]))
"""


def _start_writer(*args):
    here = pathlib.Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(here), *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_concurrent_writers(tmp_path, native):
    writers = [_start_writer(tmp_path) for _ in range(3)]
    outcomes = [writer.communicate() for writer in writers]
    assert [w.returncode for w in writers] == [0, 0, 0], outcomes
    assert len({out for out, _ in outcomes}) == 1
    assert len(list(tmp_path.glob("llvmcache-per-*"))) == 1
    assert compile_step(target=per.CPU(cache_dir=tmp_path))._program.was_cached


def test_full_disk(tmp_path):
    writer = _start_writer(tmp_path, 100)
    _, errors = writer.communicate()
    assert writer.returncode == 1
    assert "CacheWarning: cannot write" in errors and "File too large" in errors, errors
    assert list(tmp_path.glob("llvmcache-*")) == []


def test_pickled(native):
    want = native(*arguments(), seed=1, step=2)
    copy = pickle.loads(pickle.dumps(native))
    got = copy(*arguments(), seed=1, step=2)
    jax.tree.map(np.testing.assert_array_equal, got, want)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        other = pool.apply(_call, (pickle.dumps(native),))
    jax.tree.map(np.testing.assert_array_equal, other, want)


def _call(pickled):
    return pickle.loads(pickled)(*arguments(), seed=1, step=2)


def test_sharded_steps_are_refused():
    mesh = jax.make_mesh((2,), ("data",), axis_types=(jax.sharding.AxisType.Auto,))
    sharding = jax.sharding.NamedSharding(mesh, jax.sharding.PartitionSpec("data"))
    w, x, y = arguments()
    x = jax.device_put(x, sharding)
    with pytest.raises(per.StepError, match="is for 2 devices"):
        compile_step(args=(w, x, y))
