"""A report: one cue of speech or thought with its sources and the words it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import conjuncts
from comity.read.lexicon import table

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One cue with its sources, the outlets told, and the tokens that it covers."""

    cue: int
    sources: tuple[int, ...]
    outlets: tuple[int, ...]
    content: tuple[tuple[int, int], ...]
    #: Tokens that belong to the report only by standing beside it in the sentence.
    beside: tuple[tuple[int, int], ...] = ()
    #: True for speech and thought, false for judgments and commitments.
    is_speech: bool = True
    cue_end: int | None = None
    #: Those behind the source: whom "Xinhua, which cited a diplomat" has it from.
    origins: tuple[int, ...] = ()
    #: The pronoun that speaks in place of its source: "who" in "the senator, who said …".
    pronoun: int | None = None
    #: True where a line of a transcript is headed by who speaks: "Kyodo News: …".
    is_label: bool = False

    def covers(self, place: int) -> bool:
        """True for a token of the content."""
        return any(first <= place <= last for first, last in self.content)

    def carries(self, place: int) -> bool:
        """True for a token that the report covers only by inference."""
        return any(first <= place <= last for first, last in self.beside)

    @property
    def size(self) -> int:
        """Number of tokens covered."""
        return sum(last - first + 1 for first, last in self.content)


@cache
def cue_verbs() -> Mapping[str, str]:
    """Verbs of saying, thinking, judging and showing; what speaks most plainly wins."""
    rank = ("say", "think", "judge", "show")
    kinds: dict[str, str] = {}
    for kind in reversed(rank):
        kinds |= {row["word"]: kind for row in table("cues") if _is_cue(row, kind)}
    return kinds


@cache
def cue_nouns() -> frozenset[str]:
    """Return nouns of saying and thinking: "claim", "belief"."""
    return frozenset(row["word"] for row in table("cues") if _is_cue(row, "noun"))


@cache
def cue_adjectives() -> frozenset[str]:
    """Return adjectives of the mind: "confident", "skeptical"."""
    return frozenset(row["word"] for row in table("cues") if _is_cue(row, "adjective"))


def _is_cue(row: Mapping[str, str], kind: str) -> bool:
    return row["class"] == "cue" and row["value"] == kind


def listed(head: Token) -> list[Token]:
    """Return a source and those coordinated with it, as far as they can be sources."""
    return [
        each
        for each in conjuncts(head)
        if (each.i == head.i or not (_is_ampersand(each) or is_place_beside(head, each)))
        and each.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"}
    ]


def _is_ampersand(token: Token) -> bool:
    """True for "Harrow" in "Pell & Harrow", one firm."""
    return any(c.text == "&" for each in (token, token.head) for c in each.children)


def is_place_beside(head: Token, token: Token) -> bool:
    """True for "Tokyo" in "officials in Seoul and Tokyo", which speaks for nobody."""
    if head.pos_ != "NOUN" or token.pos_ != "PROPN" or token.left_edge.i != token.i:
        return False
    before = [child for child in head.rights if child.dep_ == "prep" and child.i < token.i]
    return any(deep.pos_ == "PROPN" for child in before for deep in child.children)
