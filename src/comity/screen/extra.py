"""What screening needs beyond the core, asked for by name before it is used."""

from __future__ import annotations

from importlib.util import find_spec

from comity.errors import MissingExtraError

_EXTRA = "screen"


def need(purpose: str, *modules: str) -> None:
    """Check that modules of the extra `screen` are there.

    Raises:
        MissingExtraError: one is not.
    """
    if any(find_spec(module) is None for module in modules):
        raise MissingExtraError(_EXTRA, purpose)
