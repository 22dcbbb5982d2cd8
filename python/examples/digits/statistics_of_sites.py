"""How far the activations of a site are from a standard normal law."""

import numpy as np
import per
from scipy.stats import norm, wasserstein_distance


def sliced_wasserstein(activations, seed: int = 1, slices: int = 64) -> float:
    """Mean over random directions of the distance W1 between the projected
    activations (samples x features) and N(0, 1)."""
    samples, features = activations.shape
    directions = per.slices(seed=seed, step=0, site=0, d=features, s=slices)
    projections = np.asarray(activations, np.float64) @ directions
    target = norm.ppf((np.arange(samples) + 0.5) / samples)
    return float(np.mean([wasserstein_distance(column, target) for column in projections.T]))


def describe(activations) -> dict:
    """Moments and quantiles of one site's units, and its distance to N(0, I)."""
    rows = np.asarray(activations, np.float64).reshape(len(activations), -1)
    quantiles = np.quantile(rows, [0.05, 0.25, 0.5, 0.75, 0.95])
    return {
        "mean": float(rows.mean()),
        "variance": float(rows.var(axis=0).mean()),
        "quantiles": quantiles.tolist(),
        "distance": sliced_wasserstein(rows),
        "dead": float((rows.var(axis=0) < 1e-8).mean()),
    }
