"""What a person does with a proposal: accept, amend, reject; and what two documents dispute.

These are pure: they turn values into values. Keeping the queue and its decisions is the register's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from comity.read.proposal import Json, Proposal, Reading, Slot, each

_KINDS = {"allegation": "allegation", "forecast": "forecast"}
_MODALITIES = {
    "did": "did",
    "will": "will",
    "prepared-to": "prepared_to",
    "possible": "reportedly",
    "demanded": "reportedly",
    "said-to": "reportedly",
    "reportedly": "reportedly",
    "expected": "expected",
    "in-force": "holds",
}
#: Slots that tell which statement it is; two that agree on these and differ elsewhere contradict.
_SAME = {
    "measure": ("issuer", "action", "goods", "target"),
    "talks_session": ("place", "day"),
    "session_event": ("kind", "session"),
    "delegation_member": ("person",),
    "agreement": ("place",),
    "agreement_term": ("obligor", "goods"),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A slot on which two documents differ; both are kept."""

    slot: str
    first: Proposal
    second: Proposal
    first_document: str
    second_document: str

    @property
    def values(self) -> tuple[str | None, str | None]:
        """Return what each of the two says."""
        return self.first.value(self.slot), self.second.value(self.slot)


def fresh(reading: Reading, seen: Collection[str]) -> list[Proposal]:
    """Return the proposals that nobody has seen: the same document read twice proposes nothing."""
    return [proposal for proposal in reading.proposals if proposal.key not in seen]


def accept(proposal: Proposal, reading: Reading, *, by: str, reason: str = "") -> Verdict:
    """Turn a proposal into an entry of the record, with its whole provenance.

    Args:
        proposal: What was read, perhaps amended.
        reading: The reading it comes from.
        by: Who accepts it.
        reason: Why, where it isn't plain.
    """
    return Verdict(
        key=proposal.key,
        verdict="accepted",
        by=by,
        reason=reason,
        entry=_entry(proposal, reading, by),
        evidence=_evidence(proposal, reading),
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
    evidence = _evidence(proposal, reading)
    return Verdict(
        key=proposal.key, verdict="rejected", by=by, reason=reason, entry="", evidence=evidence
    )


def _evidence(proposal: Proposal, reading: Reading) -> Json:
    return {
        "document": reading.document,
        "sha256": reading.sha256,
        "published": reading.published,
        "reader": reading.reader,
        "proposal": proposal.json(),
    }


def _entry(proposal: Proposal, reading: Reading, by: str) -> str:
    """Write the claim that the proposal amounts to, as the record's TOML."""
    speaker = (
        proposal.attribution[-1].name if proposal.attribution else reading.outlet or "the article"
    )
    outlet = next(
        (s.name for s in proposal.attribution if s.kind == "outlet"), reading.outlet or ""
    )
    head: dict[str, object] = {
        "id": f"reading-{proposal.key}",
        "speaker": speaker,
        "office": proposal.attribution[-1].kind if proposal.attribution else "not told",
        "side": _side(proposal),
        "outlet": outlet or reading.document,
        "date": reading.published or "",
        "kind": _kind(proposal),
        "modality": _MODALITIES[proposal.modality],
        "text": summary(proposal),
        "about": [str(slot.value) for slot in each(proposal, "about")],
        "confidence": "one_source",
        "note": f"read by {reading.reader}, accepted by {by}",
    }
    source: dict[str, object] = {
        "id": f"document-{reading.sha256[:12]}",
        "publisher": reading.outlet or reading.document,
        "title": reading.title or reading.document,
        "url": reading.url or "",
    }
    spans: list[dict[str, object]] = [
        {"start": s.start, "end": s.end, "quote": s.text, "sha256": reading.sha256}
        for s in proposal.evidence
    ]
    tables: list[tuple[str, list[dict[str, object]]]]
    tables = [("source", [source]), ("evidence", spans)]
    body = [f"\n[[{name}]]\n{_toml(row)}" for name, rows in tables for row in rows]
    return _toml(head) + "".join(body)


def _toml(row: Mapping[str, object]) -> str:
    lines = []
    for name, value in row.items():
        if value in ("", [], None):
            continue
        plain = name == "date" or isinstance(value, int)
        written = value if plain else json.dumps(value, ensure_ascii=False)
        lines.append(f"{name} = {written}\n")
    return "".join(lines)


def _side(proposal: Proposal) -> str:
    for name in ("issuer", "accuser", "obligor", "side"):
        value = proposal.value(name)
        if value:
            return value
    return "other"


def _kind(proposal: Proposal) -> str:
    if proposal.type in _KINDS:
        return _KINDS[proposal.type]
    if proposal.value("interpreted_by"):
        return "interpretation"
    if proposal.type == "agreement_term":
        return "commitment"
    conditional = proposal.modality == "possible" and proposal.value("condition")
    if proposal.type == "measure" and (proposal.modality == "prepared-to" or conditional):
        return "offer"
    return "assertion"


def summary(proposal: Proposal) -> str:
    """Put a proposal into one line of our own words."""
    told = [
        f"{name.replace('_', ' ')}: {', '.join(str(slot.value) for slot in each(proposal, name))}"
        for name in proposal.slots
        if name not in {"about", "measure_kind"}
    ]
    return f"{proposal.type.replace('_', ' ')} ({proposal.modality}): {'; '.join(told)}"


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
