"""Sources, cues and contents of reported speech."""

from __future__ import annotations

import pytest

from comity.read import attributions


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("Lutnick said the framework would help.", "Lutnick", "said"),
        ("The framework would help, Lutnick said.", "Lutnick", "said"),
        (
            '"It would help," said Howard Lutnick, the commerce secretary.',
            "Howard Lutnick, the commerce secretary",
            "said",
        ),
        ("According to two officials, the talks ended.", "two officials", "According to"),
        (
            "The talks ended, according to a person familiar with the matter.",
            "a person familiar with the matter",
            "according to",
        ),
        (
            "Sources close to both delegations told Reuters that talks went well.",
            "Sources close to both delegations",
            "told",
        ),
        ("The ministry announced that it would ease the controls.", "The ministry", "announced"),
        ("She believes that a deal is near.", "She", "believes"),
        ("Beijing's claim that Washington broke the truce was rejected.", "Beijing's", "claim"),
        (
            "The company said in a statement that a letter had been withdrawn.",
            "The company",
            "said",
        ),
    ],
)
def test_an_attribution_has_its_source(text: str, source: str, cue: str) -> None:
    """The source is the whole phrase of who speaks, whatever the order of the words."""
    found = attributions(text)
    assert [(source, cue)] == [(each.source and each.source.text, each.cue.text) for each in found]


def test_spans_are_exact() -> None:
    """Source, cue and content are substrings at their offsets."""
    text = "Kevin Hassett, who heads the council, told CNBC that he expects a deal."
    for each in attributions(text):
        for span in (each.source, each.cue, each.content):
            assert span is None or text[span.start : span.end] == span.text
