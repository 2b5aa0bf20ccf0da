"""Who is told, let, barred or listed is whom a measure addresses; who asks is who demands it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        (
            "Washington told the chipmaker Nvidia it would need a licence to sell AI chips abroad.",
            ["Nvidia"],
        ),
        (
            "Siemens said it had been told by the US that it could sell chip software to China.",
            ["Siemens"],
        ),
        ("The United States barred ASML from selling DUV machines to China.", ["ASML"]),
        ("China added 12 U.S. firms to its export control list.", ["12 U.S. firms"]),
    ],
)
def test_who_is_told_barred_or_listed_is_addressed(
    read: Read, text: str, addressees: list[str]
) -> None:
    """Firms by their names, groups as they are called, pronouns by whom they stand for."""
    told = [each for each in read(text).proposals if each.type == "measure"]
    slot = told[0].slots["addressees"]
    values = [one.value for one in (slot if isinstance(slot, tuple) else (slot,))]
    assert values == addressees


def test_who_asks_need_be_no_government(read: Read) -> None:
    """Senators who urge a ban demand it."""
    told = read("Three senators urged Washington to ban exports of AI chips to China.").proposals
    assert [each.value("demanded_by") for each in told] == ["Three senators"]
