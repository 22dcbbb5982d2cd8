"""The extension module: text in, text out, and no crash on bad text."""

import concurrent.futures

import pytest
from jax_steps import sgd_args, sgd_step

import per
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
