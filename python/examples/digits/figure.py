"""The picture of the demo: curves and activation histograms of the runs."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm


def _curves(axis, runs, key, title):
    for run in runs:
        axis.plot(
            range(1, len(run.history) + 1),
            [e[key] for e in run.history],
            label=run.name,
            color=run.color,
        )
    axis.set_title(title)
    axis.set_xlabel("epoch")
    axis.legend(fontsize=7)


def _bars(axis, runs, key, title):
    width = 0.8 / (len(runs) + 1)
    sites = np.arange(len(runs[0].before))
    axis.bar(sites, [s[key] for s in runs[0].before], width, color="0.8", label="before training")
    for k, run in enumerate(runs):
        axis.bar(
            sites + (k + 1) * width,
            [s[key] for s in run.after],
            width,
            label=run.name,
            color=run.color,
        )
    axis.set_title(title)
    axis.set_xlabel("site")
    axis.set_xticks(sites + 0.4 - width / 2, [str(s) for s in sites])
    axis.legend(fontsize=7)


def _quantiles(axis, run):
    levels = np.array([epoch["quantiles"] for epoch in run.history])
    epochs = range(1, len(levels) + 1)
    axis.fill_between(epochs, levels[:, 0], levels[:, 4], color=run.color, alpha=0.2)
    axis.fill_between(epochs, levels[:, 1], levels[:, 3], color=run.color, alpha=0.4)
    axis.plot(epochs, levels[:, 2], color=run.color)
    axis.set_title(f"last site, {run.name}: quantiles 5 to 95 %", fontsize=9)
    axis.set_xlabel("epoch")


def _histogram(axis, run):
    grid = np.linspace(-4, 6, 400)
    axis.hist(
        run.activations.ravel(), bins=120, range=(-4, 6), density=True, color=run.color, alpha=0.6
    )
    axis.plot(grid, norm.pdf(grid), color="black", linewidth=1, label="N(0, 1)")
    axis.set_yscale("log")
    axis.set_ylim(1e-3, 20)
    axis.set_title(f"activations of the last site, {run.name}", fontsize=9)
    axis.legend(fontsize=7)


def draw(runs, path):
    """Draws all runs and writes the PNG at `path`, whole or not at all."""
    figure, axes = plt.subplots(3, 4, figsize=(17, 11), layout="constrained")
    _curves(axes[0, 0], runs, "loss", "training loss")
    _curves(axes[0, 1], runs, "accuracy", "test accuracy")
    _bars(axes[0, 2], runs, "distance", "sliced W1 to N(0, I)")
    _bars(axes[0, 3], runs, "variance", "variance of a unit")
    for row, plot in ((1, _quantiles), (2, _histogram)):
        for column, run in enumerate(runs):
            plot(axes[row, column], run)
    _curves(axes[1, 3], runs, "mean", "mean of the last site")
    _bars(axes[2, 3], runs, "dead", "share of dead units")
    temporary = path.with_suffix(".partial.png")
    figure.savefig(temporary, dpi=110)
    temporary.replace(path)
