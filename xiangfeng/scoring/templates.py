"""随软件附带的考评方案 (shipped schemes): TOML files in `schemes/`, a start for a township's own."""

from __future__ import annotations

from importlib.resources import files

from .scheme.model import Scheme
from .toml import load_scheme

FOLDER = files(__package__) / "schemes"


def names() -> list[str]:
    """The names of the shipped schemes, sorted."""
    return sorted(
        entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml")
    )


def text(name: str) -> str:
    """The TOML file of a shipped scheme, with its comments; `KeyError` for an unknown name."""
    if name not in names():
        raise KeyError(name)
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def load(name: str) -> Scheme:
    """A shipped scheme; `KeyError` for an unknown name."""
    return load_scheme(text(name))


def titles() -> dict[str, str]:
    """The title of every shipped scheme by name, to choose from."""
    return {name: load(name).name for name in names()}
