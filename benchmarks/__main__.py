"""`python -m benchmarks [steps] [attach]`: all of them by default."""

import argparse

from . import attach, steps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="*", choices=["steps", "attach", []], default=[])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--slices", type=int, default=256)
    options = parser.parse_args()
    if not options.which or "attach" in options.which:
        attach.main()
    if not options.which or "steps" in options.which:
        steps.main(options.rounds, options.slices)


if __name__ == "__main__":
    main()
