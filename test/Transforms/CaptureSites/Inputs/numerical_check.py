"""The identity that per-capture-sites and per-perturb-sites are made for.

For an attached step to be right, its cotangents have to be: with v_j the fixed
directions, sum <c_j, v_j> == (L(eps) - L(-eps)) / (2 eps), on real inputs, in
double precision, so that the quotient is good to many digits.
"""

import os
import subprocess
import sys

os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy as np
from jax._src import xla_bridge
from jax._src.lib import xla_client

jax.config.update("jax_enable_x64", True)


def edit(text: str, *passes: str) -> str:
    command = ["per-opt", "--allow-unregistered-dialect", "--mlir-print-op-generic"]
    command += [*passes, "--convert-per-to-stablehlo", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def run(text: str, arguments) -> list[np.ndarray]:
    backend = xla_bridge.get_backend("cpu")
    devices = xla_client.DeviceList(tuple(jax.devices()[:1]))
    program = backend.compile_and_load(text, devices, xla_client.CompileOptions())
    results = program.execute_sharded([jnp.asarray(a) for a in arguments])
    return [np.asarray(r[0]) for r in results.disassemble_into_single_device_arrays()]


def train(loss):
    def step(parameters, x, y):
        value, gradient = jax.value_and_grad(loss)(parameters, x, y)
        return value, jax.tree.map(lambda p, g: p - 0.1 * g, parameters, gradient)

    return step


def mlp(p, x, y):
    h = jnp.tanh(x @ p["w1"])
    h = h + jax.nn.gelu(h @ p["w2"]) @ p["w3"]
    return jnp.mean((h @ p["w4"] - y) ** 2)


def recurrent(p, x, y):
    def cell(h, x_t):
        h = jnp.tanh(x_t @ p["w1"] + h @ p["w2"])
        return h, None

    h, _ = jax.lax.scan(cell, jnp.zeros((4, 7)), x)
    return jnp.mean((h @ p["w4"] - y) ** 2)


def check(name: str, loss, x_shape):
    rng = np.random.default_rng(1)
    draw = lambda *shape: rng.standard_normal(shape)
    shapes = {"w1": (5, 7), "w2": (7, 7), "w4": (7, 3)}
    if loss is mlp:
        shapes |= {"w2": (7, 6), "w3": (6, 7)}
    parameters = {key: draw(*shape) / 2 for key, shape in shapes.items()}
    arguments = parameters, draw(*x_shape), draw(4, 3)
    lowered = jax.jit(train(loss)).lower(*arguments).compiler_ir("stablehlo")
    text = lowered.operation.get_asm(print_generic_op_form=True)
    flat = jax.tree.leaves(arguments)

    vanilla = run(text, flat)
    captured = run(edit(text, "--per-capture-sites=what=cotangent-products"), flat)
    products = captured[len(vanilla) :]
    moved = edit(text, "--per-perturb-sites")
    losses = [run(moved, [*flat, np.float32(e)])[0] for e in (2.0**-10, -(2.0**-10))]
    quotient = (losses[0] - losses[1]) / 2.0**-9
    total = sum(products)
    assert abs(total) > 1e-4, (name, total)
    error = abs(total - quotient) / abs(total)
    assert error < 1e-5, (name, total, quotient)
    assert np.array_equal(captured[0], vanilla[0]), name
    print(f"{name}: {len(products)} sites agree")


check("mlp", mlp, (4, 5))
check("recurrent", recurrent, (6, 4, 5))
