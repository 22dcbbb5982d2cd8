"""Writes good and bad arrays into a folder, for the function of step.mlir."""

import io
import pathlib
import sys
import zipfile

import numpy as np

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
w = np.arange(1, 6, dtype=np.float32)
flag = np.array([True, False])


def bytes_of(array, version=None):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version)
    return stream.getvalue()


np.savez_compressed(folder / "compressed.npz", **{"state['w']": w, "flag": flag})
(folder / "v2.npy").write_bytes(bytes_of(w, (2, 0)))
(folder / "v3.npy").write_bytes(bytes_of(np.array(0.25, np.float32), (3, 0)))
np.save(folder / "flag.npy", flag)
np.save(folder / "zeros.npy", np.zeros(5, np.float32))

np.save(folder / "shape.npy", w.reshape(5, 1))
np.save(folder / "type.npy", w.astype(np.float64))
np.save(folder / "order.npy", w.astype(">f4"))
np.save(folder / "fortran.npy", np.asfortranarray(np.ones((2, 3), np.float32)))
np.save(folder / "object.npy", np.array([None, 1]), allow_pickle=True)
np.save(folder / "record.npy", np.zeros(5, [("a", "f4")]))
whole = bytes_of(w)
(folder / "short.npy").write_bytes(whole[:-1])
(folder / "long.npy").write_bytes(whole + b"x")
(folder / "header.npy").write_bytes(whole[:20])
(folder / "version.npy").write_bytes(whole[:6] + b"\x09" + whole[7:])
(folder / "text.npy").write_bytes(b"1, 2, 3")

with zipfile.ZipFile(folder / "stored.npz", "w") as archive:
    archive.writestr("state['w'].npy", whole)
stored = bytearray((folder / "stored.npz").read_bytes())
stored[stored.index(whole) + len(whole) - 1] ^= 1
(folder / "damaged.npz").write_bytes(stored)
(folder / "truncated.npz").write_bytes(stored[:-30])
with zipfile.ZipFile(folder / "foreign.npz", "w") as archive:
    archive.writestr("readme.txt", "no array")
