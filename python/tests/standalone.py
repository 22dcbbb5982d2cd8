"""Native steps as programs of their own, for tools that check accesses to memory."""

import os
import pathlib
import re
import subprocess

import ml_dtypes  # noqa: F401, bfloat16 by its name
import numpy as np
from execution import LLVM, per_opt, run_tool
from kernel_execution import MACHINES

_DRIVER = pathlib.Path(__file__).with_name("run_entry.c")

#: ASan, without a search for leaks at the end. What is allocated is filled with
#: NaNs: a number that nobody wrote is seen in the results.
ASAN = {"ASAN_OPTIONS": "detect_leaks=0:max_malloc_fill_size=1073741824:malloc_fill_byte=255"}

#: Memcheck; all of a result must be written when it goes to its file. Of our long
#: blocks without a branch it takes a few instructions at a time: its memory for
#: one translation is fixed.
MEMCHECK = [
    "valgrind",
    "--vex-guest-max-insns=10",
    "--error-exitcode=9",
    "--exit-on-first-error=no",
    "--quiet",
]


class MemoryFault(AssertionError):
    """A tool has found a wrong access; its report."""


class Standalone:
    """The entry of a module of linalg, compiled by clang.

    Args:
      text: the module.
      directory: for files.
      target: the instruction set, as in per-to-cpu.
      options: of per-to-cpu, further ones.
      sanitize: whether AddressSanitizer checks the code of the entry.
      passes: to run instead of per-to-cpu.
    """

    def __init__(self, text, directory, target, options="", sanitize=False, passes=None):
        self._directory = pathlib.Path(directory)
        self._program = self._directory / "program"
        lowered = per_opt(text, *(passes or [f"--per-to-cpu=target={target} {options}"]))
        self.arena_bytes = int(re.search(r"arena_bytes = (\d+)", lowered)[1])
        ir = self._directory / "step.ll"
        ir.write_text(run_tool([LLVM / "mlir-translate", "--mlir-to-llvmir"], lowered))
        flags = ["-O1", "-ffp-contract=fast", "-Wno-override-module", *MACHINES[target]]
        # Its library also has conversions to bf16, which the system's may lack.
        link = ["-lm", "--rtlib=compiler-rt"]
        if sanitize:
            # Before LLVM optimises: it may take away what it knows to be wrong.
            triple = run_tool([LLVM / "clang", "--print-target-triple"], "").strip()
            run_tool(
                [LLVM / "opt", f"-mtriple={triple}", "-passes=forceattrs,asan", ir, "-o", ir,
                 "--force-attribute=sanitize_address"], "",
            )  # fmt: skip
            link.append("-fsanitize=address")
        code = ir.with_suffix(".o")
        run_tool([LLVM / "clang", *flags, "-x", "ir", "-c", ir, "-o", code], "")
        run_tool([LLVM / "clang", _DRIVER, code, *link, "-o", self._program], "")

    def __call__(self, arguments, results, runner=()):
        """The results for arguments; `results` are arrays of their shapes and types."""
        specs = []
        for number, array in enumerate(arguments):
            path = self._directory / f"argument_{number}"
            path.write_bytes(np.ascontiguousarray(array).tobytes())
            specs.append(f"in:{path}")
        paths = [self._directory / f"result_{number}" for number in range(len(results))]
        specs += [f"out:{p}:{array.nbytes}" for p, array in zip(paths, results, strict=True)]
        specs.append(f"arena:{self.arena_bytes}")
        run = subprocess.run(
            [*runner, self._program, *specs],
            capture_output=True,
            text=True,
            env={**os.environ, **ASAN},
        )
        if run.returncode or run.stderr.strip():
            raise MemoryFault(f"exit {run.returncode}\n{run.stderr[:6000]}")
        return [
            np.frombuffer(p.read_bytes(), array.dtype).reshape(array.shape)
            for p, array in zip(paths, results, strict=True)
        ]
