"""What a person does with a proposal: accept, amend, reject; and what two documents dispute.

These are pure: they turn values into values. Keeping the queue and its decisions is the register's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from comity.read.accepted import entry_of, evidence_of, noun_of, summary
from comity.read.proposal import Json, Proposal, Reading, Slot, each

__all__ = ["Dispute", "Verdict", "accept", "amend", "disputes", "fresh", "reject", "summary"]

#: Slots that tell which statement it is; two that agree on these and differ elsewhere contradict.
_SAME = {
    "measure": ("issuer", "action", "goods", "target"),
    "talks_session": ("place", "day"),
    "session_event": ("kind", "session"),
    "delegation_member": ("person",),
    "agreement": ("place",),
    "agreement_term": ("obligor", "goods"),
    "notice": ("gazette", "number"),
    "life_event": ("side", "measure", "citation"),
}
#: Slots that can contradict; others merely tell more.
_DISPUTABLE = (
    "time",
    "day",
    "start",
    "end",
    "duration",
    "until",
    "reached",
    "office",
    "side",
    "due",
    "published",
    "effective",
    "effect",
    "date",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a proposal: the entry to append, or why there is none."""

    key: str
    verdict: Literal["accepted", "rejected"]
    by: str
    reason: str
    #: TOML of the entry for the record; empty where it was rejected.
    entry: str
    evidence: Json
    #: What of the record it is: a claim, or the measure of an official notice.
    noun: Literal["claim", "measure"] = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A slot on which two documents differ; both are kept."""

    slot: str
    first: Proposal
    second: Proposal
    first_document: str
    second_document: str

    @property
    def subject(self) -> str:
        """Return what both speak of, by what identifies it."""
        names = [name for name in _SAME[self.first.type] if name in self.first.slots]
        told = (", ".join(sorted(_values(self.first, name))) for name in names)
        return f"{self.first.type.replace('_', ' ')} {' · '.join(told)}"

    @property
    def values(self) -> tuple[str | None, str | None]:
        """Return what each of the two says."""
        return self.first.value(self.slot), self.second.value(self.slot)


def fresh(reading: Reading, seen: Collection[str]) -> list[Proposal]:
    """Return the proposals that nobody has seen: the same document read twice proposes nothing."""
    return [proposal for proposal in reading.proposals if proposal.key not in seen]


def accept(
    proposal: Proposal, reading: Reading, *, by: str, reason: str = "", key: str = ""
) -> Verdict:
    """Turn a proposal into an entry of the record, with its whole provenance.

    Args:
        proposal: What was read, perhaps amended.
        reading: The reading it comes from.
        by: Who accepts it.
        reason: Why, where it isn't plain.
        key: The name under which it waited, before it was linked or amended.

    Raises:
        InputError: Something that an entry must have was not told.
    """
    key = key or proposal.key
    return Verdict(
        key=key,
        verdict="accepted",
        by=by,
        reason=reason,
        noun=noun_of(proposal),
        entry=entry_of(proposal, reading, by, key),
        evidence=evidence_of(proposal, reading),
    )


def amend(proposal: Proposal, values: Mapping[str, str]) -> Proposal:
    """Return the proposal with some values corrected; a corrected slot keeps its span as evidence.

    Args:
        proposal: What was read.
        values: New values by slot, or of `modality`.
    """
    slots = dict(proposal.slots)
    for name, value in values.items():
        if name == "modality":
            continue
        old = next(each(proposal, name), None)
        slots[name] = replace(old, value=value) if old is not None else Slot(value=value)
    mood = values.get("modality", proposal.modality)
    return replace(proposal, slots=slots, modality=mood, flags=(*proposal.flags, "amended"))  # type: ignore[arg-type]


def reject(proposal: Proposal, reading: Reading, *, by: str, reason: str) -> Verdict:
    """Set a proposal aside with the reason; it stays listed and teaches nothing silently."""
    evidence = evidence_of(proposal, reading)
    return Verdict(
        key=proposal.key, verdict="rejected", by=by, reason=reason, entry="", evidence=evidence
    )


def disputes(readings: Sequence[Reading]) -> list[Dispute]:
    """Find where two documents say different things of the same matter."""
    told = [(reading, proposal) for reading in readings for proposal in reading.proposals]
    return [
        Dispute(
            slot=slot,
            first=first,
            second=second,
            first_document=one.document,
            second_document=two.document,
        )
        for place, (one, first) in enumerate(told)
        for two, second in told[place + 1 :]
        if one.sha256 != two.sha256 and _is_same(first, second)
        for slot in _differing(first, second)
    ]


def _is_same(first: Proposal, second: Proposal) -> bool:
    names = _SAME.get(first.type)
    if first.type != second.type or names is None:
        return False
    shared = [name for name in names if name in first.slots and name in second.slots]
    return bool(shared) and all(_values(first, name) == _values(second, name) for name in shared)


def _values(proposal: Proposal, name: str) -> frozenset[str]:
    return frozenset(str(slot.value) for slot in each(proposal, name))


def _differing(first: Proposal, second: Proposal) -> Iterable[str]:
    for name in _DISPUTABLE:
        if name in first.slots and name in second.slots:
            one, two = first.value(name) or "", second.value(name) or ""
            if one != two and not one.startswith(two) and not two.startswith(one):
                yield name
