"""JAX autodiff of `loss + sum_i lam_i R(h_i)`: the reference of every model.

A model calls `tap(site, h)` on each hidden activation. `IDENTITY` gives the
user's unmodified step. The oracle's tap is the identity as well, with a custom
derivative that adds `lam * grad R(h)` to the cotangent: what differentiating
the sum would add. One compiled step serves all regularisers, every strength
and every subset of the sites, since the strengths are its input.
"""

import dataclasses
import functools

import jax
import jax.numpy as jnp
import numpy as np

from . import slices
from .regularizers import REGULARIZERS

SEED, STEP = 20240607, 11

#: Sample dimensions by rank, where a model does not say otherwise: features are
#: the last one, or all but the first of an image.
_SAMPLE_DIMS = {0: (), 1: (), 2: (0,), 3: (0, 1), 4: (0,)}


def IDENTITY(site, h, samples=None):
    return h


@dataclasses.dataclass(frozen=True)
class Site:
    """What a model says about one of its hidden activations."""

    index: int  # program order among all sites, those without a gradient too
    shape: tuple
    samples: int | None  # None: does not say
    features: int


def _split(shape, samples):
    dims = _SAMPLE_DIMS[len(shape)] if samples is None else samples
    rest = tuple(i for i in range(len(shape)) if i not in dims)
    return dims + rest, int(np.prod([shape[i] for i in dims], initial=1))


