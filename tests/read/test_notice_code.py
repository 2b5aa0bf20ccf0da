# ruff: noqa: RUF001  (wide digits are what is read here)
"""Codes that notices name, of control lists and of tariffs; all of them invented."""

from __future__ import annotations

import re

import pytest

from comity.read.notices.codes import CONTROL, control_codes, tariff_codes


@pytest.mark.parametrize(
    "code", ["3A999", "3A999.b", "3A999.b.12", "3A999.b.1.a", "3A999.b.1.iv.2"]
)
def test_a_control_code_goes_down_to_its_last_paragraph(code: str) -> None:
    """Category, group and number, then letters, digits and Roman numerals in turn."""
    assert re.fullmatch(CONTROL, code)
    assert not re.fullmatch(CONTROL, f"{code}.")


def test_a_control_code_is_told_once_where_it_stands_first() -> None:
    """Its quote is the first place; only those that the notice changes are marked."""
    text = "3A999 and 1C999.a, not 3A999."
    found = re.finditer(rf"(?P<code>{CONTROL})", text)
    codes = list(control_codes(text, found, "eccn", {"1C999.a"}))
    assert [(one.code, one.is_changed, one.span.start) for one in codes] == [
        ("3A999", False, 0),
        ("1C999.a", True, 10),
    ]


def test_a_tariff_code_is_told_once_without_its_dots() -> None:
    """Dots, blanks and wide digits are writing; what no chapter begins with is no code."""
    text = "2805.30 280530 ２８０５３０ 99.03"
    places = [(0, 7), (8, 14), (15, 21), (22, 27)]
    assert [one.code for one in tariff_codes(text, places)] == ["280530"]
