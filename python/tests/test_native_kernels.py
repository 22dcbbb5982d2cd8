"""`kernel="native"`: terms as kernels of our own, which XLA calls."""

import concurrent.futures
import pathlib
import pickle
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from execution import DTYPES, StableHLOModule
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as P
from jax_steps import assert_close, assert_same, batch, mlp_params, sgd_args, sgd_step
from per import _core
from per.kernels import outline_terms


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    """A cache for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PER_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


def compile_step(step=sgd_step, args=None, term=None, **options):
    return per.compile(
        step,
        args or sgd_args(),
        regularizer=term or per.ProjectedError(slices=16),
        **{"lam": 1.0, "kernel": "native", **options},
    )


@pytest.fixture(scope="module")
def native(cache):
    return compile_step()


@pytest.fixture(scope="module")
def reference():
    return compile_step(kernel="xla")


def close(got, want):
    assert_close(got, want, rtol=1e-5)


# Programs


def test_equals_xla(native, reference):
    for scalars in ({"seed": 5, "step": 7}, {"seed": 2**32 - 1, "step": 0, "lam": 0.25}):
        close(native(*sgd_args(), **scalars), reference(*sgd_args(), **scalars))


def test_the_program_calls_a_kernel(native, reference):
    text = native._program.exported.mlir_module()
    assert text.count("@per_native_term(") == 1
    assert "api_version = 4" in text
    assert "per_native_term" not in reference._program.exported.mlir_module()
    assert "per.gradient" in native.mlir


def test_arguments_are_not_changed(native):
    args = sgd_args()
    native(*args, seed=1)
    assert_same(args, sgd_args())


@pytest.mark.parametrize(
    "term", [per.ProjectedError(estimator="analytic"), per.L2()], ids=["analytic", "l2"]
)
def test_other_terms_are_those_of_xla(term):
    step = compile_step(term=term)
    assert step._library is None
    assert_same(
        step(*sgd_args(), step=0), compile_step(term=term, kernel="xla")(*sgd_args(), step=0)
    )


def test_constants():
    options = {"lam": per.Constant(0.5), "seed_arg": per.Constant(3), "step_arg": per.Constant(4)}
    close(compile_step(**options)(*sgd_args()), compile_step(**options, kernel="xla")(*sgd_args()))
    zero = compile_step(lam=per.Constant(0.0))
    assert_same(
        zero(*sgd_args(), step=1), per.compile(sgd_step, sgd_args(), regularizer=None)(*sgd_args())
    )


def test_term_in_the_loss():
    loss = lambda w, x: jnp.mean(jnp.tanh(jnp.tanh(x @ w) @ w))
    args = np.eye(4, dtype=np.float32) / 2, np.ones((8, 4), np.float32)
    results = [
        compile_step(loss, args, differentiated=False, kernel=kernel)(*args, seed=1, step=2)
        for kernel in ("native", "xla")
    ]
    close(*results)


def layers(widths):
    """A step with a hidden layer of each width."""

    def loss(weights, x):
        for w in weights:
            x = jnp.tanh(x @ w)
        return jnp.mean(x**2)

    def step(weights, x):
        value, gradients = jax.value_and_grad(loss)(weights, x)
        return jax.tree.map(lambda w, g: w - g, weights, gradients), value

    rng = np.random.default_rng(0)
    sizes = zip((5, *widths), (*widths, 3), strict=True)
    return step, ([rng.normal(0, 0.5, s).astype(np.float32) for s in sizes], np.ones((6, 5), "f"))


def test_sites_share_a_kernel():
    step, args = layers((7, 9, 7, 9, 7))
    compiled = compile_step(step, args)
    assert len(compiled.sites) == 5
    pipeline = "builtin.module(per-to-cpu{stop-after=kernels})"
    text = _core.run_pipeline(compiled._library.text, pipeline).text
    assert text.count('sym_name = "per_term_') == 5
    assert text.count('sym_name = "per_sampled_gradient_') == 1
    close(compiled(*args, step=1), compile_step(step, args, kernel="xla")(*args, step=1))


def test_libraries_are_named_by_content(native):
    name = native._library.name
    assert compile_step()._library.name == name
    assert compile_step(kernel=per.CPU(cache_dir=""))._library.name == name
    assert compile_step(kernel=per.CPU(threads=2))._library.name != name
    assert compile_step(term=per.ProjectedError(slices=17))._library.name != name


def test_threads_of_a_kernel(native):
    threaded = compile_step(kernel=per.CPU(threads=2))
    assert threaded._library.name != native._library.name
    assert_same(threaded(*sgd_args(), seed=1, step=2), native(*sgd_args(), seed=1, step=2))


# What jax does with them


def test_inside_jit_and_loops(native, reference):
    def train(step, params, x, y):
        body = lambda i, params: step(params, x, y, seed=1, step=i)[0]
        return jax.lax.fori_loop(0, 5, body, params)

    train = jax.jit(train, static_argnums=0)
    close(train(native, *sgd_args()), train(reference, *sgd_args()))


def test_donation(reference):
    donating = compile_step(donate_argnums=0)
    params, *data = sgd_args()
    updated, _ = donating(params, *data, seed=1, step=2)
    assert params["w"].is_deleted()
    close(updated, reference(*sgd_args(), seed=1, step=2)[0])


def test_regularize(reference):
    options = {"lam": 1.0, "kernel": "native"}
    wrapped = per.regularize(sgd_step, per.ProjectedError(slices=16), **options)
    close(wrapped(*sgd_args(), seed=1, step=2), reference(*sgd_args(), seed=1, step=2))
    other = sgd_args(size=5)
    close(
        wrapped(*other, seed=1, step=2),
        compile_step(args=other, kernel="xla")(*other, seed=1, step=2),
    )


def test_threads(native):
    want = native(*sgd_args(), seed=1, step=2)

    def run(number):
        for _ in range(20):
            got = native(*sgd_args(), seed=1, step=2)
        return got

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(run, range(4)))
    assert len(outcomes) == 4
    for got in outcomes:
        assert_same(got, want)


def test_the_code_outlives_the_step():
    args = sgd_args(size=6)

    def build(kernel):
        step = compile_step(args=args, kernel=kernel)
        return jax.jit(lambda *args: step(*args, seed=1, step=2)).lower(*args).compile()

    close(build("native")(*args), build("xla")(*args))


_READER = """
import pickle, sys
sys.path.insert(0, sys.argv[1])
from jax_steps import sgd_args
with open(sys.argv[2], "rb") as file:
    step = pickle.load(file)
