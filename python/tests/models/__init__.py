"""Unmodified training steps with their expectations, in files by theme."""

import importlib

_THEMES = (
    "activations",
    "convolutional",
    "recurrent",
    "transformers",
    "remat",
    "scans",
    "optimizers",
    "sites",
    "soundness",
    "control_flow",
    "libraries",
)

#: Every model of the suite by name.
MODELS = {}
for _theme in _THEMES:
    for _name, _model in importlib.import_module(f".{_theme}", __name__).MODELS.items():
        if _name in MODELS:
            raise ValueError(f"model '{_name}' is defined twice")
        MODELS[_name] = _model
