"""Sentences of newsroom English, each with the one entry that it must propose."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.read import Proposal, Reading

ROWS = list(csv.DictReader((Path(__file__).parent / "practice.csv").read_text().splitlines()))


def _fits(row: dict[str, str], proposal: Proposal) -> bool:
    told = {name: proposal.value(name) for name in ("issuer", "action", "goods")}
    wanted = {name: row[name] for name in told if row[name]} if row["type"] == "measure" else {}
    return (
        proposal.type == row["type"]
        and proposal.modality == row["modality"]
        and all(told[name] == value for name, value in wanted.items())
        and not (row["other"] == "condition" and proposal.value("condition") is None)
        and not (
            row["target"] and row["type"] == "measure" and proposal.value("target") != row["target"]
        )
    )


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_each_sentence_proposes_its_entry(
    row: dict[str, str], read: Callable[..., Reading]
) -> None:
    """Type, issuer, act, goods, target, modality and condition are those a person would write."""
    reading = read(row["text"])
    if row["type"] == "none":
        assert not [each for each in reading.proposals if each.type == "measure"]
    else:
        assert any(_fits(row, each) for each in reading.proposals), reading.proposals


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_every_span_is_exact(row: dict[str, str], read: Callable[..., Reading]) -> None:
    """The quoted characters of every span stand in the text where the span says."""
    reading = read(row["text"])
    for proposal in reading.proposals:
        slots = [
            one
            for slot in proposal.slots.values()
            for one in (slot if isinstance(slot, tuple) else (slot,))
        ]
        spans = [
            *proposal.evidence,
            *(one.span for one in slots),
            *(s.span for s in proposal.attribution),
        ]
        for span in spans:
            assert span is None or reading.text[span.start : span.end] == span.text
