"""The random directions of a site, from their definition in integer arithmetic.

Philox4x32-10 keyed by (seed, step), counted by (element pair, slice group,
site, 0); each 32-bit word gives two normal values of 16 bits by a table of
quadratics. Written with NumPy integers only, so that no floating-point setting
can change a value.
"""

import numpy as np

_C0 = """31706,0,0,0,4151,2883,1700,562,7724,6787,5953,5193,10562,9793,9123,8524,
12973,12309,11736,11230,15100,14508,14001,13556,17020,16482,16023,15622,18781,18285,17864,17497,
20417,19955,19563,19223,21950,21516,21148,20829,23396,22985,22639,22338,24769,24378,24049,23764,
26080,25707,25392,25120,27331,26974,26673,26413,0,28355,0,27773,0,0,29218,0"""
_C1 = """0,0,0,0,-5319,-4875,-4623,-4509,-4020,-3520,-3173,-2922,-3331,-2859,-2526,-2279,
-2893,-2456,-2150,-1917,-2586,-2180,-1894,-1680,-2357,-1979,-1709,-1510,-2177,-1819,-1566,-1381,
-2034,-1695,-1454,-1280,-1914,-1587,-1364,-1195,-1812,-1505,-1290,-1126,-1720,-1427,-1224,-1069,
-1640,-1364,-1167,-1021,0,0,0,0,0,0,0,0,0,0,0,0"""
_C2 = """0,0,0,0,1155,676,361,118,1213,814,591,438,1138,775,561,425,1067,730,533,404,
980,678,495,379,917,622,462,353,875,596,430,319,816,552,410,301,776,524,389,297,740,509,359,271,
708,487,343,258,-6,-6,-6,-6,0,0,0,0,0,0,0,0,0,0,0,0"""
_TABLES = [np.array([int(x) for x in t.split(",")], np.int64) for t in (_C0, _C1, _C2)]


def philox(counter, key):
    """Philox4x32 with 10 rounds. `counter`: four uint32 arrays that broadcast."""
    c = [np.asarray(x, np.uint64) for x in counter]
    k0, k1 = (int(x) & 0xFFFFFFFF for x in key)
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        a, b = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        high_a, high_b = a >> np.uint64(32), b >> np.uint64(32)
        c = [high_b ^ c[1] ^ np.uint64(k0), b & low, high_a ^ c[3] ^ np.uint64(k1), a & low]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return [x.astype(np.uint32) for x in np.broadcast_arrays(*c)]


def normal16(h):
    """The int16 value of a 16-bit random word; value / 7168 is the normal one."""
    h = np.asarray(h, np.int64)
    m = ((2 * h) & 0xFFFF) | 1
    leading_zeros = 16 - np.floor(np.log2(m)).astype(np.int64) - 1
    n = (m << leading_zeros) & 0xFFFF
    index = (4 * leading_zeros + (n >> 13)) & 63
    u = (n & 0x1FFF) - 4096
    c0, c1, c2 = (t[index] for t in _TABLES)
    y = c1 + ((u * c2 + 0x4000) >> 15)
    r = np.maximum(c0 + ((u * y + 0x4000) >> 15), 1)
    return np.where(h >= 32768, -r, r).astype(np.int16)


def integers(seed, step, site, d, s):
    """The unnormalised directions of a site: int16, d x s."""
    i, k = np.arange((d + 1) // 2)[:, None], np.arange((s + 3) // 4)[None, :]
    words = np.stack(philox((i, k, np.uint64(site), np.uint64(0)), (seed, step)), -1)
    words = words.reshape(words.shape[0], -1)  # slice k is word k & 3 of group k >> 2
    halves = np.stack([words & np.uint32(0xFFFF), words >> np.uint32(16)], 1)
    return normal16(halves.reshape(-1, words.shape[1])[:d, :s])


def inverse_norms(v):
    """1 / |v_k| for each column: f64 arithmetic on exact integers, rounded to f32."""
    squared = np.sum(v.astype(np.int64) ** 2, axis=0)
    return (1.0 / np.sqrt(squared.astype(np.float64))).astype(np.float32)


def directions(seed, step, site, d, s, dtype=np.float32):
    """Unit directions of a site as the columns of a d x s matrix."""
    v = integers(seed, step, site, d, s)
    return v.astype(dtype) * inverse_norms(v).astype(dtype)