print(float(abs(step(*sgd_args(), seed=1, step=2)[0]["w"]).sum()))
"""


def test_pickle(native, tmp_path):
    want = native(*sgd_args(), seed=1, step=2)
    assert_same(pickle.loads(pickle.dumps(native))(*sgd_args(), seed=1, step=2), want)
    (tmp_path / "step").write_bytes(pickle.dumps(native))
    here = str(pathlib.Path(__file__).parent)
    run = subprocess.run(
        [sys.executable, "-c", _READER, here, str(tmp_path / "step")],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert float(run.stdout) == pytest.approx(float(abs(want[0]["w"]).sum()), rel=1e-6)


_COMPILER = """
import sys
import jax
jax.config.update("jax_compilation_cache_dir", sys.argv[2])
jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
hits = []
jax.monitoring.register_event_listener(lambda event, **_: "cache_hit" in event and hits.append(1))
sys.path.insert(0, sys.argv[1])
import test_native_kernels as tests
step = tests.compile_step()
hits.clear()
print(float(step(*tests.sgd_args(), seed=1, step=2)[1]), bool(hits))
"""


def test_programs_of_the_compilation_cache_of_jax(tmp_path):
    here = str(pathlib.Path(__file__).parent)
    command = [sys.executable, "-c", _COMPILER, here, str(tmp_path)]
    runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0], runs
    (first, was_cached), (second, is_cached) = (run.stdout.split() for run in runs)
    assert (was_cached, is_cached) == ("False", "True")
    assert first == second


@pytest.mark.parametrize("kind", ["data", "tensor", "both"])
def test_sharded_operands_are_gathered(kind, reference):
    mesh = Mesh(np.array(jax.devices()[:8]).reshape(4, 2), ("data", "model"))
    named = lambda *spec: NamedSharding(mesh, P(*spec))
    tensor, data = kind != "data", named("data") if kind != "tensor" else named()
    params = jax.device_put(
        mlp_params(),
        {
            "w": named(None, "model") if tensor else named(),
            "v": named("model", None) if tensor else named(),
        },
    )
    args = params, *jax.device_put(batch(), data)
    for term in (None, per.SlicedWasserstein(slices=16)):
        want = compile_step(term=term, kernel="xla")(*sgd_args(), seed=1, step=2)
        step = compile_step(args=args, term=term)
        close(step(*args, seed=1, step=2), want)
        jitted = jax.jit(lambda *args, step=step: step(*args, seed=1, step=2))
        hlo = jitted.lower(*args).compile().as_text()
        (call,) = [line for line in hlo.splitlines() if '"per_native_term"' in line]
        assert "= f32[8,16]{1,0} custom-call(" in call  # the whole site


# Terms by themselves


def run_term(dtype, shape, samples, slices, h, out, native=True, site=3, **scalars):
    """A term's gradient on activations `h` and cotangent `out`, under XLA."""
    dims = "x".join(map(str, shape))
    features = int(np.prod([n for i, n in enumerate(shape) if i not in samples]))
    wide = "f64" if dtype == "f64" else "f32"
    theta, tensor = f"tensor<{features}x{slices}x{wide}>", f"tensor<{dims}x{dtype}>"
    text = f"""
      func.func @main(%h: {tensor}, %c: {tensor}, %scale: tensor<{wide}>,
                      %seed: tensor<i32>, %step: tensor<i32>) -> {tensor} {{
        %e = tensor.empty() : {theta}
        %theta = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>)
            site({site}) outs(%e : {theta}) -> {theta}
        %r = per.gradient #per.projected_error<slices = {slices}>
            ins(%h, %theta : {tensor}, {theta}) scale(%scale : tensor<{wide}>)
            samples {list(samples)} outs(%c : {tensor}) -> {tensor}
        return %r : {tensor}
      }}"""
    library = None
    if native:
        text, library = outline_terms(text, per.CPU())
        assert library is not None
    scalars = [DTYPES[wide](scalars.get("scale", 0.5)), np.int32(7), np.int32(11)]
    arguments = [np.asarray(a, DTYPES[dtype]) for a in (h, out)]
    return StableHLOModule(text)("main", [*arguments, *scalars], [])[0]


