"""Both expansions of per.penalty and per.gradient, executed, against double precision."""

import dataclasses
import functools

import numpy as np
import pytest
import references
from execution import DTYPES, LinalgModule, StableHLOModule

SCALE = 0.37


@dataclasses.dataclass(frozen=True)
class Case:
    attribute: str
    reference: object
    dtype: str = "f32"
    shape: tuple = (6, 10)
    samples: tuple = (0,)
    slices: int = 0  # directions that the term takes
    output: str = ""  # type of the cotangent, if another one
    magnitude: float = 1.5
    slow: bool = False

    @property
    def name(self):
        family = self.attribute.split("<")[0].split(".")[1]
        size = "x".join(map(str, self.shape)) or "scalar"
        form = "_analytic" if "analytic" in self.attribute else ""
        form = "_2" if "p = 2" in self.attribute else form
        form = "_bf16_products" if "products" in self.attribute else form
        samples = "".join(map(str, self.samples))
        return f"{family}{form}_{self.dtype}{self.output}_{size}_samples{samples}"

    @property
    def permutation(self):
        return [*self.samples, *[i for i in range(len(self.shape)) if i not in self.samples]]

    @property
    def conditioning(self):
        """What the rounding of projections is multiplied by: for ranks by their number. Others
        are not limited, so that it shows how long their sums are.
        """
        samples, features = self.matrix_shape
        if "sliced_wasserstein" not in self.attribute:
            return 1
        return samples if "p = 1" in self.attribute else max(1, np.sqrt(features) / 16)

    @property
    def matrix_shape(self):
        permuted = [self.shape[i] for i in self.permutation]
        split = len(self.samples)
        return int(np.prod(permuted[:split])), int(np.prod(permuted[split:]))


def monte_carlo(s, **options):
    return Case(
        f"#per.projected_error<slices = {s}>", references.projected_error, slices=s, **options
    )


products_of_bf16 = functools.partial(
    Case,
    "#per.projected_error<slices = 9, products = bf16>",
    references.projected_error_bf16,
    slices=9,
)
analytic = functools.partial(
    Case, "#per.projected_error<estimator = analytic>", references.projected_error_analytic
)
l1 = functools.partial(Case, "#per.l1", references.l1)
l2 = functools.partial(Case, "#per.l2", references.l2)
huber = functools.partial(
    Case, "#per.huber<delta = 0.7>", functools.partial(references.huber, delta=0.7)
)
pseudo_huber = functools.partial(
    Case, "#per.pseudo_huber<delta = 1.3>", functools.partial(references.pseudo_huber, delta=1.3)
)
vcl = functools.partial(
    Case,
    "#per.variance_constancy<n = 3, beta = 0.5>",
    functools.partial(references.variance_constancy, n=3, beta=0.5),
)


def sliced_wasserstein(p, s, **options):
    return Case(
        f"#per.sliced_wasserstein<p = {p}, slices = {s}>",
        functools.partial(references.sliced_wasserstein, p=p),
        slices=s,
        **options,
    )


sliced_1 = functools.partial(sliced_wasserstein, 1, 9)
sliced_2 = functools.partial(sliced_wasserstein, 2, 9)
ALL = [
    functools.partial(monte_carlo, 9),
    *(products_of_bf16, analytic, l1, l2, huber, pseudo_huber),
    *(sliced_1, sliced_2, vcl),
]
ROW_WISE = ALL[:-1]  # those that take any number of samples
TYPES = ("f32", "f64", "bf16", "f16")

CASES = (
    [make(dtype=dtype) for make in ALL for dtype in TYPES]
    + [make(shape=(1, 1), dtype=dtype) for make in ROW_WISE for dtype in TYPES]
    + [make(shape=(7, 3, 5, 2)) for make in ALL]  # a convolution: the paper's b x (H W C)
    + [make(shape=(4, 3, 5), samples=(0, 1)) for make in ALL]  # Dense on [batch, time, features]
    + [make(shape=(3, 5, 4), samples=(1, 2)) for make in ALL]  # features first
    + [make(shape=(5, 4, 3), samples=(0, 2)) for make in ALL]  # features between
    + [make(shape=(13,), samples=()) for make in ROW_WISE]  # one sample
    + [make(shape=(8,), samples=(0,)) for make in ALL]  # one feature
    + [make(dtype="f32", output="bf16") for make in ROW_WISE]
    + [make(dtype="bf16", output="f32") for make in ROW_WISE]
    + [
        analytic(dtype=t, shape=(3, d), magnitude=m)
        for t in ("f32", "f64")
        for d, m in [(1, 4), (2, 0.01), (700, 9)]
    ]
    + [make(shape=(64, 301)) for make in ALL]
    # From one long row to the largest, in every type.
    + [
        make(shape=shape, dtype=dtype, slow=True)
        for dtype in TYPES
        for shape, makes in [
            ((1, 16384), ROW_WISE),
            ((128, 1), ALL),
            ((128, 650), ALL),
            ((128, 16384), [functools.partial(monte_carlo, 256), *ALL[1:]]),
        ]
        for make in makes
    ]
)


