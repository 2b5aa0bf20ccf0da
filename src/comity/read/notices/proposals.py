"""What an official notice proposes: the measure that it is, and steps in the lives of others.

A notice becomes a reading like any other, so that it waits in the same queue and is accepted with
the same provenance. The rows of law that it means go with the proposal; accepting it makes none
of them law.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from comity.read.notices.notice import Notice
from comity.read.proposal import Proposal, Reading, Slot, Source, Span
from comity.register.entry import Measure

#: The part of the version that is the notice readers' own.
READER = "comity-notice-1"
_SIDES = {"federal_register": "US", "mofcom": "CN", "official_journal": "EU"}
_OUTLETS = {
    "federal_register": "Federal Register",
    "mofcom": "Ministry of Commerce of China",
    "official_journal": "Official Journal of the European Union",
}


def reading_of(notice: Notice, name: str) -> Reading:
    """Return what a notice proposes, as a reading.

    Args:
        notice: What was read.
        name: What the document is called.
    """
    return Reading(
        document=name,
        text=notice.text,
        sha256=hashlib.sha256(notice.text.encode("utf-8", "surrogatepass")).hexdigest(),
        published=notice.published.isoformat() if notice.published else None,
        tz=None,
        lang="zh" if re.search(r"[\u4e00-\u9fff]{4}", notice.text[:2000]) else "en",
        reader=READER,
        proposals=tuple(_proposals(notice)),
        title=notice.title or notice.citation,
        outlet=_OUTLETS[notice.gazette],
        partial=notice.partial,
        notes=notice.missing,
    )


def _proposals(notice: Notice) -> Iterator[Proposal]:
    quotes = dict(notice.quotes or {})
    source = Source(
        name=notice.issuer or _OUTLETS[notice.gazette], kind="official", span=quotes.get("issuer")
    )
    evidence = tuple(sorted(set(quotes.values()))) or (_head(notice.text),)
    yield Proposal(
        id="notice-1",
        type="notice",
        slots=_slots(notice),
        evidence=evidence,
        attribution=(source,),
        modality="will" if notice.effect == "propose" else "did",
        flags=notice.missing,
        tables=notice.rows(),
    )
    event = notice.event() if notice.effect in _MOVES else None
    for number, concerned in enumerate(notice.concerns if event else (), start=1):
        told = {**(event or {}), "measure": concerned, "side": _SIDES[notice.gazette]}
        yield Proposal(
            id=f"life_event-{number}",
            type="life_event",
            slots={
                slot: Slot(value=str(value), span=quotes.get(_QUOTED.get(slot, "")))
                for slot, value in told.items()
                if value
            },
            evidence=tuple(
                quotes[name] for name in ("effect", "effective", "until") if name in quotes
            )
            or evidence[:1],
            attribution=(source,),
        )


#: What a notice can do to those that it names; one that imposes merely cites them.
_MOVES = {"suspend", "extend", "resume", "lift", "delay", "amend", "correct"}
#: Which quote of a notice stands for a slot of the event that it is.
_QUOTED = {"kind": "effect", "date": "effective", "until": "until"}


def _head(text: str) -> Span:
    """Return the first words, the evidence of a notice none of whose facts has a quote."""
    start = len(text) - len(text.lstrip())
    end = min(len(text), start + 120)
    return Span.of(text, start, end)


def _slots(notice: Notice) -> dict[str, Slot | tuple[Slot, ...]]:
    quotes = notice.quotes or {}
    slots: dict[str, Slot | tuple[Slot, ...]] = {
        "gazette": Slot(value=notice.gazette),
        "side": Slot(value=_SIDES[notice.gazette]),
    }
    for name in ("number", "citation", "issuer", "title", "published", "effective", "until"):
        value = getattr(notice, name)
        if value:
            slots[name] = Slot(value=str(value), span=quotes.get(name))
    if notice.effect:
        slots["effect"] = Slot(value=notice.effect, span=quotes.get("effect"))
    several: dict[str, Sequence[Slot]] = {
        "phases": [
            Slot(value=one.day.isoformat(), span=one.span, kind=one.kind, reason=one.what or None)
            for one in notice.phases
        ],
        "amends": [Slot(value=one) for one in notice.amends],
        "concerns": [Slot(value=one) for one in notice.concerns],
        "codes": [Slot(value=one.code, span=one.span, kind=one.scheme) for one in notice.codes],
        "parties": [Slot(value=one.party, kind=f"{one.op} {one.list}") for one in notice.listings],
    }
    return slots | {name: tuple(found) for name, found in several.items() if found}


def measures_of(number: str, side: str, measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures on record that are the act of a number: 55/2025, 90 FR 4617, 2025/2003.

    Args:
        number: As notices name it; an announcement of the Unreliable Entity List's mechanism
            begins with `UEL`.
        side: Whose act it is.
        measures: Those on record.
    """
    mechanism, _, plain = number.rpartition("UEL ")
    wanted = re.compile(rf"(?<![\w-]){re.escape(plain)}(?![\w-])")
    if side == "CN":
        which, _, year = plain.partition("/")
        wanted = re.compile(rf"\bNo\. {re.escape(which)} of {re.escape(year)}\b")
    return [
        one
        for one in measures
        if one.side == side
        and wanted.search(one.citation if side == "US" else one.citation.split(";")[0])
        and (side != "CN" or bool(mechanism or number.startswith("UEL")) == ("UEL" in one.citation))
    ]
