"""Settings of JAX for all tests. They must stand before its first use."""

import os

_FLAGS = (
    "--xla_cpu_multi_thread_eigen=false",  # two workers share two cores
    "--xla_force_host_platform_device_count=8",
    # Every test compiles, few run for long: two thirds of the time.
    "--xla_backend_optimization_level=0",
    "--xla_llvm_disable_expensive_passes=true",
)
os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", ""), *_FLAGS]).strip()
os.environ.setdefault("JAX_PLATFORMS", "cpu")


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: belongs to the nightly run, not to the suite")