def tensor(shape, dtype):
    return f"tensor<{''.join(f'{n}x' for n in shape)}{dtype}>"


def function_text(case, dynamic=False):
    """Two functions: the penalty added to 1, and the gradient added to a cotangent."""
    compute = "f64" if case.dtype == "f64" else "f32"
    shape = ["?" if dynamic and i == case.samples[0] else n for i, n in enumerate(case.shape)]
    h, out = tensor(shape, case.dtype), tensor(shape, case.output or case.dtype)
    theta = tensor((case.matrix_shape[1], case.slices), compute)
    operand, operand_type = (", %theta", f", {theta}") if case.slices else ("", "")
    samples = f"[{', '.join(map(str, case.samples))}]"
    scalar, name = f"tensor<{compute}>", case.name + ("_dynamic" if dynamic else "")
    return f"""
func.func @{name}_penalty(%h: {h}, %theta: {theta}, %scale: {scalar},
    %init: {scalar}) -> {scalar} {{
  %r = per.penalty {case.attribute} ins(%h{operand} : {h}{operand_type}) scale(%scale : {scalar})
      samples {samples} outs(%init : {scalar}) -> {scalar}
  return %r : {scalar}
}}
func.func @{name}_gradient(%h: {h}, %theta: {theta}, %scale: {scalar}, %c: {out}) -> {out} {{
  %r = per.gradient {case.attribute} ins(%h{operand} : {h}{operand_type}) scale(%scale : {scalar})
      samples {samples} outs(%c : {out}) -> {out}
  return %r : {out}
}}"""


def distinct(cases):
    return list({case.name: case for case in cases}.values())


@functools.cache
def module(level, slow):
    cases = [case for case in distinct(CASES) if case.slow == slow]
    text = "\n".join(function_text(case) for case in cases)
    return LinalgModule(text) if level == "linalg" else StableHLOModule(text)


def are_near_halves(h, theta):
    """Whether rounding to f32 could give an error another neighbour in bf16."""
    errors = references.erf(references.to_bf16(h) @ references.to_bf16(theta) / np.sqrt(2))
    fraction = np.ldexp(np.frexp(errors)[0], 8)  # 8 bits of it stay
    return np.any(np.abs(fraction - np.floor(fraction) - 0.5) < 1e-3)


def have_near_ties(h, theta):
    """Whether rounding to f32 could give two projections each other's ranks; equal ones stay so."""
    gaps = np.diff(np.sort(h @ theta, axis=0), axis=0)
    return np.any((gaps > 0) & (gaps < 2e-7 * np.sqrt(len(theta))))


def inputs(case, seed=0):
    h, theta, scale, cotangent = draw_inputs(case, seed)
    conditions = {"sliced_wasserstein": have_near_ties, "products": are_near_halves}
    for name, is_sensitive in conditions.items():
        if name in case.attribute:
            wide = np.transpose(h.astype(np.float64), case.permutation).reshape(case.matrix_shape)
            if is_sensitive(wide, theta.astype(np.float64)):
                return inputs(case, seed + 1)
    return h, theta, scale, cotangent


def draw_inputs(case, seed):
    rng = np.random.default_rng(seed)
    compute = DTYPES["f64" if case.dtype == "f64" else "f32"]
    h = (case.magnitude * rng.normal(size=case.shape)).astype(DTYPES[case.dtype])
    theta = rng.normal(size=(case.matrix_shape[1], case.slices))
    theta = (
        (theta / np.linalg.norm(theta, axis=0)).astype(compute)
        if case.slices
        else theta.astype(compute)
    )
    cotangent = (0.1 * rng.normal(size=case.shape)).astype(DTYPES[case.output or case.dtype])
    return h, theta, compute(SCALE), cotangent


def expected(case, h, theta):
    permuted = np.transpose(h.astype(np.float64), case.permutation)
    matrix = permuted.reshape(case.matrix_shape)
    arguments = (matrix, theta.astype(np.float64)) if case.slices else (matrix,)
    penalty, gradient = case.reference(*arguments)
    return penalty, gradient.reshape(permuted.shape).transpose(np.argsort(case.permutation))


