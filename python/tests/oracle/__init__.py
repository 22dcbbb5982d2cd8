"""Independent references for the tests: slices, regularisers, training steps.

Nothing here imports `per`. The slices and the regularisers are written again
from their definitions, and the training steps are differentiated by JAX.
"""
