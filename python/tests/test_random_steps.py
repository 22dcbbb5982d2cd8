"""Sixty random training steps, a few as native code: each is right, or a named error."""

import collections

import pytest
from random_steps import outcome

_COUNTS = collections.Counter()


@pytest.mark.parametrize("seed", range(60))
def test_random_step(seed, record_property):
    verdict, text = outcome(seed)
    _COUNTS[verdict] += 1
    record_property("verdict", verdict)
    print(f"so far: {dict(_COUNTS)}; seed {seed}: {verdict}: {text}")
    assert verdict != "wrong", text
    # A refusal is right, but not as a rule.
    assert _COUNTS["refused"] <= 2, (
        f"{_COUNTS['refused']} of {_COUNTS.total()} steps were refused: {text}"
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_step_as_native_code(seed):
    verdict, text = outcome(seed, "cpu")
    assert verdict != "wrong", text
