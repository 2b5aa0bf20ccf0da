"""Writes an accepted proposal as an entry of the record: a claim, or the measure of a notice.

The entry carries its provenance: document, hash, span, quote, what read it and who accepted it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from comity.errors import InputError, LawError
from comity.read.proposal import Json, Proposal, Reading, each
from comity.register.entry import MODALITIES as MODES
from comity.register.entry import SIDES
from comity.register.record import parse_claim, parse_measure

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
_REGIMES = {"US": "us_ear", "CN": "cn_dual_use", "EU": "eu_dual_use"}
#: Most values of one slot that a summary spells out.
_SHOWN = 12
#: Slots that a summary leaves out: what a reader sees elsewhere.
_UNSAID = {"about", "measure_kind", "gazette", "side", "title"}


def noun_of(proposal: Proposal) -> Literal["claim", "measure"]:
    """Tell what a proposal becomes: a notice whose measure is not on record yet is a measure."""
    return "measure" if proposal.type == "notice" and "about" not in proposal.slots else "claim"


def entry_of(proposal: Proposal, reading: Reading, by: str, key: str) -> str:
    """Write the entry, and make sure that the record can read it.

    Args:
        proposal: What is accepted, linked to the record and perhaps amended.
        reading: The reading it comes from.
        by: Who accepts it.
        key: The name under which it waited.

    Raises:
        InputError: Something that an entry must have was not told, with what to give.
    """
    head = {"id": f"reading-{key}"}
    write = _measure if noun_of(proposal) == "measure" else _claim
    text = write(proposal, reading, by, head)
    try:
        (parse_measure if noun_of(proposal) == "measure" else parse_claim)(text, reading.document)
    except LawError as error:
        faults = "; ".join(f"{one.column}: {one.expected}" for one in error.faults)
        message = f"the proposal can't be an entry as it is: {faults}; correct it with --set"
        raise InputError(message) from error
    return text


def summary(proposal: Proposal) -> str:
    """Put a proposal into one line of our own words."""
    told = [
        f"{name.replace('_', ' ')}: {_several(proposal, name)}"
        for name in proposal.slots
        if name not in _UNSAID
    ]
    return f"{proposal.type.replace('_', ' ')} ({proposal.modality}): {'; '.join(told)}"


def _several(proposal: Proposal, name: str) -> str:
    values = [str(slot.value) for slot in each(proposal, name)]
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return ", ".join(values[:_SHOWN]) + more


def _claim(proposal: Proposal, reading: Reading, by: str, named: Mapping[str, object]) -> str:
    """Write the claim that the proposal amounts to."""
    chain = proposal.attribution
    outlet = next((one.name for one in chain if one.kind == "outlet"), reading.outlet or "")
    head: dict[str, object] = {
        **named,
        "speaker": chain[-1].name if chain else reading.outlet or "the article",
        "office": chain[-1].kind if chain else "not told",
        "side": _side(proposal),
        "outlet": outlet or reading.document,
        "date": _day(proposal.value("published") or reading.published, "published"),
        "kind": _kind(proposal),
        "modality": _mode(proposal),
        "text": summary(proposal),
        "about": [str(slot.value) for slot in each(proposal, "about")],
        "confidence": "one_source",
        "note": f"read by {reading.reader}, accepted by {by}",
    }
    return _written(
        head, [("source", [_source(reading)]), ("evidence", _spans(proposal, reading, by))]
    )


def _mode(proposal: Proposal) -> str:
    told = _MODALITIES.get(proposal.modality, str(proposal.modality))
    return told if told in MODES else "reportedly"


def _measure(proposal: Proposal, reading: Reading, by: str, named: Mapping[str, object]) -> str:
    """Write the measure that a notice is, with its life and the rows of law that it means."""
    side = _side(proposal)
    effect = proposal.value("effect") or ""
    citation = proposal.value("citation") or reading.document
    head: dict[str, object] = {
        **named,
        "title": f"{citation}: {effect or 'effect not found'}",
        "summary": summary(proposal),
        "regime": _REGIMES.get(side, "other"),
        "side": side,
        "issuer": proposal.value("issuer") or reading.outlet or "not told",
        "kind": _measure_kind(proposal, effect),
        "citation": citation,
        "confidence": "one_source",
        "note": "; ".join(
            [f"read by {reading.reader}, accepted by {by}", *proposal.flags, *reading.partial]
        ),
    }
    source = _source(reading)
    tables = [
        ("event", list(_events(proposal, reading, str(source["id"]), citation))),
        ("source", [source]),
        ("evidence", _spans(proposal, reading, by)),
        ("goods", list(_goods(proposal))),
        ("listing", list(_listings(proposal))),
    ]
    return _written(head, tables)


def _measure_kind(proposal: Proposal, effect: str) -> str:
    if effect in {"suspend", "extend", "delay"}:
        return "suspension"
    if "parties" in proposal.slots:
        return "listing"
    return "rule" if proposal.value("gazette") == "federal_register" else "item_control"


def _events(
    proposal: Proposal, reading: Reading, source: str, citation: str
) -> Iterator[dict[str, object]]:
    """Yield the life that the notice tells of: announced, in force, until."""
    published = _day(proposal.value("published") or reading.published, "published")
    effective = proposal.value("effective")
    common: dict[str, object] = {"citation": citation, "sources": [source]}
    if proposal.value("effect") == "propose" or not effective:
        kind = "proposed" if proposal.value("effect") == "propose" else "announced"
        yield {"id": kind, "kind": kind, "date": published, **common}
        return
    held = _day(effective, "effective")
    if published <= held:
        yield {"id": "announced", "kind": "announced", "date": published, **common}
    until = proposal.value("until")
    yield {
        "id": "effective",
        "kind": "effective",
        "date": held,
        "published": published,
        "until": _day(until, "until") if until else "",
        **common,
    }
    for number, slot in enumerate(sorted(each(proposal, "phases"), key=lambda one: str(one.value))):
        day = _day(str(slot.value), "phases")
        if slot.kind != "until" and day >= held:
            text = f"{slot.kind}: {slot.reason or 'a part'}"
            yield {
                "id": f"part-{number + 1}",
                "kind": "compliance_due",
                "date": day,
                "published": published,
                "text": text,
                **common,
            }


def _rows(proposal: Proposal, table: str) -> Sequence[Mapping[str, str]]:
    found = (proposal.tables or {}).get(table, ())
    return found if isinstance(found, list) else ()


def _goods(proposal: Proposal) -> Iterator[dict[str, object]]:
    schemes = dict.fromkeys(row["scheme"] for row in _rows(proposal, "goods.csv"))
    for scheme in schemes:
        prefixes = [r["prefix"] for r in _rows(proposal, "goods.csv") if r["scheme"] == scheme]
        yield {
            "goods": "items",
            "scheme": scheme,
            "prefix": prefixes,
            "sign": "+",
            "basis": "stated",
        }


def _listings(proposal: Proposal) -> Iterator[dict[str, object]]:
    for row in _rows(proposal, "listings.csv"):
        life = {"ended_by": "effective"} if row["op"] == "remove" else {"begun_by": "effective"}
        yield {
            "list": row["list"],
            "name": row["name"],
            "aliases": row["aliases"],
            "place": row["place"],
            "review_policy": row["review_policy"],
            **life,
        }


def _day(value: str | None, slot: str) -> date:
    """Return a day that an entry must have.

    Raises:
        InputError: It was not told, or is none.
    """
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        message = f'expected a day for {slot}, got "{value or ""}"; give --set {slot}=YYYY-MM-DD'
        raise InputError(message) from None


def _source(reading: Reading) -> dict[str, object]:
    return {
        "id": f"document-{reading.sha256[:12]}",
        "publisher": reading.outlet or reading.document,
        "title": reading.title or reading.document,
        "url": reading.url or "",
    }


def _spans(proposal: Proposal, reading: Reading, by: str) -> list[dict[str, object]]:
    return [
        {
            "document": reading.document,
            "sha256": reading.sha256,
            "start": one.start,
            "end": one.end,
            "quote": one.text,
            "reader": reading.reader,
            "accepted_by": by,
        }
        for one in proposal.evidence
    ]


def _side(proposal: Proposal) -> str:
    for name in ("issuer", "accuser", "obligor", "side"):
        value = proposal.value(name)
        if value in SIDES:
            return str(value)
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


def _written(
    head: Mapping[str, object], tables: Sequence[tuple[str, Sequence[Mapping[str, object]]]]
) -> str:
    body = [f"\n[[{name}]]\n{_toml(row)}" for name, rows in tables for row in rows]
    return _toml(head) + "".join(body)


def _toml(row: Mapping[str, object]) -> str:
    lines = []
    for name, value in row.items():
        told = value.strip() if isinstance(value, str) else value
        if told in ("", [], None):
            continue
        plain = isinstance(told, (date, int))
        written = str(told) if plain else json.dumps(told, ensure_ascii=False)
        lines.append(f"{name} = {written}\n".replace("\x7f", "\\u007f"))
    return "".join(lines)


def evidence_of(proposal: Proposal, reading: Reading) -> Json:
    """Return what a decision was made on: the document and the whole proposal."""
    return {
        "document": reading.document,
        "sha256": reading.sha256,
        "published": reading.published,
        "reader": reading.reader,
        "proposal": proposal.json(),
    }
