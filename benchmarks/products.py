"""The two products of Monte Carlo terms alone, on slices that are there already."""

import ctypes
import ctypes.util
import os

import jax
import numpy as np
import per


def aligned(shape):
    """An array of f32 that starts at a cache line, as a workspace does."""
    size = 4 * int(np.prod(shape))
    raw = np.zeros(size + 64, np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + size].view(np.float32).reshape(shape)


def find_onednn():
    """The library `dnnl` of the system, or the one that ONEDNN_LIBRARY names; None without."""
    path = os.environ.get("ONEDNN_LIBRARY") or ctypes.util.find_library("dnnl")
    if not path:
        print("oneDNN not found: set ONEDNN_LIBRARY to its shared library to compare with it")
        return None
    return ctypes.CDLL(path)


def by_onednn(library, h, theta, t, c, scale):
    """T = H Theta, then C += scale T Theta^T; a function without arguments."""
    (b, d), s = h.shape, theta.shape[1]
    size, real = ctypes.c_int64, ctypes.c_float
    arrays = h, theta, t, c  # the call keeps them alive
    H, Theta, T, C = (ctypes.c_void_p(array.ctypes.data) for array in arrays)
    plain, transposed = ctypes.c_char(b"N"), ctypes.c_char(b"T")
    b, d, s = size(b), size(d), size(s)
    first = plain, plain, b, s, d, real(1), H, d, Theta, s, real(0), T, s
    second = plain, transposed, b, d, s, real(scale), T, s, Theta, s, real(1), C, d

    def call():
        failed = library.dnnl_sgemm(*first) or library.dnnl_sgemm(*second)
        assert not failed, arrays

    return call


def _arrays(site, slices):
    """h, theta, t and c of a site."""
    rng = np.random.default_rng(0)
    b, d = site.samples, site.features
    arrays = aligned((b, d)), aligned((d, slices)), aligned((b, slices)), aligned((b, d))
    for array in arrays:
        array[:] = rng.normal(size=array.shape)
    return arrays


def of_sites(library, sites, slices):
    """The products of every site by oneDNN, one after another; a function without arguments."""
    calls = [by_onednn(library, *_arrays(site, slices), 1e-3) for site in sites]

    def call():
        for products in calls:
            products()

    return call


def of_sites_native(sites, slices, threads):
    """The same as native code."""

    def products(cs, hs, thetas):
        return [
            c + 1e-3 * ((h @ theta) @ theta.T) for c, h, theta in zip(cs, hs, thetas, strict=True)
        ]

    arrays = [_arrays(site, slices) for site in sites]
    hs, thetas, cs = ([array[n] for array in arrays] for n in (0, 1, 3))
    step = jax.jit(products, donate_argnums=0)
    target = per.CPU(threads=threads, cache_dir="")
    compiled = per.compile(step, (cs, hs, thetas), regularizer=None, target=target)
    state = [cs]

    def call():
        state[0] = compiled(state[0], hs, thetas)

    return call


def operations(sites, slices):
    """Floating-point operations of the products of every site."""
    return sum(4 * site.samples * site.features * slices for site in sites)
