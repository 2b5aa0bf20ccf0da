"""A pronoun takes up who was asked to act, else the side that led last, and no thing."""

from __future__ import annotations

from collections.abc import Callable

from comity.read import Reading

Read = Callable[..., Reading]


def test_the_asked_one_placed_what_it_is_to_withdraw(read: Read) -> None:
    """In "asked Japan to withdraw the curbs it placed", it is Japan."""
    told = read(
        "South Korea asked Japan to withdraw the curbs it placed in July on photoresists."
    ).proposals
    assert {each.value("issuer") for each in told if each.type == "measure"} == {"JP"}
