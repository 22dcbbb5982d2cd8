"""Runs modules with per ops: expanded into linalg for LLVM, or into StableHLO for XLA."""

import ctypes
import os
import pathlib
import subprocess
import tempfile

import ml_dtypes
import numpy as np

SOURCE = pathlib.Path(__file__).resolve().parents[2]
LLVM = pathlib.Path(os.environ.get("PER_LLVM_DIR", "/usr/lib/llvm-22")) / "bin"

DTYPES = {
    "f32": np.float32,
    "f64": np.float64,
    "bf16": ml_dtypes.bfloat16,
    "f16": np.float16,
    "i16": np.int16,
    "i32": np.int32,
    "i64": np.int64,
}

# Destinations are copied, tensors become buffers with the identity layout, and
# the results of a function become buffers at the end of its arguments.
TO_LLVM = [
    "--canonicalize",
    "--cse",
    "--eliminate-empty-tensors",
    "--empty-tensor-to-alloc-tensor",
    "--one-shot-bufferize=bufferize-function-boundaries allow-return-allocs-from-loops"
    " function-boundary-type-conversion=identity-layout-map",
    "--buffer-results-to-out-params=modify-public-functions=true",
    "--convert-linalg-to-loops",
    # LLVM calls library functions for bf16 that are not everywhere.
    "--arith-emulate-unsupported-floats=source-types=bf16 target-type=f32",
    "--arith-expand=include-bf16=true",
    "--expand-strided-metadata",
    "--lower-affine",
    "--convert-scf-to-cf",
    "--convert-math-to-llvm",
    "--convert-math-to-libm",
    "--convert-to-llvm",
    "--reconcile-unrealized-casts",
]


def build_directory():
    if "PER_BUILD_DIR" in os.environ:
        return pathlib.Path(os.environ["PER_BUILD_DIR"])
    for preset in ("release", "debug"):
        if (SOURCE / "build" / preset / "tools/per-opt/per-opt").exists():
            return SOURCE / "build" / preset
    raise RuntimeError("no build of per-opt found; set PER_BUILD_DIR")


def run_tool(command, text):
    result = subprocess.run(
        [str(word) for word in command], input=text, capture_output=True, text=True
    )
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{result.stderr[-4000:]}")
    return result.stdout


def per_opt(text, *passes):
    return run_tool([build_directory() / "tools/per-opt/per-opt", *passes], text)


def memref(array):
    """The descriptor that MLIR's C interface takes."""
    index = ctypes.c_int64 * array.ndim

    class Descriptor(ctypes.Structure):
        _fields_ = [
            ("allocated", ctypes.c_void_p),
            ("aligned", ctypes.c_void_p),
            ("offset", ctypes.c_int64),
        ] + ([("sizes", index), ("strides", index)] if array.ndim else [])

    strides = [stride // array.itemsize for stride in array.strides]
    shape = (index(*array.shape), index(*strides)) if array.ndim else ()
    return Descriptor(array.ctypes.data, array.ctypes.data, 0, *shape)


class LinalgModule:
    """Functions compiled through convert-per-to-linalg, `passes` and the stock passes."""

    def __init__(self, text, passes=()):
        self.directory = tempfile.TemporaryDirectory()
        text = text.replace("func.func @", "func.func public @")
        lowered = run_tool(
            [LLVM / "mlir-opt", "--llvm-request-c-wrappers", *passes, *TO_LLVM],
            per_opt(text, "--convert-per-to-linalg"),
        )
        ir = pathlib.Path(self.directory.name) / "module.ll"
        ir.write_text(run_tool([LLVM / "mlir-translate", "--mlir-to-llvmir"], lowered))
        library = ir.with_suffix(".so")
        # memrefCopy, for copies between buffers of different strides.
        runtime = LLVM.parent / "lib/libmlir_c_runner_utils.so"
        flags = ["-O1", "-fPIC", "-shared", "-Wno-override-module", f"-Wl,-rpath,{runtime.parent}"]
        run_tool([LLVM / "clang", *flags, ir, runtime, "-lm", "-o", library], "")
        self.library = ctypes.CDLL(str(library))

    def __call__(self, name, arguments, results):
        """Calls a function; `results` are (shape, dtype) pairs."""
        arrays = [np.array(argument, order="C") for argument in arguments]
        arrays += [np.full(shape, 77, dtype) for shape, dtype in results]
        descriptors = [memref(array) for array in arrays]
        getattr(self.library, f"_mlir_ciface_{name}")(*[ctypes.byref(d) for d in descriptors])
        return arrays[len(arguments) :]


class StableHLOModule:
    """Functions compiled through convert-per-to-stablehlo and XLA."""

    def __init__(self, text):
        expanded = per_opt(
            text,
            "--convert-per-to-stablehlo",
            "--allow-unregistered-dialect",
            "--mlir-print-op-generic",
        )
        self.text, self.executables = expanded, {}

    def compile(self, name):
        import jax
        from jax._src import xla_bridge
        from jax._src.interpreters import mlir as jax_mlir
        from jax._src.lib import xla_client
        from jaxlib.mlir import ir

        # XLA compiles `main`: keep that function only.
        with jax_mlir.make_ir_context():
            module = ir.Module.parse(self.text)
            for op in list(module.body.operations):
                if op.attributes["sym_name"].value != name:
                    op.operation.erase()
                else:
                    op.attributes["sym_name"] = ir.StringAttr.get("main")
            text = str(module)
        devices = xla_client.DeviceList(tuple(jax.devices()[:1]))
        return xla_bridge.get_backend("cpu").compile_and_load(
            text, devices, xla_client.CompileOptions()
        )

    def __call__(self, name, arguments, results):
        import jax

        if name not in self.executables:
            self.executables[name] = self.compile(name)
        with jax.enable_x64(True):
            outputs = self.executables[name].execute_sharded(
                [jax.numpy.asarray(a) for a in arguments]
            )
            return [np.asarray(o[0]) for o in outputs.disassemble_into_single_device_arrays()]