@pytest.mark.parametrize("dtype", ["f32", "f64", "bf16", "f16"])
@pytest.mark.parametrize(
    ("shape", "samples"), [((8, 6), (0,)), ((3, 5, 7), (0, 1)), ((5, 4, 3), (1,)), ((1, 1), (0,))]
)
def test_types_and_shapes(dtype, shape, samples):
    rng = np.random.default_rng(0)
    h, out = rng.normal(size=(2, *shape))
    got, want = (
        run_term(dtype, shape, samples, 9, h, out, native).astype(np.float64)
        for native in (True, False)
    )
    rtol = {"f32": 1e-6, "f64": 1e-14, "bf16": 2**-7, "f16": 2**-10}[dtype]
    np.testing.assert_allclose(got, want, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("dtype", ["f32", "f64"])
def test_directions_bit_for_bit(dtype):
    """Of saturated projections on one direction the gradient is that direction."""
    samples, features, site = 3, 650, 2**32 - 1
    theta = per.slices(seed=7, step=11, site=site, d=features, s=1, dtype=DTYPES[dtype])
    h = 1e4 * theta.T * np.array([[1], [-1], [1]])
    shape = (samples, features)
    got = run_term(dtype, shape, (0,), 1, h, np.zeros(shape), site=site, scale=1.0)
    np.testing.assert_array_equal(got, theta.T * np.array([[1], [-1], [1]]))


# Errors


def test_bad_options():
    with pytest.raises(ValueError, match="kernel 'xla', 'native' or per.CPU"):
        compile_step(kernel="fast")
    with pytest.raises(ValueError, match="kernel is of target='xla'"):
        compile_step(target="cpu")


def test_unusable_cache_is_a_warning(tmp_path):
    (tmp_path / "file").write_text("")
    term = per.ProjectedError(slices=18)  # its library is not loaded yet
    with pytest.warns(per.CacheWarning, match="cannot make the cache folder"):
        step = compile_step(term=term, kernel=per.CPU(cache_dir=tmp_path / "file"))
    close(step(*sgd_args(), step=1), compile_step(term=term, kernel="xla")(*sgd_args(), step=1))


def test_another_backend(monkeypatch):
    from per import compiled

    traced = compiled.trace_step

    def for_gpu(*args):
        result = traced(*args)
        exported = result.exported.__class__(**{**vars(result.exported), "platforms": ("cuda",)})
        object.__setattr__(result, "exported", exported)
        return result

    monkeypatch.setattr(compiled, "trace_step", for_gpu)
    with pytest.raises(per.StepError, match="is for cuda; native kernels are for processors"):
        compile_step()


def test_a_library_that_is_not_loaded(native):
    """As a program that XLA kept on disk, without the step that it is of."""
    text = native._program.exported.mlir_module().replace(native._library.name, "another")
    module = StableHLOModule.__new__(StableHLOModule)
    module.text, module.executables = text, {}
    args = [*jax.tree.leaves(sgd_args()), np.float32(1), np.int32(0), np.int32(0)]
    with pytest.raises(Exception, match="kernels of a step of per are not loaded"):
        module("main", args, [])
