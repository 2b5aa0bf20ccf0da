"""Sources, cues and contents of reported speech."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.read import attributions

#: Invented political news, its sources in brackets as they were marked before reading it.
_PASSAGES = Path(__file__).with_name("attributed.txt")


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
        ("As Greer noted, the deal is dead.", "Greer", "noted"),
        ("In Lutnick's view, the rule is a mistake.", "Lutnick's", "view"),
        ("Warren, in a blistering speech, accused the bank of fraud.", "Warren", "accused"),
        (
            "The officials have been accused by several firms of delaying licenses.",
            "several firms",
            "accused",
        ),
        ('"No," she said.', "she", "said"),
        ("House leaders plan to hold a vote.", "House leaders", "plan"),
        ("The chairman demanded the notes.", "The chairman", "demanded"),
        ("The ruling was criticized by union leaders.", "union leaders", "criticized"),
        ("The governor is confident that turnout will rise.", "The governor", "confident"),
        ("The senator's vow to block the bill stands.", "The senator's", "vow"),
        ("A report by Ridge Labs concluded that it failed.", "A report by Ridge Labs", "concluded"),
        ("Ann Cole, 61, fears that it will fail.", "Ann Cole, 61", "fears"),
        ("DAYTON — The mayor denied that he had lied.", "The mayor", "denied"),
        (
            "Some lawmakers, who insist that it is legal, stayed home.",
            "who",
            "insist",
        ),
    ],
)
def test_an_attribution_has_its_source(text: str, source: str, cue: str) -> None:
    """The source is the whole phrase of who speaks, whatever the order of the words."""
    found = attributions(text)
    assert [(source, cue)] == [(each.source and each.source.text, each.cue.text) for each in found]


@pytest.mark.parametrize(
    "text", ["The White House declined to comment.", "The aide asked not to be named."]
)
def test_who_says_nothing_is_no_source(text: str) -> None:
    """Declining to comment and asking not to be named attribute nothing."""
    assert attributions(text) == []


def test_a_quotation_of_several_sentences_is_covered_whole() -> None:
    """Its first sentence belongs to who is named after its last."""
    text = '"We will review licenses. The curbs will go," the ministry said.'
    (found,) = attributions(text)
    assert found.content.text.startswith('"We will review')


def test_spans_are_exact() -> None:
    """Source, cue and content are substrings at their offsets."""
    text = "Kevin Hassett, who heads the council, told CNBC that he expects a deal."
    for each in attributions(text):
        for span in (each.source, each.cue, each.content):
            assert span is None or text[span.start : span.end] == span.text


def _marked(passage: str) -> tuple[str, set[tuple[int, int]]]:
    """Take the brackets out of a passage and return what they hold."""
    text, opened, found = "", [], set()
    for letter in passage:
        if letter == "[":
            opened.append(len(text))
        elif letter == "]":
            found.add((opened.pop(), len(text)))
        else:
            text += letter
    return text, found


def test_sources_of_political_news_are_found_exactly() -> None:
    """Nine in ten sources that are found are marked so, and of those marked most are found."""
    right = proposed = annotated = 0
    for passage in _PASSAGES.read_text(encoding="utf-8").strip().split("\n\n"):
        text, marked = _marked(passage)
        found = {(one.source.start, one.source.end) for one in attributions(text) if one.source}
        right += len(marked & found)
        proposed += len(found)
        annotated += len(marked)
    assert right / proposed > 0.9
    assert right / annotated > 0.85
