"""Tests of what happens where the extra is not installed."""

from __future__ import annotations

import pytest

from comity.errors import MissingExtraError
from comity.screen.extra import need


def test_a_missing_module_says_what_to_install() -> None:
    """The error names the extra and what it is for."""
    with pytest.raises(MissingExtraError, match=r"Testing needs an extra: .*comity\[screen\]"):
        need("Testing", "json", "no_such_module_at_all")


def test_modules_that_are_there_are_no_matter() -> None:
    """Nothing is raised."""
    need("Testing", "json")
