"""The comparison rejects every mutant: what it accepts is not an accident."""

import pytest
from models import MODELS
from oracle.tap import BOUNDS, SEED, STEP, term_error
from under_test import compile_model, oracle_of, regularizer, updated

_NAMES = (
    "mlp_gelu_tanh",
    "cnn_pool",
    "lstm_unrolled",
    "remat_gelu",
    "scan_layers_remat",
    "accumulate_divide_inside",
    "bf16_silu",
    "adam",
)
_KEYS = ("monte_carlo", "analytic")


def _rejected(oracle, got, want):
    return term_error(got, want, oracle.vanilla) > 2 * BOUNDS[oracle.model.precision]


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("key", _KEYS)
def test_wrong_terms_are_rejected(name, key):
    """Mutants of the term, computed by the oracle itself."""
    oracle = oracle_of(name)
    lam = oracle.strength(key)
    want = oracle.updated(key, lam)
    b = oracle.sites[0].samples
    mutants = {
        "term left out": oracle.vanilla,
        "sign": oracle.updated(key, -lam),
        "1/b left out": oracle.updated(key, lam * b),
        "1/b twice": oracle.updated(key, lam / b),
        "1/s left out": oracle.updated(key, lam * 16),
    }
    if len(oracle.sites) > 1:
        for site in range(len(oracle.sites)):
            mutants[f"site {site} left out"] = oracle.updated(key, lam, skip=(site,))
    accepted = [what for what, got in mutants.items() if not _rejected(oracle, got, want)]
    assert not accepted


_WRONG = {
    "reduction": (regularizer("monte_carlo", "sum"), {}, {}),
    "number of slices": (regularizer("monte_carlo", slices=15), {}, {}),
    "estimator": (regularizer("analytic"), {}, {}),
    "one site left out": (regularizer("monte_carlo"), {"sites": [0]}, {}),
    "seed": (regularizer("monte_carlo"), {}, {"seed": SEED + 1}),
    "step": (regularizer("monte_carlo"), {}, {"step": STEP + 1}),
    "strength": (regularizer("monte_carlo"), {}, {"lam": None}),
}


@pytest.mark.parametrize("what", _WRONG)
def test_wrong_options_are_rejected(what):
    """The same model compiled with one option off."""
    term, options, scalars = _WRONG[what]
    model, oracle = MODELS["mlp_gelu_tanh"], oracle_of("mlp_gelu_tanh")
    lam = oracle.strength("monte_carlo")
    step = compile_model(model, term, **options)
    got = updated(step, model, **{"lam": lam, **scalars})
    assert _rejected(oracle, got, oracle.updated("monte_carlo", lam))