def describe(model):
    """The sites of a model, by tracing its step with a tap that takes notes."""
    notes = {}

    def tap(site, h, samples=None):
        _, b = _split(h.shape, samples)
        notes[site] = Site(site, tuple(h.shape), b, h.size // max(b, 1))
        return h

    with model.precision_scope():
        arrays, rebuild = split_static(model.arguments())
        jax.eval_shape(lambda leaves: _arrays_of(model.make(tap)(*rebuild(leaves))), arrays)
    if model.shapes:  # written down where a vmap hides the batch from the tap
        return [Site(i, shape, *split) for i, (shape, split) in enumerate(model.shapes)]
    return [notes[i] for i in sorted(notes)]


def _is_array(x):
    return isinstance(x, (jax.Array, np.ndarray, np.generic)) or hasattr(x, "aval")


def _arrays_of(tree):
    return [x for x in jax.tree.leaves(tree) if _is_array(x)]


def split_static(args):
    """(array leaves, rebuild): leaves that are no arrays stay where they are."""
    leaves, treedef = jax.tree.flatten(args)
    where = [i for i, x in enumerate(leaves) if _is_array(x)]

    def rebuild(arrays):
        full = list(leaves)
        for i, x in zip(where, arrays, strict=True):
            full[i] = x
        return jax.tree.unflatten(treedef, full)

    return [leaves[i] for i in where], rebuild


def _attach(h, terms, order, samples):
    """The identity on h whose derivative adds sum of weight * gradient."""
    back = tuple(np.argsort(order))
    shape = tuple(h.shape[i] for i in order)
    wide = jnp.float64 if h.dtype == jnp.float64 else jnp.float32

    @jax.custom_vjp
    def tapped(h, lams):
        return h

    def forward(h, lams):
        return h, (h, lams)

    def backward(saved, c):
        h, lams = saved
        rows = h.astype(wide).transpose(order).reshape(samples, -1)
        total = jnp.zeros_like(rows)
        for key, theta in terms.items():
            regularizer = REGULARIZERS[key]
            scale = lams[key].astype(wide) * regularizer.mean_weight(*rows.shape)
            total += scale * regularizer.gradient(rows, theta)
        total = total.reshape(shape).transpose(back)
        return c + total.astype(c.dtype), jax.tree.map(jnp.zeros_like, lams)

    tapped.defvjp(forward, backward)
    return tapped


def oracle_tap(keys, lams, dtype):
    """A tap for the regularisers `keys`; lams[key][site] are their strengths."""

    def tap(site, h, samples=None):
        order, b = _split(h.shape, samples)
        d, terms = h.size // b, {}
        for key in keys:
            if b < REGULARIZERS[key].least_samples:
                continue
            s = REGULARIZERS[key].slices
            terms[key] = slices.directions(SEED, STEP, site, d, s, dtype) if s else None
        return _attach(h, terms, order, b)(h, {k: lams[k][site] for k in terms})

    return tap


class Oracle:
    """The reference of one model. Compiled once, for a set of regularisers."""

    def __init__(self, model, keys=("monte_carlo", "analytic")):
        self.model, self.keys = model, tuple(keys)
        self.sites = describe(model)
        dtype = np.float64 if model.precision == "f64" else np.float32
        make = model.reference or model.make

        def step(lams, leaves):
            out = make(oracle_tap(self.keys, lams, dtype))(*self._rebuild(leaves))
            return _arrays_of(model.after(out))

        self._leaves, self._rebuild = split_static(model.arguments())
        self._step = jax.jit(step)

    def updated(self, key=None, lam=0.0, only=None, skip=()):
        """Updated parameters, flat; `only`, `skip`: indices of the sites."""
        chosen = [site.index for site in self.sites] if only is None else only
        lams = {
            k: np.zeros(1 + max((site.index for site in self.sites), default=0), np.float32)
            for k in self.keys
        }
        for site in chosen:
            if key is not None and site not in skip:
                lams[key][site] = lam
        with self.model.precision_scope():
            return flatten(self._step(lams, self._leaves))

    def jump(self, key, lam, relative=1e-6, tries=8):
        """The largest change of the update, against the term's effect, when all
        arguments change in the sixth digit. An activation that is within rounding
        of a kink changes sides then, and its cotangent jumps: no two programs in
        f32 that round differently agree better than that.
        """
        lams = {k: np.zeros(1 + max(s.index for s in self.sites), np.float32) for k in self.keys}
        lams[key][[site.index for site in self.sites]] = lam
        effect = np.linalg.norm(self.updated(key, lam) - self.vanilla)
        rng = np.random.default_rng(1)

        def update(leaves):
            before = flatten(_arrays_of(self.model.before(self._rebuild(leaves))))
            return flatten(self._step(lams, leaves)) - before

        def changed(x):
            if not jnp.issubdtype(x.dtype, jnp.floating):
                return x
            return (x * (1 + relative * rng.standard_normal(x.shape))).astype(x.dtype)

        want = update(self._leaves)
        moved = [update([changed(x) for x in self._leaves]) - want for _ in range(tries)]
        return max(map(np.linalg.norm, moved)) / effect

    @functools.cached_property
    def vanilla(self):
        return self.updated()

    @functools.cached_property
    def before(self):
        return flatten(_arrays_of(self.model.before(self.model.arguments())))

    def strength(self, key, only=None, target=0.5):
        """A lam for which the term changes the update by about `target`."""
        lam, update = 1e-2, np.linalg.norm(self.vanilla - self.before)
        for _ in range(8):
            lam = float(np.float32(lam))
            effect = np.linalg.norm(self.updated(key, lam, only) - self.vanilla)
            ratio = effect / update
            if 0.2 <= ratio <= 2.0:
                return lam
            lam *= float(np.clip(target / max(ratio, 1e-30), 1e-3, 1e3))
        if ratio < 0.1:
            raise AssertionError(f"no strength gives the term 10 % of the update: {ratio}")
        return lam


def flatten(tree):
    """All floating leaves of a tree as one float64 vector."""
    leaves = [np.asarray(x) for x in _arrays_of(tree) if jnp.issubdtype(x.dtype, jnp.floating)]
    return np.concatenate([x.astype(np.float64).ravel() for x in leaves] or [np.zeros(0)])


#: Largest error allowed, relative to the effect of the term.
BOUNDS = {"f32": 1e-3, "bf16": 5e-2, "f64": 1e-8}


def term_error(got, want, vanilla):
    """|got - want| / |want - vanilla|: the error against the term's effect."""
    if not np.all(np.isfinite(got)):
        return np.inf
    return np.linalg.norm(got - want) / np.linalg.norm(want - vanilla)
