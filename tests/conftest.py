"""Keeps tests away from the register and the lists of whoever runs them."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a home of its own."""
    monkeypatch.setenv("COMITY_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("COMITY_REGISTER", raising=False)
