"""Single terms against libraries, JAX and PyTorch: Monte Carlo with slices drawn in it, analytic.

The peers: the two products alone, on slices that are there already, by oneDNN (a
library `dnnl` of the system, or the one that ONEDNN_LIBRARY names) and by NumPy's
OpenBLAS; and the whole operation by JAX and, if it is there, PyTorch, with normal
slices of their own. On one core times are processor time, so that neighbours on the
core do not count, on several they are wall time; each round calls all variants, and
the least time of all rounds counts.
"""

import os
import pathlib
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import per
from per import _core
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from . import products
from .products import aligned

try:
    import torch
except ImportError:
    torch = None

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python/tests"))

SHAPES = [(128, 16384, 256), (128, 2048, 256), (128, 650, 256), (4096, 512, 256)]
#: In the last cache, and in memory.
ANALYTIC_SHAPES = [(128, 16384), (4096, 512), (128, 650 // 16 * 16), (32768, 512), (1024, 16384)]
SCALE = 1e-3
#: Seconds in which threads of a variant that wait for more work give up.
IDLE = 0.3
#: Independent sums that keep the multipliers busy.
CHAINS = 16


def sampled_text(b, d, s):
    """C + scale dR/dH by Monte Carlo, with directions of a seed and a step."""
    matrix, theta = f"tensor<{b}x{d}xf32>", f"tensor<{d}x{s}xf32>"
    return f"""
func.func @main(%h: {matrix}, %c: {matrix}, %scale: tensor<f32>, %seed: tensor<i32>,
                %step: tensor<i32>) -> {matrix} {{
  %a = tensor.extract %scale[] : tensor<f32>
  %i = tensor.extract %seed[] : tensor<i32>
  %j = tensor.extract %step[] : tensor<i32>
  %empty = tensor.empty() : {theta}
  %theta = per.slices seed(%i : i32) step(%j : i32) site(0) outs(%empty : {theta}) -> {theta}
  %0 = per.gradient #per.projected_error<slices = {s}> ins(%h, %theta : {matrix}, {theta})
      scale(%a : f32) samples [0] outs(%c : {matrix}) -> {matrix}
  return %0 : {matrix}
}}"""


def analytic_text(b, d):
    """The same in closed form."""
    matrix = f"tensor<{b}x{d}xf32>"
    return f"""
func.func @main(%h: {matrix}, %c: {matrix}, %scale: tensor<f32>) -> {matrix} {{
  %a = tensor.extract %scale[] : tensor<f32>
  %0 = per.gradient #per.projected_error<estimator = analytic> ins(%h : {matrix})
      scale(%a : f32) samples [0] outs(%c : {matrix}) -> {matrix}
  return %0 : {matrix}
}}"""


def update_text(b, d):
    """An update that reads and writes as much: C + scale H."""
    matrix = f"tensor<{b}x{d}xf32>"
    return f"""
#same = affine_map<(i, j) -> (i, j)>
func.func @main(%h: {matrix}, %c: {matrix}, %scale: tensor<f32>) -> {matrix} {{
  %a = tensor.extract %scale[] : tensor<f32>
  %0 = linalg.generic {{indexing_maps = [#same, #same], iterator_types = ["parallel", "parallel"]}}
      ins(%h : {matrix}) outs(%c : {matrix}) {{
  ^bb0(%x: f32, %y: f32):
    %p = arith.mulf %a, %x : f32
    %q = arith.addf %y, %p : f32
    linalg.yield %q : f32
  }} -> {matrix}
  return %0 : {matrix}
}}"""


def natively(text, threads, *arguments):
    """A call of a module's native code, whose second argument is updated in place."""
    target = per.CPU(threads=threads, cache_dir="")
    code = _core.compile_native(text, donations=[(1, 0)], **target.compilation)
    arguments = list(map(np.asarray, arguments))
    return lambda: code.call(arguments, [])


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


def by_jax(h, c, s):
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


def by_torch(h, c, s):
    h, c = torch.tensor(h), torch.tensor(c)

    def operation():
        theta = torch.randn(h.shape[1], s)
        theta /= theta.norm(dim=0)
        c.addmm_(torch.erf(h @ theta * 0.5**0.5), theta.T, alpha=SCALE)

    return operation


def variants(b, d, s, threads, onednn):
    rng = np.random.default_rng(0)
    h, c, theta, t = aligned((b, d)), aligned((b, d)), aligned((d, s)), aligned((b, s))
    h[:] = rng.normal(size=h.shape)
    theta[:] = rng.normal(size=theta.shape)
    theta /= np.linalg.norm(theta, axis=0)
    scalars = np.float32(SCALE), np.int32(1), np.int32(2)
    calls = {"ours": natively(sampled_text(b, d, s), threads, h, c, *scalars)}
    if onednn:
        calls["oneDNN, products alone"] = products.by_onednn(
            onednn, h, theta, t, aligned((b, d)), SCALE
        )
    product, update = aligned((b, s)), aligned((b, d))

    def openblas():
        np.matmul(h, theta, out=product)
        np.matmul(product, theta.T, out=update)

    calls["OpenBLAS, products alone"] = openblas
    calls["JAX, whole operation"] = by_jax(h, c, s)
    if torch:
        calls["PyTorch, whole operation"] = by_torch(h, c, s)
    return calls


def least_seconds(calls, repeats, rounds, threads):
    """The least time of a call of each variant, after one round that warms up."""
    least = dict.fromkeys(calls, np.inf)
    for number in tqdm(range(rounds + 1), leave=False, unit="round"):
        for name, call in calls.items():
            # XLA works on a thread of its own, which may still spin afterwards.
            clock = time.process_time if name.startswith("JAX") else time.thread_time
            if threads > 1:
                clock = time.perf_counter
                time.sleep(IDLE)
            elapsed = seconds_of(call, repeats, clock)
            if number:
                least[name] = min(least[name], elapsed)
    return least


def seconds_of(call, repeats, clock):
    call()  # finds its own data in the caches, not those of the variant before
    start = clock()
    for _ in range(repeats):
        call()
    return (clock() - start) / repeats


def analytic(threads, rounds):
    """The analytic term in one pass, against a plain update."""
    for b, d in ANALYTIC_SHAPES:
        h, c = aligned((b, d)), aligned((b, d))
        h[:] = np.random.default_rng(0).normal(size=h.shape)
        calls = {
            "term": natively(analytic_text(b, d), threads, h, c, np.float32(SCALE)),
            "update": natively(update_text(b, d), threads, h, c, np.float32(SCALE)),
        }
        least = least_seconds(calls, max(1, 2**23 // (b * d)), rounds, threads)
        print(
            f"  analytic ({b:5d}, {d:5d}): {1e3 * least['term']:7.3f} ms, plain update "
            f"{1e3 * least['update']:7.3f} ms, ratio {least['term'] / least['update']:.3f}"
        )


def monte_carlo(threads, rounds):
    """The Monte Carlo term, against its products alone and the whole operation elsewhere."""
    from kernel_execution import LANES, TARGETS, KernelModule, to_kernels

    target = TARGETS[0]
    text, operations = peak_text(LANES[target])
    module = KernelModule(to_kernels(text, target), target, "-O3")
    measure_peak = module.prepare("peak", aligned(LANES[target] * CHAINS))
    onednn = products.find_onednn()
    for b, d, s in SHAPES:
        calls = variants(b, d, s, threads, onednn)
        repeats = max(1, round(2e8 / (4 * b * d * s)))
        with threadpool_limits(threads):
            seconds = least_seconds(calls, repeats, rounds, threads)
            peak = least_seconds({"peak": measure_peak}, 1, rounds, 1)["peak"]
        rate = threads * operations / peak
        print(f"\n(b, d, s) = ({b}, {d}, {s}); peak {rate / 1e9:.0f} GFLOP/s")
        for name, elapsed in seconds.items():
            fraction = 4 * b * d * s / elapsed / rate
            print(
                f"  {name:26s} {1e3 * elapsed:8.3f} ms   {fraction:5.2f} of the peak   "
                f"ours / this = {seconds['ours'] / elapsed:.3f}"
            )


def main(rounds=20, threads=1):
    """The tables of analytic and Monte Carlo terms."""
    # Before the libraries count cores.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])
    if threads == 1:
        flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", ""), flags]).strip()
    if torch:
        torch.set_num_threads(threads)
    print(f"{threads} core(s)")
    analytic(threads, rounds)
    monte_carlo(threads, rounds)
