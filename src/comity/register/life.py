"""What the life of a measure amounts to on a day, as known on another.

Both times are asked apart: `on` is when something holds, `known` is when the public could know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.register.entry import ENDS, Event, Measure

Status = Literal[
    "not_known",
    "not_yet",
    "proposed",
    "announced",
    "in_force",
    "eased",
    "unenforced",
    "suspended",
    "unknown",
    "lifted",
    "rescinded",
    "expired",
    "superseded",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a measure stands: its status, since when, until when, and by which event.

    `missing` says what is not on record where the status is unknown. `parts` are the standings of
    the parts that went their own way.
    """

    measure: str
    on: date
    known: date
    status: Status
    since: date | None = None
    until: date | None = None
    event: Event | None = None
    missing: str = ""
    parts: tuple[tuple[str, Standing], ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Whether the measure binds on the day, as far as known."""
        return self.status in ("in_force", "eased", "unenforced")


def life(measure: Measure, on: date, known: date) -> Standing:
    """Tell where a measure stands on a day, as far as the public could know on another."""
    told = [event for event in measure.events if event.published <= known]
    parts = dict.fromkeys(event.part for event in told if event.part and event.date <= on)
    whole = [event for event in told if not event.part]
    return _standing(
        measure,
        whole,
        on,
        known,
        tuple(
            (part, _standing(measure, [it for it in told if it.part in ("", part)], on, known))
            for part in parts
        ),
    )


def pauses(measure: Measure, known: date = date.max) -> list[tuple[date, date | None, Event]]:
    """List the suspensions of the whole measure: first day, last day (None: open), event."""
    found: list[tuple[date, date | None, Event]] = []
    for event in measure.events:
        if event.part or event.published > known:
            continue
        if event.kind in ("suspended", "extended"):
            if found and event.kind == "extended" and found[-1][1] is None:
                found[-1] = (found[-1][0], event.date, found[-1][2])
            found.append((event.date, event.until, event))
        elif event.kind == "resumed" or event.kind in ENDS:
            found = [(first, min(last or event.date, event.date), it) for first, last, it in found]
    return found


class _Course:
    """What the events up to a day have made of a measure."""

    def __init__(self) -> None:
        self.status: Status = "not_yet"
        self.mover: Event | None = None
        self.begun: Event | None = None
        self.paused: Event | None = None

    def take(self, event: Event) -> None:
        match event.kind:
            case "proposed" | "announced":
                if self.begun is None:
                    self._move(event.kind, event)
            case "effective":
                self.begun = event
                self._move("in_force", event)
            case "suspended" | "extended":
                self.paused = event
            case "resumed":
                self.paused = None
                self._move("in_force", event)
            case "eased" | "unenforced" | "lifted" | "rescinded" | "expired" | "superseded":
                self._move(event.kind, event)

    def _move(self, status: Status, event: Event) -> None:
        self.status, self.mover = status, event

    def at(self, on: date) -> tuple[Status, Event | None, date | None, str]:
        """Tell status, the event behind it, its last day, and what is missing."""
        until = self.begun.until if self.begun else None
        if self.status in ENDS:
            return self.status, self.mover, None, ""
        if self.paused is not None:
            last = self.paused.until
            if last is None or on <= last:
                return "suspended", self.paused, last, ""
            if self.paused.on_lapse == "unknown":
                told = f"suspension ended {last}; no extension on record"
                return "unknown", self.paused, last, told
        if until is not None and on > until:
            told = f"ran to {until} by its own words; no extension on record"
            return "unknown", self.begun, until, told
        return self.status, self.mover, until, ""


def _standing(
    measure: Measure,
    events: list[Event],
    on: date,
    known: date,
    parts: tuple[tuple[str, Standing], ...] = (),
) -> Standing:
    course = _Course()
    for event in sorted(events, key=lambda it: it.date):
        if event.date > on or course.status in ENDS:
            break
        course.take(event)
    status, event_behind, until, missing = course.at(on)
    return Standing(
        measure=measure.id,
        on=on,
        known=known,
        status=status if events else "not_known",
        since=event_behind.date if event_behind else None,
        until=until,
        event=event_behind,
        missing=missing,
        parts=parts,
    )
