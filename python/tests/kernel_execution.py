"""Runs modules whose Monte Carlo terms become kernels (convert-per-to-vector)."""

import ctypes
import functools
import pathlib
import re
import tempfile

import numpy as np
from execution import LLVM, TO_LLVM, memref, per_opt, run_tool

#: Lanes of f32 and machine options of clang for each target of the pass.
LANES = {"avx512bf16": 16, "avx512": 16, "avx2": 8, "generic": 4}
MACHINES = {
    "avx512bf16": ["-march=x86-64-v4", "-mavx512bf16"],
    "avx512": ["-march=x86-64-v4"],
    "avx2": ["-march=x86-64-v3"],
    "generic": [],
}
BUFFERIZED = 1 + TO_LLVM.index("--buffer-results-to-out-params=modify-public-functions=true")
AVX512 = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
FLAGS = {
    "avx512bf16": AVX512 | {"avx512_bf16"},
    "avx512": AVX512,
    "avx2": {"avx2", "fma"},
    "generic": set(),
}


def machine_flags():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return set()
    found = re.search(r"^flags\s*:(.*)$", text, re.MULTILINE)
    return set(found[1].split()) if found else set()


#: The targets whose code this machine can run.
TARGETS = [target for target, flags in FLAGS.items() if flags <= machine_flags()]


def bufferized(text):
    """From tensors to buffers; what is not for kernels is expanded to linalg."""
    return per_opt(
        text, "--convert-per-to-linalg=keep-sampled keep-analytic", *TO_LLVM[:BUFFERIZED]
    )


def to_kernels(text, target, options=""):
    """From buffers to buffers with calls of kernels."""
    return per_opt(
        text.replace("func.func @", "func.func public @"),
        "--llvm-request-c-wrappers",
        f"--convert-per-to-vector=target={target} {options}",
    )


def to_llvm_ir(text):
    passes = [p for p in TO_LLVM[BUFFERIZED:] if p != "--convert-to-llvm"]
    lowered = per_opt(
        text,
        "--canonicalize",
        "--cse",
        "--loop-invariant-code-motion",
        *passes[:-1],
        "--convert-vector-to-llvm",
        "--convert-to-llvm",
        passes[-1],
    )
    return run_tool([LLVM / "mlir-translate", "--mlir-to-llvmir"], lowered)


class KernelModule:
    """Functions of a module on buffers, compiled for a target."""

    def __init__(self, text, target, optimization="-O2"):
        self.directory = tempfile.TemporaryDirectory()
        ir = pathlib.Path(self.directory.name) / "module.ll"
        ir.write_text(to_llvm_ir(text))
        library = ir.with_suffix(".so")
        runtime = LLVM.parent / "lib/libmlir_c_runner_utils.so"
        flags = [optimization, "-fPIC", "-shared", "-Wno-override-module", *MACHINES[target]]
        flags.append(f"-Wl,-rpath,{runtime.parent}")
        run_tool([LLVM / "clang", *flags, ir, runtime, "-lm", "-o", library], "")
        self.library = ctypes.CDLL(str(library))

    def prepare(self, name, *arguments):
        """A call of a function, ready to be made many times. Arrays are passed as they
        are, Python ints as index.
        """
        converted = []
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                converted.append(ctypes.byref(memref(argument)))
            elif isinstance(argument, int):
                converted.append(ctypes.c_int64(argument))
            else:
                scalar = np.ctypeslib.as_ctypes_type(type(argument))
                converted.append(scalar(argument.item()))
        call = functools.partial(getattr(self.library, f"_mlir_ciface_{name}"), *converted)
        call.arrays = arguments  # descriptors are pointers
        return call

    def __call__(self, name, *arguments):
        self.prepare(name, *arguments)()
