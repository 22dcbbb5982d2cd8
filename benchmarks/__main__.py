"""`python -m benchmarks [steps] [attach] [kernels]`: all of them by default."""

import argparse


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="*", choices=["steps", "attach", "kernels", []], default=[])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--slices", type=int, default=256)
    options = parser.parse_args()
    # They import JAX, and kernels pins the process to a core: imports come late.
    if not options.which or "attach" in options.which:
        from . import attach

        attach.main()
    if not options.which or "steps" in options.which:
        from . import steps

        steps.main(options.rounds, options.slices)
    if not options.which or "kernels" in options.which:
        from . import kernels

        kernels.main(options.rounds)


if __name__ == "__main__":
    main()
