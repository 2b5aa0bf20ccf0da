"""Chains of sources: who says so, the link nearest the reader first."""

from __future__ import annotations

import pytest

from comity.read.language.parse import parse
from comity.read.names.mention import find_names
from comity.read.speech.chain import Chains


def _chain(text: str, word: str) -> list[str]:
    """Return the names behind the first place of a word."""
    doc = parse(text)
    chains = Chains(doc, find_names(doc))
    place = next(token.i for token in doc if token.text == word)
    return [link.name for link in chains.of(place)]


@pytest.mark.parametrize(
    ("text", "word", "chain"),
    [
        ("The rule will lapse in May.", "lapse", []),
        (
            "The rule will lapse, according to a draft seen by Reuters.",
            "lapse",
            ["Reuters", "draft"],
        ),
        (
            "The rule will lapse, according to the Yonhap news agency, which cited a diplomat.",
            "lapse",
            ["Yonhap", "diplomat"],
        ),
        (
            "The rule will lapse, according to a person familiar with the plan and a draft.",
            "lapse",
            ["person familiar with the plan", "draft"],
        ),
        (
            "Sales were halted, Reuters reported, citing people with knowledge of it and a memo.",
            "halted",
            ["Reuters", "people with knowledge of it", "memo"],
        ),
        (
            "Kyodo has learned from government sources that the rule will lapse.",
            "lapse",
            ["Kyodo", "government sources"],
        ),
        (
            "State media quoted a customs official as saying the rule would lapse.",
            "lapse",
            ["state media", "customs official"],
        ),
        (
            "The rule will lapse, said one of the people cited above.",
            "lapse",
            ["one of the people cited above"],
        ),
        (
            "The rule could lapse if nobody objects, a person close to the talks said.",
            "lapse",
            ["person close to the talks"],
        ),
        (
            "According to Kyodo, citing unnamed officials, Japan will lift the ban.",
            "lift",
            ["Kyodo", "unnamed officials"],
        ),
        (
            "Speaking to Fox News on Sunday, Bessent said the rule would lapse.",
            "lapse",
            ["Fox News", "Scott Bessent"],
        ),
        ("As first reported by Politico, the rule will lapse.", "lapse", ["Politico"]),
        (
            "An aide told the BBC that sales would resume, but only if the rule lapses.",
            "lapses",
            ["BBC", "aide"],
        ),
        ("The rule will reportedly lapse.", "lapse", []),
        (
            "Talks failed, an aide told Reuters, adding that the rule would lapse.",
            "lapse",
            ["Reuters", "aide"],
        ),
        (
            "The rule would lapse, a ministry aide was quoted as saying by Xinhua.",
            "lapse",
            ["Xinhua", "ministry aide"],
        ),
        (
            "Officials in Seoul and Tokyo said the rule would lapse.",
            "lapse",
            ["officials in Seoul and Tokyo"],
        ),
        (
            "Nvidia said the U.S. government had told it that the rule would lapse.",
            "lapse",
            ["Nvidia"],
        ),
        (
            "Its trade minister, Tomas Blom, said that the rule would lapse.",
            "lapse",
            ["Tomas Blom"],
        ),
        (
            "The rule will lapse in May, Petra Lindqvist, head of the exporters' group, said.",
            "lapse",
            ["Petra Lindqvist"],
        ),
        (
            "Licenses will be issued again, an official close to the talks said.",
            "issued",
            ["official close to the talks"],
        ),
    ],
)
def test_a_chain_names_every_link(text: str, word: str, chain: list[str]) -> None:
    """Outlets come first, then whom they have it from; sources side by side in text order."""
    assert _chain(text, word) == chain


@pytest.mark.parametrize(
    ("text", "word", "chain"),
    [
        (
            "People familiar with the plan said it was ready. It may lapse, one of them said.",
            "lapse",
            ["person familiar with the plan"],
        ),
        (
            "Talks failed, a Dutch official told the BBC. The official added it would lapse.",
            "lapse",
            ["BBC", "Dutch official"],
        ),
        (
            'A grain trader said prices rose. "This is new," he added. "Stocks will lapse soon."',
            "lapse",
            ["grain trader"],
        ),
        (
            "The Commerce Ministry said talks failed. The ministry added the rule would lapse.",
            "lapse",
            ["China's Ministry of Commerce"],
        ),
    ],
)
def test_a_source_named_before_is_found_again(text: str, word: str, chain: list[str]) -> None:
    """Pronouns, "the official" and a quotation that runs on lead back to who was named."""
    assert _chain(text, word) == chain


def test_lines_of_a_transcript_belong_to_who_heads_them() -> None:
    """A label speaks for its whole line, "I" and "we" in it included."""
    text = (
        "Kyodo News: Has China stopped the exports of gallium to users in Japan?\n"
        "Shu Jueting: There is no ban. We urge Japan to lift its curbs at once.\n"
    )
    assert _chain(text, "stopped") == ["Kyodo News"]
    assert _chain(text, "lift") == ["Shu Jueting"]


def test_telling_another_state_is_an_act() -> None:
    """To say "China assured India" tells what China did, not whom the reader has it from."""
    text = "China has assured India that it will lift the ban, people aware of the matter said."
    assert _chain(text, "lift") == ["people aware of the matter"]
