"""The reference of the slices against published vectors and check values."""

import hashlib
import zlib

import numpy as np
import pytest
from oracle import slices
from references import SLICE_VALUES


def test_philox_known_answers():
    # Vectors of Random123 (kat_vectors, philox4x32 with 10 rounds).
    ones = 0xFFFFFFFF
    cases = [
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((ones,) * 4, (ones,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ]
    for counter, key, want in cases:
        got = slices.philox(counter, key)
        assert " ".join(f"{int(w):08x}" for w in got) == want


def test_normal_values():
    values = slices.normal16(np.arange(32768))
    assert zlib.crc32(values.astype("<i2").tobytes()) == 0xB50AE745
    assert int(values.astype(np.int64).sum()) == 187406231
    assert int((values.astype(np.int64) ** 2).sum()) == 1683634764417
    assert np.array_equal(slices.normal16(np.arange(32768, 65536)), -values)


@pytest.mark.parametrize(
    ("i", "k", "want"),
    [value for value in SLICE_VALUES if value[0] < 2**16],  # whole arrays are drawn
)
def test_values_of_a_site(i, k, want):
    assert slices.integers(1234, 7, 3, i + 1, k + 1)[i, k] == want


def test_bits_of_an_array():
    v = slices.integers(20240607, 11, 5, 4096, 256)
    assert hashlib.md5(v.astype("<i2").tobytes()).hexdigest() == "7da63b72f4407b5a42301e830f96b316"


def test_inverse_norms():
    v = slices.integers(1234, 7, 3, 16384, 3)
    assert [int(x) for x in (v.astype(np.int64) ** 2).sum(0)] == [
        830534375235,
        846983579400,
        852905359900,
    ]
    bits = slices.inverse_norms(v).view(np.uint32)
    assert [f"{b:08x}" for b in bits] == ["35934694", "3591d6ac", "359154d7"]


def test_directions_are_unit_columns():
    theta = slices.directions(1, 2, 3, 37, 9, np.float64)
    assert np.abs(np.linalg.norm(theta, axis=0) - 1).max() < 1e-7  # r is rounded to f32
