"""The results of step.mlir for 1, ..., 5, a rate of 1/4, and (True, False)."""

import sys

import numpy as np

with np.load(sys.argv[1]) as results:
    assert set(results) == {"result[0]", "result[1]['w']", "result[2]"}, set(results)
    loss, w, flag = results["result[0]"], results["result[1]['w']"], results["result[2]"]
assert loss.dtype == w.dtype == np.float32 and flag.dtype == bool
assert loss.shape == () and loss == 15
np.testing.assert_array_equal(w, np.arange(1, 6) * 0.75)
np.testing.assert_array_equal(flag, [True, False])
