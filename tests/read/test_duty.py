"""Terms told in provisions, pledges and answers, whatever the parser makes of the clause."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read.proposal import Reading

_REACHED = "China and the United States reached a framework in London on Tuesday. "


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            (
                "The pact struck in London obliges Beijing to resume magnet exports and Washington"
                " to lift its curbs on ethane."
            ),
            [("CN", "resume magnet exports"), ("US", "lift its curbs on ethane")],
        ),
        (
            (
                "The deal struck in London would see China ease curbs on magnets and the US lift"
                " limits on ethane."
            ),
            [("CN", "ease curbs on magnets"), ("US", "lift limits on ethane")],
        ),
        (
            (
                "The London round ended with a pledge by China to speed up permits for magnets and"
                " by the United States to lift curbs on ethane."
            ),
            [("CN", "speed up permits for magnets"), ("US", "lift curbs on ethane")],
        ),
        (
            _REACHED + "China will review applications for magnets, its commerce ministry said."
            " The U.S. side will correspondingly remove its curbs on ethane.",
            [("CN", "review applications for magnets"), ("US", "remove its curbs on ethane")],
        ),
        (
            _REACHED + "Washington is to lift curbs on ethane; Beijing, in turn, will speed up"
            " permits for magnets.",
            [("US", "lift curbs on ethane"), ("CN", "speed up permits for magnets")],
        ),
        (
            _REACHED + "China had undertaken to buy 5 million tons of soybeans by July and 9"
            " million tons next year, Bessent said.",
            [
                ("CN", "buy 5 million tons of soybeans by July"),
                ("CN", "9 million tons next year"),
            ],
        ),
    ],
)
def test_each_duty_of_each_side_is_a_term(
    text: str, terms: list[tuple[str, str]], read: Callable[..., Reading]
) -> None:
    """Who owes what is told apart by side and by act."""
    found = [p for p in read(text).proposals if p.type == "agreement_term"]
    assert [(p.value("obligor"), p.value("obligation")) for p in found] == terms


@pytest.mark.parametrize(
    "text",
    [
        _REACHED + "They will do what they promised, an official said.",
        "China will answer if the US does not lift its curbs on ethane.",
        "A letter calls for China to release magnets.",
        "A letter calls for China and",
        "Washington wants a deal under which China would ease its controls on magnets.",
    ],
)
def test_what_no_agreement_provides_is_no_term(text: str, read: Callable[..., Reading]) -> None:
    """Empty promises, threats and appeals are no terms."""
    assert not [p for p in read(text).proposals if p.type == "agreement_term"]


def test_a_text_cut_off_after_and_is_read(read: Callable[..., Reading]) -> None:
    """A story that breaks off in its last clause still gives what it tells before."""
    reading = read("The pact reached in London requires China to buy 5 million tons of corn and")
    (term,) = [p for p in reading.proposals if p.type == "agreement_term"]
    assert term.value("obligation") == "buy 5 million tons of corn"
