"""The regularisers as values."""

import dataclasses

import per
import pytest
from per import _core

ALL = [
    per.ProjectedError(),
    per.ProjectedError(estimator="analytic", slices=8, reduction="sum"),
    per.L1(),
    per.L2(reduction="sum"),
    per.Huber(delta=0.25),
    per.Huber(delta=1e-7),
    per.PseudoHuber(delta=3),
    per.VarianceConstancy(n=7, beta=1e12),
    per.ProjectedError(products="bf16", slices=3),
    per.SlicedWasserstein(),
    per.SlicedWasserstein(p=2, slices=32, reduction="sum"),
]


@pytest.mark.parametrize("regularizer", ALL, ids=str)
def test_attribute_is_what_the_compiler_reads(regularizer):
    text = f"module attributes {{test.r = {regularizer.attribute}}} {{}}"
    printed = _core.run_pipeline(text, "builtin.module()").text
    kind = regularizer.attribute.split("<")[0]
    assert f"test.r = {kind}" in printed


@pytest.mark.parametrize("regularizer", ALL, ids=str)
def test_values(regularizer):
    assert dataclasses.replace(regularizer) == regularizer
    assert hash(dataclasses.replace(regularizer)) == hash(regularizer)
    with pytest.raises(dataclasses.FrozenInstanceError):
        regularizer.reduction = "sum"


def test_which_ones_draw():
    assert [r.draws for r in ALL] == [True] + [False] * 7 + [True] * 3


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: per.ProjectedError(slices=0), "slices of at least 1, got 0"),
        (lambda: per.ProjectedError(estimator="exact"), "'monte_carlo' or 'analytic'"),
        (lambda: per.ProjectedError(products="f16"), "'full' or 'bf16', got 'f16'"),
        (
            lambda: per.ProjectedError(estimator="analytic", products="bf16"),
            "the analytic estimator has none",
        ),
        (lambda: per.L2(reduction="max"), "'mean' or 'sum', got 'max'"),
        (lambda: per.Huber(delta=0), "positive, finite delta"),
        (lambda: per.PseudoHuber(delta=float("nan")), "positive, finite delta"),
        (lambda: per.VarianceConstancy(n=1), "n of at least 2, got 1"),
        (lambda: per.VarianceConstancy(beta=-1.0), "positive, finite beta"),
        (lambda: per.SlicedWasserstein(p=3), "p of 1 or 2, got 3"),
        (lambda: per.SlicedWasserstein(p=0), "p of at least 1, got 0"),
        (lambda: per.SlicedWasserstein(slices=0), "slices of at least 1, got 0"),
    ],
)
def test_bad_values(make, error):
    with pytest.raises(ValueError, match=error):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: per.ProjectedError(slices=2.5),
        lambda: per.ProjectedError(slices=True),
        lambda: per.Huber(delta="1"),
        lambda: per.SlicedWasserstein(p=1.0),
        lambda: per.ProjectedError(256),
    ],
)
def test_values_of_another_kind(make):
    with pytest.raises(TypeError):
        make()
