"""From proposals to what they would do: offers, derived; and a package of hypothetical changes.

An offer is no record of its own: it is a measure that its side is prepared to lift, ease or
suspend, or might, with the condition told beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import cast

from comity.errors import ReadError
from comity.read.proposal import Proposal, Reading, each
from comity.register.package import OPERATIONS, Change, Operation, Package

_OPEN = {"prepared-to", "possible", "will", "expected", "demanded"}
_GIVES = {"lift", "ease", "suspend"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a side is said to be ready to give, and for what."""

    side: str
    action: str
    goods: tuple[str, ...]
    condition: str | None
    proposal: str


def offers(reading: Reading) -> list[Offer]:
    """Derive the offers that a story reports."""
    return [
        Offer(
            side=proposal.value("issuer") or "",
            action=proposal.value("action") or "",
            goods=tuple(str(slot.value) for slot in each(proposal, "goods")),
            condition=proposal.value("condition"),
            proposal=proposal.id,
        )
        for proposal in reading.proposals
        if _is_offer(proposal)
    ]


def _is_offer(proposal: Proposal) -> bool:
    gives = proposal.type == "measure" and proposal.value("action") in _GIVES
    conditional = proposal.value("condition") is not None
    return gives and (
        proposal.modality == "prepared-to" or (proposal.modality == "possible" and conditional)
    )


def package_of(reading: Reading, today: date | None = None) -> Package:
    """Build the package that would come true with what is reported, offered, expected or demanded.

    Only measures that were resolved to the record can be changed; a side's change of one measure is
    taken once, in the order of the story's sides.

    Args:
        reading: A reading resolved against the record.
        today: The day of the package where the document tells none.

    Raises:
        ReadError: If there is no day at all.
    """
    name = f"reading-{reading.sha256[:12]}"
    changes: dict[tuple[str, str], Change] = {}
    for proposal in reading.proposals:
        for change in _changes(proposal, name):
            changes.setdefault((change.side, change.measure), change)
    told = date.fromisoformat(reading.published) if reading.published else today
    if told is None:
        message = f"{reading.document}: no date of publication; a package needs one"
        raise ReadError(message)
    return Package(
        id=name,
        title=reading.title or f"What {reading.document} reports",
        date=told,
        changes=tuple(
            sorted(changes.values(), key=lambda change: change.side != _first_side(reading))
        ),
        source=reading.sha256,
    )


def package_toml(package: Package) -> str:
    """Write a package as the TOML that `comity whatif` takes."""
    head = {"package": package.id, "title": package.title, "source": package.source}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    lines.insert(2, f"date = {package.date.isoformat()}")
    for side in package.sides:
        lines += ["", "[[side]]", f'side = "{side}"']
        for change in package.changes:
            if change.side == side:
                lines += [
                    "",
                    "[[side.change]]",
                    f'measure = "{change.measure}"',
                    f'op = "{change.op}"',
                ]
                lines += _terms(change)
    return "\n".join(lines) + "\n"


def _terms(change: Change) -> list[str]:
    if change.op == "suspend" and len(change.value) == len("2026-11-10"):
        return [f"until = {change.value}"]
    if change.op == "ease" and change.value:
        return [f"condition = {json.dumps(change.value, ensure_ascii=False)}"]
    return []


def _first_side(reading: Reading) -> str:
    """Return the side that offers; the package begins with it."""
    told = [offer.side for offer in offers(reading)]
    return told[0] if told else ""


def _changes(proposal: Proposal, package: str) -> list[Change]:
    action = proposal.value("action")
    if proposal.type != "measure" or proposal.modality not in _OPEN or action not in OPERATIONS:
        return []
    condition = proposal.value("condition") or ""
    until = proposal.value("until") or ""
    return [
        Change(
            package=package,
            side=proposal.value("issuer") or "",
            measure=str(slot.value),
            op=cast("Operation", action),
            value=until if action == "suspend" else condition if action == "ease" else "",
        )
        for slot in each(proposal, "about")
    ]
