"""Mends of parses that small models get wrong."""

from __future__ import annotations

import pytest

from comity.read.language.parse import parse


@pytest.mark.parametrize(
    ("text", "verb", "item"),
    [
        ("The bureau issued a final rule tightening controls on chips.", "tightening", "controls"),
        ("Beijing has frozen approvals for exports of yttrium.", "frozen", "approvals"),
        ("An order halting deliveries of jet engines was lifted.", "halting", "deliveries"),
        ("China responded by halting exports of chips.", "halting", "exports"),
    ],
)
def test_a_participle_governs_what_it_acts_on(text: str, verb: str, item: str) -> None:
    """The noun undergoes the participle, however the model hung the two."""
    doc = parse(text)
    noun = next(token for token in doc if token.text == item)
    assert (verb, "dobj") == (noun.head.text, noun.dep_)


def test_a_cited_source_stands_aside() -> None:
    """What an outlet reported, citing others, is the clause after them."""
    doc = parse(
        "Reuters reported last week, citing three officials, that the White House was considering "
        "easing licensing for aircraft parts should a ceasefire hold."
    )
    told = next(token for token in doc if token.text == "considering")
    assert (told.head.text, told.dep_) == ("reported", "ccomp")


@pytest.mark.parametrize(
    ("text", "word", "head", "role"),
    [
        (
            "Beijing tightened its gallium export controls on Friday.",
            "controls",
            "tightened",
            "dobj",
        ),
        ("Beijing widened its rare earths export curbs on Friday.", "curbs", "widened", "dobj"),
        ("Beijing made the export of two metals subject to licensing.", "subject", "made", "oprd"),
        ("Washington told firms that write such code to stop selling it.", "stop", "told", "xcomp"),
        (
            "The agency assured Nvidia that licenses for its new chip will be granted.",
            "licenses",
            "granted",
            "nsubjpass",
        ),
    ],
)
def test_a_word_hangs_on_what_governs_it(text: str, word: str, head: str, role: str) -> None:
    """Controls, hinges, orders and licenses stand where a reader would put them."""
    token = next(each for each in parse(text) if each.text == word)
    assert (head, role) == (token.head.text, token.dep_)


@pytest.mark.parametrize(
    ("text", "word", "above"),
    [
        (
            "It demanded that Washington correct its wrongdoing at once and vowed to take steps.",
            "vowed",
            "demanded",
        ),
        (
            (
                "China has bristled at curbs on sales of chip design software and jet engine parts "
                "that the department rolled out in late May."
            ),
            "on",
            "curbs",
        ),
    ],
)
def test_a_word_hangs_on_what_it_belongs_to(text: str, word: str, above: str) -> None:
    """A past act stands beside the demand before it; controls are on what they are on."""
    assert next(token for token in parse(text) if token.text == word).head.text == above
