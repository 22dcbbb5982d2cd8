"""Trains a small residual CNN on scikit-learn's digits three times, under XLA or
(`--target cpu`) as native code of our own, timed beside XLA's: without a
regulariser, with PER by Monte Carlo (the paper's Algorithm 1), and with PER in
its exact, analytic form. The model and its step are unmodified; `per.compile`
finds the activations in the differentiated step.
"""

import argparse
import dataclasses
import pathlib
import time

import figure
import jax
import model
import numpy as np
import per
import statistics_of_sites as statistics
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tqdm import tqdm


@dataclasses.dataclass
class Run:
    """One training run and what was measured of it."""

    name: str
    color: str
    regularizer: object
    history: list = dataclasses.field(default_factory=list)
    before: list = None
    after: list = None
    activations: np.ndarray = None
    milliseconds_of_xla: float = None


def load(seed):
    """Training and test images (n, 8, 8, 1), standardised, and labels."""
    digits = load_digits()
    images = (digits.images[..., None] / 16.0).astype(np.float32)
    images = (images - images.mean()) / images.std()
    return train_test_split(
        images,
        digits.target.astype(np.int32),
        test_size=0.25,
        random_state=seed,
        stratify=digits.target,
    )


def batches(images, labels, size, generator):
    """Shuffled full batches of one epoch."""
    order = generator.permutation(len(images))
    for start in range(0, len(order) - size + 1, size):
        chosen = order[start : start + size]
        yield images[chosen], labels[chosen]


def train(run, data, options, progress):
    """Trains one run; fills its history and statistics."""
    train_images, test_images, train_labels, test_labels = data
    state = model.create_state(options.seed, train_images.shape[1:])
    size = options.batch_size
    example = (state, train_images[:size], train_labels[:size])
    compile_for = lambda target, **more: per.compile(
        model.train_step,
        example,
        regularizer=run.regularizer,
        lam=options.lam,
        target=target,
        **more,
    )
    if options.target == "cpu":  # the state is updated in place
        step = compile_for("cpu", donate_argnums=0)
    else:
        step = compile_for(options.target)
    if run.regularizer is not None and not options.quiet:
        tqdm.write(f"\n{run.name}: attached sites\n{step.sites}")

    held_out = (test_images[:256], test_labels[:256])
    capture = lambda state: per.capture(model.train_step, (state, *held_out))
    run.before = [statistics.describe(a) for a in capture(state)]
    generator = np.random.default_rng(options.seed)
    for _ in range(options.epochs):
        losses, seconds = [], []
        for images, labels in batches(train_images, train_labels, size, generator):
            start = time.perf_counter()
            state, metrics = step(state, images, labels, seed=options.seed)
            losses.append(float(metrics["loss"]))
            seconds.append(time.perf_counter() - start)
            progress.update()
        sites = capture(state)
        last = statistics.describe(sites[-1])
        accuracy = float(model.evaluate(state, test_images, test_labels))
        run.history.append(
            {"loss": np.mean(losses), "accuracy": accuracy, "seconds": np.median(seconds), **last}
        )
        tqdm.write(
            f"{run.name:12s} epoch {len(run.history):2d}  loss {np.mean(losses):.4f}  "
            f"test accuracy {accuracy:.4f}  last site: W1 {last['distance']:.3f}, "
            f"variance {last['variance']:.3f}  {1e3 * np.median(seconds):.1f} ms a step"
        )
    if options.target == "cpu":
        run.milliseconds_of_xla = 1e3 * time_of_xla(compile_for("xla"), state, example[1:])
    run.after = [statistics.describe(a) for a in sites]
    run.activations = np.asarray(sites[-1])


def time_of_xla(step, state, batch, count=50):
    """Median seconds of a step under XLA, from the same state again and again."""
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        float(step(state, *batch, seed=0)[1]["loss"])
        seconds.append(time.perf_counter() - start)
    return np.median(seconds)


def summary(runs):
    """A table: distance and variance of every site, before and after."""
    lines = [
        "",
        "sliced W1 distance to N(0, I) and variance of a unit, per site",
        "(a variance near 0 is a dead unit: its distance of about 0.8 looks near)",
        f"{'site':>4}  {'before':>13}" + "".join(f"  {r.name:>15}" for r in runs),
    ]
    for site, before in enumerate(runs[0].before):
        cell = lambda s: f"{s['distance']:6.3f} {s['variance']:6.3f}"
        lines.append(
            f"{site:4d}  {cell(before)}" + "".join(f"  {cell(r.after[site]):>15}" for r in runs)
        )
    lines += [
        "test accuracy  " + ", ".join(f"{r.name} {r.history[-1]['accuracy']:.4f}" for r in runs),
        "ms a step      "
        + ", ".join(f"{r.name} {1e3 * min(e['seconds'] for e in r.history):.1f}" for r in runs),
    ]
    if runs[0].milliseconds_of_xla is not None:
        beside = ", ".join(f"{r.name} {r.milliseconds_of_xla:.1f}" for r in runs)
        lines.append(f"   under XLA   {beside}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--target",
        choices=("xla", "cpu"),
        default="xla",
        help="what runs the steps: XLA, or native code of our own (default %(default)s)",
    )
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument(
        "--lam",
        type=float,
        default=0.064,
        help="weight of the term; a mean over samples (default %(default)s)",
    )
    parser.add_argument("--slices", type=int, default=256)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("out/digits.png"))
    parser.add_argument("--quiet", action="store_true", help="no tables of sites")
    options = parser.parse_args()

    data = load(options.seed)
    runs = [
        Run("vanilla", "tab:gray", None),
        Run("Monte Carlo", "tab:blue", per.ProjectedError(slices=options.slices)),
        Run("analytic", "tab:orange", per.ProjectedError(estimator="analytic")),
    ]
    steps = len(data[0]) // options.batch_size * options.epochs * len(runs)
    print(f"{len(data[0])} training images, {len(data[1])} test images, devices: {jax.devices()}")
    with tqdm(total=steps, unit="step", mininterval=1.0) as progress:
        for run in runs:
            train(run, data, options, progress)
    print(summary(runs))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    figure.draw(runs, options.output)
    print(f"picture: {options.output}")


if __name__ == "__main__":
    main()
