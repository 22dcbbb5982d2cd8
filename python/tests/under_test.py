"""The package under test, as the oracle's tests call it."""

import dataclasses
import functools

import numpy as np
import per
from models import MODELS
from oracle import tap as oracle_tap
from oracle.tap import BOUNDS, SEED, STEP, Oracle, flatten, term_error

#: Every way in which the package refuses a step.
NAMED_ERRORS = (per.CompileError, per.StepError, per.ArgumentError)

_CLASSES = {
    "l1": per.L1,
    "l2": per.L2,
    "huber": per.Huber,
    "pseudo_huber": per.PseudoHuber,
    "variance_constancy": per.VarianceConstancy,
    "sliced_wasserstein": per.SlicedWasserstein,
}


def regularizer(key, reduction="mean", **changes):
    """The package's regulariser for a key of `oracle.regularizers`."""
    reference = oracle_tap.REGULARIZERS[key]
    if reference.name != "projected_error":
        fields = {**vars(reference), **changes}
        return _CLASSES[reference.name](reduction=reduction, **fields)
    estimator = "monte_carlo" if reference.slices else "analytic"
    fields = {"estimator": estimator, "slices": reference.slices or 256, **changes}
    return per.ProjectedError(reduction=reduction, **fields)


@functools.lru_cache(maxsize=3)
def oracle_of(name, keys=("monte_carlo", "analytic")):
    return Oracle(MODELS[name], keys)


def compile_model(model, term, **options):
    with model.precision_scope():
        return per.compile(
            model.step(),
            model.arguments(),
            regularizer=term,
            **{"lam": 1e-3, **model.options, **options},
        )


def updated(compiled, model, args=None, **scalars):
    """The updated parameters of one call, flat."""
    with model.precision_scope():
        args = model.arguments() if args is None else args
        return flatten(model.after(compiled(*args, **{"seed": SEED, "step": STEP, **scalars})))


def check_sites(step, oracle):
    """The sites found are exactly the hidden activations, in program order."""
    want = oracle.sites
    assert len(want) == oracle.model.sites, "the model taps another number of sites than it says"
    assert len(step.sites) == len(want), f"expected {want}, found\n{step.sites!r}"
    for got, site in zip(step.sites, want, strict=True):
        samples = got.samples if site.samples is None else site.samples
        expected = (site.shape, samples, site.features)
        assert (got.shape, got.samples, got.features) == expected, (
            f"expected {want}, found\n{step.sites!r}"
        )
    assert [site.index for site in step.sites] == [site.index for site in want]


def measure(step, oracle, key, only=None):
    """(error against the term's effect, lam) of a compiled step."""
    lam = oracle.strength(key, only)
    got = updated(step, oracle.model, lam=lam)
    want = oracle.updated(key, lam, only)
    effect = np.linalg.norm(want - oracle.vanilla)
    assert effect >= 0.1 * np.linalg.norm(oracle.vanilla - oracle.before)
    return term_error(got, want, oracle.vanilla), lam


def check_native_near_kinks(oracle, key, error, lam):
    """What must hold of a native step in f32 that is off by more than the bound: so
    is automatic differentiation when its arguments change by rounding, and in double
    precision, where nothing is that near to a kink, native code and XLA agree.
    """
    jump = oracle.jump(key, lam)
    assert error <= 1.5 * jump, f"error {error:.2e} of the term's effect, jumps are {jump:.2e}"
    double = dataclasses.replace(oracle.model, name=oracle.model.name + "_f64", precision="f64")
    steps = [compile_model(double, regularizer(key), target=target) for target in ("xla", "cpu")]
    want, got = (updated(step, double, lam=lam) for step in steps)
    error = term_error(got, want, updated(steps[0], double, lam=0.0))
    assert error <= BOUNDS["f64"], f"error {error:.2e} of the term's effect in f64"


def check_update(step, oracle, key, only=None):
    """Parameters after the step are those of autodiff of loss + lam sum R(h)."""
    error, lam = measure(step, oracle, key, only)
    bound = BOUNDS[oracle.model.precision]
    assert error <= bound, (
        f"error {error:.2e} of the term's effect at lam {lam:.3g}, bound {bound:.0e}"
    )