def check(case, run, name):
    h, theta, scale, cotangent = inputs(case)
    penalty, gradient = expected(case, h, theta)
    compute = type(scale)
    out = DTYPES[case.output or case.dtype]
    # Of the compute type. The rounding of a sum over n terms grows as sqrt(n), that of
    # repeated ones faster.
    tolerance = 2e-12 if compute == np.float64 else 2e-6
    of_sums = tolerance * max(1, np.sqrt(h.size) / 16)
    (got,) = run(f"{name}_penalty", [h, theta, scale, compute(1)], [((), compute)])
    assert abs(got - (1 + SCALE * penalty)) <= of_sums * (1 + abs(SCALE * penalty)), (
        got,
        1 + SCALE * penalty,
    )

    (got,) = run(f"{name}_gradient", [h, theta, scale, cotangent], [(case.shape, out)])
    want = cotangent.astype(np.float64) + SCALE * gradient
    # One rounding of the term and one of the sum, in the type of the cotangent.
    # Below its normal numbers, those of f16 are multiples of 2^-24.
    epsilon = {"bf16": 2.0**-8, "f16": 2.0**-11}.get(case.output or case.dtype, 0)
    spacing = 2.0**-24 if (case.output or case.dtype) == "f16" else 0
    bound = (
        spacing
        + case.conditioning * tolerance * np.abs(gradient).max()
        + epsilon * (np.abs(SCALE * gradient) + np.abs(want))
        + tolerance * np.abs(want)
    )
    error = np.abs(got.astype(np.float64) - want)
    assert got.shape == case.shape
    assert np.all(error <= bound), (error - bound).max()


def parameters():
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.slow else [])
        for case in distinct(CASES)
    ]


@pytest.mark.parametrize("level", ["linalg", "stablehlo"])
@pytest.mark.parametrize("case", parameters())
def test_against_reference(case, level):
    check(case, module(level, case.slow), case.name)


DYNAMIC = [make(shape=(8, 3, 4), samples=(0,)) for make in ALL] + [
    make(shape=(3, 5, 6), samples=(1, 2)) for make in ALL
]


@functools.cache
def dynamic_module():
    return LinalgModule("\n".join(function_text(case, dynamic=True) for case in DYNAMIC))


@pytest.mark.parametrize("case", DYNAMIC, ids=lambda case: case.name)
def test_dynamic_batch(case):
    check(case, dynamic_module(), case.name + "_dynamic")


@pytest.mark.parametrize("case", DYNAMIC[: len(ROW_WISE)], ids=lambda case: case.name)
def test_empty_dynamic_batch_adds_nothing(case):
    h, theta, scale, _ = inputs(case)
    (got,) = dynamic_module()(
        f"{case.name}_dynamic_penalty", [h[:0], theta, scale, np.float32(1)], [((), np.float32)]
    )
    assert got == 1


# Roundings are steps.
CONTINUOUS = [make for make in ALL if make is not products_of_bf16]


@pytest.mark.parametrize("make", CONTINUOUS, ids=lambda make: make().name)
def test_gradient_is_the_derivative_of_the_penalty(make):
    case = make(dtype="f64")
    run = module("linalg", False)
    h, theta, scale, _ = inputs(case)
    (gradient,) = run(
        f"{case.name}_gradient", [h, theta, scale, np.zeros_like(h)], [(case.shape, np.float64)]
    )
    direction = np.random.default_rng(5).normal(size=h.shape)

    def penalty(step):
        (value,) = run(
            f"{case.name}_penalty",
            [h + step * direction, theta, scale, np.float64(0)],
            [((), np.float64)],
        )
        return float(value)

    epsilon = 1e-5
    difference = (penalty(epsilon) - penalty(-epsilon)) / (2 * epsilon)
    np.testing.assert_allclose(np.sum(gradient * direction), difference, rtol=1e-8)


@pytest.mark.parametrize("d", [2, 16, 301])
def test_analytic_is_the_expectation_of_monte_carlo(d):
    rng = np.random.default_rng(d)
    h = rng.normal(size=(5, d)) * 2
    theta = rng.normal(size=(d, 20000))
    theta /= np.linalg.norm(theta, axis=0)
    t = h @ theta
    terms = t * references.erf(t / np.sqrt(2)) + np.sqrt(2 / np.pi) * np.exp(-t * t / 2)
    case = analytic(dtype="f64", shape=(5, d))
    run = LinalgModule(function_text(case))
    for row in range(5):
        one = np.zeros_like(h)
        one[row] = h[row]
        (got,) = run(f"{case.name}_penalty", [one, np.zeros((d, 0)), 1.0, 0.0], [((), np.float64)])
        value = got - 4 * np.sqrt(2 / np.pi)  # R(0) of the other rows
        error = terms[row].std() / np.sqrt(theta.shape[1])
        assert abs(value - terms[row].mean()) < 4 * error
