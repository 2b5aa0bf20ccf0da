"""A pronoun takes up who was asked to act, else the side that led last, and no thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading

Read = Callable[..., Reading]


def test_the_asked_one_placed_what_it_is_to_withdraw(read: Read) -> None:
    """In "asked Japan to withdraw the curbs it placed", it is Japan."""
    told = read(
        "South Korea asked Japan to withdraw the curbs it placed in July on photoresists."
    ).proposals
    assert {each.value("issuer") for each in told if each.type == "measure"} == {"JP"}


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            (
                "Beijing accused Seoul of caving in to Washington and pressed it to scrap the ban "
                "on memory chip exports to China."
            ),
            "KR",
        ),
        (
            (
                "Tokyo has told The Hague of its worries. "
                "The Netherlands asked it to drop the curbs on photoresists."
            ),
            "JP",
        ),
    ],
)
def test_who_asks_is_not_who_is_asked(read: Read, text: str, issuer: str) -> None:
    """The object of a verb is nobody that is its subject."""
    told = read(text).proposals
    assert [each.value("issuer") for each in told if each.type == "measure"] == [issuer]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            (
                "Germany's decree, which passed after Austria gave way, bans exports of machine "
                "tools to Russia. It also bars sales of drones."
            ),
            "DE",
        ),
        (
            (
                "The Dutch rule, drafted while Italy looked on, covers lithography machines. "
                "It also limits exports of software to China."
            ),
            "NL",
        ),
    ],
)
def test_it_takes_up_the_main_subject_before(read: Read, text: str, issuer: str) -> None:
    """A side that leads a clause within the sentence before gives way to whose its subject is."""
    told = read(text).proposals
    assert {each.value("issuer") for each in told if each.type == "measure"} == {issuer}
