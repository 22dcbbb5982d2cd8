"""Kernels of terms against libraries and JAX: Monte Carlo with slices drawn in it, analytic.

One core. The peers: the two products alone, on slices that are there already, by
oneDNN (a library `dnnl` of the system, or the one that ONEDNN_LIBRARY names) and by
NumPy's OpenBLAS; and the whole operation by JAX, with slices by `jax.random.normal`.
Times are processor time, so that neighbours on the core do not count; each round
calls all variants, and the least time of all rounds counts.
"""

import ctypes
import os
import pathlib
import sys
import time

import numpy as np
from tqdm import tqdm

from . import products
from .products import aligned

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python/tests"))

SHAPES = [(128, 16384, 256), (128, 2048, 256), (128, 650, 256), (4096, 512, 256)]
#: In the last cache, and in memory.
ANALYTIC_SHAPES = [(128, 16384), (4096, 512), (128, 650 // 16 * 16), (32768, 512), (1024, 16384)]
SCALE = 1e-3
#: Independent sums that keep the multipliers busy.
CHAINS = 16


def kernel_text(b, d, s):
    matrix, theta = f"memref<{b}x{d}xf32>", f"memref<{d}x{s}xf32>"
    return f"""
func.func @term(%h: {matrix}, %c: {matrix}, %scale: f32, %seed: i32, %step: i32) {{
  %theta = memref.alloc() : {theta}
  per.slices seed(%seed : i32) step(%step : i32) site(0) outs(%theta : {theta})
  per.gradient #per.projected_error<slices = {s}> ins(%h, %theta : {matrix}, {theta})
      scale(%scale : f32) samples [0] outs(%c : {matrix})
  memref.dealloc %theta : {theta}
  return
}}"""


def analytic_text(b, d, lanes):
    """The analytic term, and an update that reads and writes as much: c += scale * h."""
    matrix, vector = f"memref<{b}x{d}xf32>", f"vector<{lanes}xf32>"
    return f"""
func.func @term(%h: {matrix}, %c: {matrix}, %scale: f32) {{
  per.gradient #per.projected_error<estimator = analytic> ins(%h : {matrix})
      scale(%scale : f32) samples [0] outs(%c : {matrix})
  return
}}
func.func @update(%h: {matrix}, %c: {matrix}, %scale: f32) {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %lanes = arith.constant {lanes} : index
  %b = arith.constant {b} : index
  %d = arith.constant {d} : index
  %factor = vector.broadcast %scale : f32 to {vector}
  scf.for %i = %c0 to %b step %c1 {{
    scf.for %j = %c0 to %d step %lanes {{
      %x = vector.load %h[%i, %j] : {matrix}, {vector}
      %y = vector.load %c[%i, %j] : {matrix}, {vector}
      %z = vector.fma %x, %factor, %y : {vector}
      vector.store %z, %c[%i, %j] : {matrix}, {vector}
    }}
  }}
  return
}}"""


def peak_text(lanes, chains=CHAINS, turns=500000):
    """`turns` times a fused multiply-add of each of some independent vectors."""
    vector, buffer = f"vector<{lanes}xf32>", f"memref<{lanes * chains}xf32>"
    # Chains that start alike would be one.
    loads = "\n".join(
        f"  %o{i} = arith.constant {lanes * i} : index\n"
        f"  %v{i} = vector.load %out[%o{i}] : {buffer}, {vector}"
        for i in range(chains)
    )
    carried = ", ".join(f"%a{i} = %v{i}" for i in range(chains))
    body = "\n".join(f"    %b{i} = vector.fma %v0, %v0, %a{i} : {vector}" for i in range(chains))
    stores = "\n".join(
        f"  vector.store %r#{i}, %out[%o{i}] : {buffer}, {vector}" for i in range(chains)
    )
    text = f"""
func.func @peak(%out: {buffer}) attributes {{llvm.emit_c_interface}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant {turns} : index
{loads}
  %r:{chains} = scf.for %i = %c0 to %n step %c1 iter_args({carried})
      -> ({", ".join([vector] * chains)}) {{
{body}
    scf.yield {", ".join(f"%b{i}" for i in range(chains))} : {", ".join([vector] * chains)}
  }}
{stores}
  return
}}"""
    return text, 2 * lanes * chains * turns


def jax_operation(h, c, s):
    import jax
    import jax.numpy as jnp

    def operation(key, h, c):
        theta = jax.random.normal(key, (h.shape[1], s))
        theta /= jnp.linalg.norm(theta, axis=0)
        return c + SCALE * jax.lax.erf(h @ theta * np.float32(0.5**0.5)) @ theta.T

    compiled = jax.jit(operation, donate_argnums=2)
    key, h, state = jax.random.key(0), jnp.asarray(h), [jnp.asarray(c)]

    def call():
        state[0] = compiled(key, h, state[0])
        state[0].block_until_ready()

    return call


def variants(b, d, s, target, onednn):
    from kernel_execution import KernelModule, to_kernels

    rng = np.random.default_rng(0)
    h, c, theta, t = aligned((b, d)), aligned((b, d)), aligned((d, s)), aligned((b, s))
    h[:] = rng.normal(size=h.shape)
    theta[:] = rng.normal(size=theta.shape)
    theta /= np.linalg.norm(theta, axis=0)
    module = KernelModule(to_kernels(kernel_text(b, d, s), target), target, "-O3")
    arguments = h, c, np.float32(SCALE), np.int32(1), np.int32(2)
    calls = {"ours": module.prepare("term", *arguments)}
    if onednn:
        calls["oneDNN, products alone"] = products.by_onednn(
            onednn, h, theta, t, aligned((b, d)), SCALE
        )
    product, update = aligned((b, s)), aligned((b, d))

    def openblas():
        np.matmul(h, theta, out=product)
        np.matmul(product, theta.T, out=update)

    calls["OpenBLAS, products alone"] = openblas
    calls["JAX, whole operation"] = jax_operation(h, c, s)
    return calls


def seconds_of(call, repeats, clock=time.thread_time):
    call()  # finds its own data in the caches, not those of the variant before
    start = clock()
    for _ in range(repeats):
        call()
    return (clock() - start) / repeats


def analytic(target, rounds):
    """The analytic term in one pass, against a plain update."""
    from kernel_execution import LANES, KernelModule, to_kernels

    for b, d in ANALYTIC_SHAPES:
        module = KernelModule(to_kernels(analytic_text(b, d, LANES[target]), target), target, "-O3")
        h, c = aligned((b, d)), aligned((b, d))
        h[:] = np.random.default_rng(0).normal(size=h.shape)
        least = dict.fromkeys(("term", "update"), np.inf)
        calls = {name: module.prepare(name, h, c, np.float32(SCALE)) for name in least}
        for number in tqdm(range(rounds + 1), leave=False, unit="round"):
            for name, call in calls.items():
                elapsed = seconds_of(call, max(1, 2**23 // (b * d)))
                if number:
                    least[name] = min(least[name], elapsed)
        print(
            f"  analytic ({b:5d}, {d:5d}): {1e3 * least['term']:7.3f} ms, plain update "
            f"{1e3 * least['update']:7.3f} ms, ratio {least['term'] / least['update']:.3f}"
        )


def keep_memory():
    """Lets glibc keep what is freed, as the arena of a compiled step does: without it the
    workspace of a call is returned to the system, and its pages are faulted in again.
    """
    libc = ctypes.CDLL(None)
    for parameter in (-1, -2, -3):  # trim threshold, top padding, threshold of mmap
        libc.mallopt(parameter, 2**29)


def main(rounds=20):
    keep_memory()
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})  # before the libraries count cores
    flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", ""), flags]).strip()
    from kernel_execution import LANES, TARGETS, KernelModule, to_kernels
    from threadpoolctl import threadpool_limits

    target = TARGETS[0]
    text, operations = peak_text(LANES[target])
    module = KernelModule(to_kernels(text, target), target, "-O3")
    measure_peak = module.prepare("peak", aligned(LANES[target] * CHAINS))
    onednn = products.find_onednn()
    print(f"one core, target {target}")
    analytic(target, rounds)
    with threadpool_limits(1):
        for b, d, s in SHAPES:
            calls = variants(b, d, s, target, onednn)
            least = dict.fromkeys(calls, np.inf)
            peak = np.inf
            repeats = max(1, round(2e8 / (4 * b * d * s)))
            for number in tqdm(range(rounds + 1), leave=False, unit="round"):
                peak = min(peak, seconds_of(measure_peak, 1))
                for name, call in calls.items():
                    # XLA works on a thread of its own, which may still spin afterwards.
                    clock = time.process_time if name.startswith("JAX") else time.thread_time
                    elapsed = seconds_of(call, repeats, clock)
                    if number:  # the first round warms up
                        least[name] = min(least[name], elapsed)
            rate = operations / peak
            print(f"\n(b, d, s) = ({b}, {d}, {s}); peak {rate / 1e9:.0f} GFLOP/s")
            for name, elapsed in least.items():
                fraction = 4 * b * d * s / elapsed / rate
                print(
                    f"  {name:26s} {1e3 * elapsed:8.3f} ms   {fraction:5.2f} of the peak   "
                    f"ours / this = {least['ours'] / elapsed:.3f}"
                )
