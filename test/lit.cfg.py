# Configuration of the lit tests. Substitutions: the tools by their names;
# %python, %per_source, %per_binary, %mlir_runner_utils, %per_plugin, %cmake, %cc,
# %cxx; %sanitize, the compiler's flag of the sanitizers of this build;
# %with_runtime, before a program that is not instrumented and loads a library
# that is.

import ctypes
import os

import lit.formats

config.name = "PER"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["CMakeLists.txt", "Inputs"]
config.test_source_root = os.path.dirname(__file__)

tools = [
    os.path.join(config.per_tools_dir, tool)
    for tool in ("per-opt", "per-compile", "per-plugin", "per-run")
]
config.environment["PATH"] = os.path.pathsep.join(
    [*tools, config.llvm_tools_dir, os.environ["PATH"]]
)
config.environment["FILECHECK_OPTS"] = "-enable-var-scope --dump-input-filter=all"
config.environment["ASAN_OPTIONS"] = "detect_leaks=0:allow_user_poisoning=0"
# A test that passes shows no output: undefined behaviour must fail it.
config.environment["UBSAN_OPTIONS"] = "halt_on_error=1:print_stacktrace=1"

utils = [
    os.path.join(config.llvm_lib_dir, f"lib{name}{config.shared_library_suffix}")
    for name in ("mlir_runner_utils", "mlir_c_runner_utils")
]
config.substitutions += [
    ("%per_source", config.per_source_dir),
    ("%per_binary", config.per_binary_dir),
    ("%mlir_runner_utils", ",".join(utils)),
    ("%per_plugin", os.path.join(config.per_tools_dir, "per-plugin", "per-plugin.so")),
    ("%cmake", config.cmake),
    ("%cc", config.c_compiler),
    ("%cxx", config.cxx_compiler),
    ("%python", config.python_executable or "python3"),
]
if config.python_executable:
    config.available_features.add("python")

sanitize, with_runtime = "", "env"
if config.sanitizers:
    sanitize = f"-fsanitize={config.sanitizers}"
    with_runtime = f"env LD_PRELOAD={config.sanitizer_runtime}"
config.substitutions += [("%sanitize", sanitize), ("%with_runtime", with_runtime)]

# Tests that execute operations of oneDNN; without it lit lists them as unsupported.
for library in ("libdnnl.so.3", "libdnnl.so.2"):
    try:
        ctypes.CDLL(library)
    except OSError:
        continue
    config.available_features.add("onednn")
