"""`python -m benchmarks [steps] [attach] [native] [compilation] [terms] [kernels]`: all of them
by default."""

import argparse


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    names = ["attach", "steps", "native", "compilation", "terms", "kernels"]
    parser.add_argument("which", nargs="*", choices=[*names, []], default=[])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--slices", type=int, default=256)
    parser.add_argument(
        "--threads", type=int, default=1, help="of native code; `native` gives XLA as many cores"
    )
    options = parser.parse_args()
    # They import JAX, and the last four pin the process: imports come late.
    if not options.which or "attach" in options.which:
        from . import attach

        attach.main()
    if not options.which or "steps" in options.which:
        from . import steps

        steps.main(options.rounds, options.slices, options.threads)
    if not options.which or "native" in options.which:
        from . import native

        native.main(options.rounds, options.slices, options.threads)
    if not options.which or "compilation" in options.which:
        from . import compilation

        compilation.main(options.rounds, options.threads)
    if not options.which or "terms" in options.which:
        from . import terms

        terms.main(options.rounds, options.threads)
    if not options.which or "kernels" in options.which:
        from . import kernels

        kernels.main(options.rounds, options.threads)


if __name__ == "__main__":
    main()
