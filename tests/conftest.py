"""Keeps tests away from the register and the lists of whoever runs them."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A landing must not turn on the draw of the day; developers' own runs keep drawing anew.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a home of its own."""
    monkeypatch.setenv("COMITY_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("COMITY_REGISTER", raising=False)
