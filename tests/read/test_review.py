"""Accepting, amending and rejecting, and what two documents dispute."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from comity.read import Reading
from comity.read.review import accept, amend, disputes, fresh, reject

STORY = "Washington lifted its curbs on ethane exports to China on Monday, two officials said."


def test_accepting_gives_an_entry_with_its_provenance(read: Callable[..., Reading]) -> None:
    """The entry names speaker, modality, document hash, span, quote, reader and reviewer."""
    reading = read(STORY)
    verdict = accept(reading.proposals[0], reading, by="Ada")
    entry = tomllib.loads(verdict.entry)
    assert entry["speaker"] == "two officials"
    assert entry["modality"] == "did"
    assert "accepted by Ada" in entry["note"]
    (evidence,) = entry["evidence"]
    assert reading.sha256 == evidence["sha256"]
    assert evidence["quote"] == STORY[evidence["start"] : evidence["end"]]


def test_amending_keeps_the_span_and_flags_the_change(read: Callable[..., Reading]) -> None:
    """A corrected value stands on the same characters."""
    proposal = read(STORY).proposals[0]
    amended = amend(proposal, {"action": "ease", "modality": "said-to"})
    assert (
        amended.value("action"),
        amended.modality,
        amended.flags,
    ) == ("ease", "said-to", ("amended",))
    assert amended.slots["action"].span == proposal.slots["action"].span  # type: ignore[union-attr]


def test_rejecting_keeps_the_reason_and_makes_no_entry(read: Callable[..., Reading]) -> None:
    """A rejected proposal stays listed with its evidence."""
    reading = read(STORY)
    verdict = reject(reading.proposals[0], reading, by="Ada", reason="an old story")
    assert (verdict.verdict, verdict.entry, verdict.reason) == ("rejected", "", "an old story")
    assert reading.sha256 == verdict.evidence["sha256"]


def test_the_same_document_read_twice_proposes_nothing_twice(read: Callable[..., Reading]) -> None:
    """Keys are hashes of content: what was seen is not fresh again."""
    seen = {proposal.key for proposal in read(STORY).proposals}
    assert seen
    assert fresh(read(STORY), seen) == []


def test_two_documents_that_differ_are_set_side_by_side(read: Callable[..., Reading]) -> None:
    """The same measure with another day is a dispute; both stay."""
    other = read(STORY.replace("Monday", "Tuesday"))
    (dispute,) = disputes([read(STORY), other])
    assert (dispute.slot, dispute.values) == ("time", ("2025-07-28", "2025-07-29"))
