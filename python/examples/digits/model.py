"""A Flax CNN with residual blocks for 8x8 digits, and its training step.

Nothing here knows of regularisers: this is the unmodified user code of the
demo.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax
from flax.training import train_state


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with a skip connection around them."""

    features: int

    @nn.compact
    def __call__(self, x):
        y = nn.relu(nn.Conv(self.features, (3, 3), name="conv1")(x))
        y = nn.Conv(self.features, (3, 3), name="conv2")(y)
        return nn.relu(x + y)


class DigitsCNN(nn.Module):
    """Stem, two residual blocks with pooling between them, a linear readout."""

    features: int = 16
    classes: int = 10

    @nn.compact
    def __call__(self, images):
        x = nn.relu(nn.Conv(self.features, (3, 3), name="stem")(images))
        x = ResidualBlock(self.features, name="block1")(x)
        x = nn.avg_pool(x, (2, 2), strides=(2, 2))
        x = ResidualBlock(self.features, name="block2")(x)
        return nn.Dense(self.classes, name="readout")(x.reshape(x.shape[0], -1))


def create_state(seed: int, image_shape, learning_rate: float = 0.05):
    """Fresh parameters and SGD with momentum."""
    model = DigitsCNN()
    parameters = model.init(jax.random.key(seed), jnp.zeros((1, *image_shape)))
    return train_state.TrainState.create(
        apply_fn=model.apply,
        params=parameters["params"],
        tx=optax.sgd(learning_rate, momentum=0.9),
    )


def train_step(state, images, labels):
    """One step of SGD; returns the new state and the metrics."""

    def loss_function(parameters):
        logits = state.apply_fn({"params": parameters}, images)
        loss = optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()
        return loss, (logits.argmax(-1) == labels).mean()

    (loss, accuracy), gradients = jax.value_and_grad(loss_function, has_aux=True)(state.params)
    return state.apply_gradients(grads=gradients), {"loss": loss, "accuracy": accuracy}


@jax.jit
def evaluate(state, images, labels):
    """Accuracy on a set."""
    logits = state.apply_fn({"params": state.params}, images)
    return (logits.argmax(-1) == labels).mean()
