"""The extension module: text in, text out, and no crash on bad text."""

import concurrent.futures

import numpy as np
import per
import pytest
from jax_steps import sgd_args, sgd_step
from per import _core
from per.import_jax import import_jax

NOTHING = "builtin.module()"


@pytest.fixture(scope="module")
def text():
    return import_jax(sgd_step, sgd_args())


def test_text_is_a_fixed_point(text):
    once = _core.run_pipeline(text, NOTHING).text
    assert '"stablehlo.dot_general"' in once and "jvp()/tanh" in once
    assert _core.run_pipeline(once, NOTHING).text == once


def test_pipeline_runs(text):
    canonical = _core.run_pipeline(text, "builtin.module(func.func(canonicalize,cse))").text
    assert canonical.count("stablehlo") <= text.count("stablehlo")
    with pytest.raises(per.CompileError, match="cannot parse the pass pipeline.*nonsense"):
        _core.run_pipeline(text, "builtin.module(nonsense)")


@pytest.mark.parametrize(
    "bad",
    [
        "garbage",
        '"builtin.module"() ({',
        '"builtin.module"() ({ "func.func"() : () -> () }) : () -> ()',
        '"builtin.module"() ({ "a.b"(%0) : (i32) -> () }) : () -> ()',
        "#loc = loc(",
        "\xff\xfe",
        "func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> { return %y : tensor<4xf32> }",
    ],
)
def test_malformed_text(bad):
    with pytest.raises(per.CompileError, match="."):
        _core.run_pipeline(bad, NOTHING)


@pytest.mark.parametrize("empty", ["", "\n", "\0", "// nothing"])
def test_empty_text_is_an_empty_module(empty):
    assert "builtin.module" in _core.run_pipeline(empty, NOTHING).text


def test_truncated_text(text):
    # Whole after the last operation: what is left are locations.
    for end in range(10, text.rindex("jax.uses_shape_polymorphism"), 997):
        with pytest.raises(per.CompileError, match="module:"):
            _core.run_pipeline(text[:end], NOTHING)


def test_errors_name_the_place_in_the_model():
    bad = (
        '"builtin.module"() ({ "func.func"() <{function_type = (tensor<f32>) -> tensor<f32>, '
        'sym_name = "main"}> ({ ^bb0(%x: tensor<f32>): "func.return"() : () -> () '
        'loc("jit(step)/Net/Dense_0"("train.py":12:8)) }) : () -> () }) : () -> ()'
    )
    with pytest.raises(per.CompileError, match=r"^jit\(step\)/Net/Dense_0 \(train\.py:12:8\): "):
        _core.run_pipeline(bad, NOTHING)


def test_calls_from_several_threads(text):
    want = _core.run_pipeline(text, NOTHING).text
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = pool.map(lambda _: _core.run_pipeline(text, NOTHING).text, range(16))
        assert all(result == want for result in results)


def reference_directions(seed, step, site, d, s):
    """From the oracle, which has its own generator."""
    from oracle import slices

    return slices.directions(seed, step, site, d, s, np.float32)


@pytest.mark.parametrize(
    ("seed", "step", "site", "d", "s"),
    [(0, 0, 0, 1, 1), (1234, 7, 3, 650, 256), (2**32 - 1, 2**31, 5, 33, 7)],
)
def test_slices_equal_the_reference(seed, step, site, d, s):
    theta = per.slices(seed=seed, step=step, site=site, d=d, s=s)
    want = reference_directions(seed, step, site, d, s)
    assert theta.dtype == np.float32 and theta.shape == (d, s)
    np.testing.assert_array_equal(theta, want)
    double = per.slices(seed=seed, step=step, site=site, d=d, s=s, dtype=np.float64)
    np.testing.assert_allclose(np.linalg.norm(double, axis=0), 1, rtol=1e-6)


@pytest.mark.parametrize(
    "change", [{"seed": -1}, {"step": 2**32}, {"site": -1}, {"d": 0}, {"s": 0}, {"dtype": "int32"}]
)
def test_slices_out_of_range(change):
    with pytest.raises(ValueError, match="expected"):
        per.slices(**{"seed": 0, "step": 0, "site": 0, "d": 4, "s": 2, **change})
