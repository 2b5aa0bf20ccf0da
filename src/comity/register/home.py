"""Where the user's own things are kept: the folder, and the register within it."""

from __future__ import annotations

import os
from pathlib import Path


def home_of(home: str | Path | None = None) -> Path:
    """Find the user's folder: the argument, else COMITY_HOME, else the user's data folder."""
    named = str(home or "") or os.environ.get("COMITY_HOME", "")
    return Path(named) if named else Path.home() / ".local" / "share" / "comity"


def register_place(home: str | Path | None = None) -> str:
    """Find the register: COMITY_REGISTER (a path or a database's URL), else a file in the home."""
    return os.environ.get("COMITY_REGISTER", "") or str(home_of(home) / "register.db")
