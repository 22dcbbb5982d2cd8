"""Attached steps that leave over linalg, executed, against the road over StableHLO and XLA."""

import jax
import numpy as np
import pytest
from execution import LinalgModule, StableHLOModule
from legalization import (
    attach,
    finish,
    finished,
    fused,
    imported,
    legalized,
    loss_result,
    of_arrays,
)
from models import MODELS
from per.linalg import to_linalg

REGULARIZERS = [
    "#per.projected_error<slices = 24>",
    "#per.projected_error<estimator = analytic>",
    "#per.pseudo_huber",
    "#per.l1",
    "#per.sliced_wasserstein<slices = 24>",
]
#: So many have a continuous gradient.
SMOOTH = 3
FAST = {
    "mlp_gelu_tanh": 4,
    "mlp_gelu_erf": 0,
    "cnn_pool": 2,
    "rnn_scan": 0,
    "remat_tanh": 1,
    "bf16_silu": 1,
}
#: New arguments of the function, in this order.
SCALARS = {"lambda": "new", "seed": "new", "step": "new"}
SEED, STEP = np.int32(11), np.int32(3)
#: Of the term against a result, so that rounding is small beside it.
EFFECT = {"f32": 5e-4, "bf16": 3e-2, "f64": 5e-4}
#: Of the error against the term's effect.
TOLERANCE = {"f32": 1e-3, "bf16": 5e-2, "f64": 1e-8}


def cases():
    for number, (name, model) in enumerate(MODELS.items()):
        if not (model.slow or model.error or model.sharded or name in FAST):
            # In bf16 many activations are equal or 0 by rounding: signs and ranks,
            # which gradients of the others jump with, are those of the rounding.
            count = SMOOTH if model.precision == "bf16" else len(REGULARIZERS)
            yield pytest.param(name, number % count, marks=pytest.mark.slow)
    yield from FAST.items()


class Reference:
    """A step, and what it computes under XLA with a term attached on StableHLO."""

    def __init__(self, name, regularizer):
        self.model, self.regularizer = MODELS[name], REGULARIZERS[regularizer]
        with self.model.precision_scope():
            step, self.args = of_arrays(self.model.step(), self.model.arguments())
            self.text, self.loss = imported(step, self.args), loss_result(step, self.args)
            self.results = [(x.shape, x.dtype) for x in jax.eval_shape(step, *self.args)]
        self.attached = self.attach(self.text)
        module = StableHLOModule(self.attached)
        vanilla = self.run(module, "main", 0)
        for self.lam in (1, 100, 10000):
            self.want = self.run(module, "main", self.lam)
            moved = [np.linalg.norm(b - a) for a, b in zip(vanilla, self.want, strict=True)]
            self.effect = np.linalg.norm(moved)
            # Some results are no parameters: a loss scale of 512.
            sizes = [np.linalg.norm(a) for a in vanilla]
            least = EFFECT[self.model.precision]
            if any(m > least * size > 0 for m, size in zip(moved, sizes, strict=True)):
                return
        pytest.fail(f"the term has no effect: {moved} of {sizes}")

    def attach(self, text):
        result = attach(text, self.loss, self.regularizer, **SCALARS)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def run(self, module, function, lam):
        """The results of one call, in double precision."""
        out = module(function, [*self.args, np.float32(lam), SEED, STEP], self.results)
        return [np.asarray(array, np.float64) for array in out]

    def error(self, linalg):
        """The error of a module of linalg against the effect of the term."""
        # The name `main` is taken in every process.
        renamed = linalg.replace('sym_name = "main"', 'sym_name = "per_main"')
        got = self.run(LinalgModule(renamed), "per_main", self.lam)
        errors = [np.linalg.norm(a - b) for a, b in zip(got, self.want, strict=True)]
        return np.linalg.norm(errors) / self.effect


@pytest.mark.parametrize(("name", "regularizer"), list(cases()))
def test_updates_equal_those_over_stablehlo(name, regularizer):
    reference = Reference(name, regularizer)
    roads = {
        "attached, then imported": to_linalg(reference.attached),
        "legalized, attached, then finished": finish(reference.attach(legalized(reference.text))),
        "imported, then attached": reference.attach(finished(reference.text)),
    }
    errors = {road: reference.error(linalg) for road, linalg in roads.items()}
    assert max(errors.values()) <= TOLERANCE[reference.model.precision], errors


@pytest.mark.slow
@pytest.mark.parametrize(("name", "regularizer"), list(cases()))
def test_fused_steps_are_right_or_refused(name, regularizer):
    """Attached too late: where the analysis takes a fused step, it is right."""
    reference = Reference(name, regularizer)
    linalg = fused(finished(reference.text))
    got = attach(linalg, reference.loss, reference.regularizer, **SCALARS)
    if got.returncode:
        assert got.returncode == 1, got.stderr
        assert "error: " in got.stderr
        assert "internal error" not in got.stderr
        return
    terms = '"per.gradient"'
    assert got.stdout.count(terms) == reference.attached.count(terms)
    assert reference.error(got.stdout) <= TOLERANCE[reference.model.precision]
