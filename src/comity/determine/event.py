"""Why a box holds a line at one point of the two times and not at another: the acts in between.

A box begins, ends, is suspended or resumes; a place joins or leaves a set that it names; an act
becomes known. Each is an event with a day, and cites the act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from comity.register.star import Box, Star
from comity.register.tables import Row, as_date
from comity.terms.periods import Rectangle, holds

_ROUTES = (("exported_from", "from"), ("origin", "origin"), ("to", "to"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point of the two times; a line's own day where `on` is None."""

    on: date | None
    known: date

    def day(self, line: Mapping[str, object], today: date) -> date:
        """Return the day to look at a line."""
        own = line.get("date")
        return self.on or (own if isinstance(own, date) else today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a box, when, by which act."""

    measure: str
    subject: str
    what: str
    day: date | None = None
    act: str = ""
    citation: str = ""

    def __str__(self) -> str:
        """Tell it in a line."""
        day = f" {self.day}" if self.day else ""
        act = f": {self.act}" if self.act else ""
        cited = f" [{self.citation}]" if self.citation else ""
        return f"{self.subject} {self.what}{day}{act}{cited}"


class Events:
    """Finds the events between two moments.

    Args:
        star: The law.
        before: The one moment.
        after: The other.
        today: Day of a line that gives none.
    """

    def __init__(self, star: Star, before: Moment, after: Moment, today: date) -> None:
        self._star = star
        self._moments = (before, after)
        self._today = today
        self._acts = {(row.regime, row["act"]): row for row in star.law.rows("acts")}
        self._cites = {
            (row.regime, row["source"]): row["cites"] for row in star.law.rows("sources")
        }

    def of(self, box: Box, line: Mapping[str, object]) -> list[Event]:
        """Return what happened to a box, as far as a line is concerned."""
        return list(self._life(box, line)) or list(self._routes(box, line))

    def _points(self, line: Mapping[str, object]) -> list[tuple[date, date]]:
        return [(one.day(line, self._today), one.known) for one in self._moments]

    def _life(self, box: Box, line: Mapping[str, object]) -> Iterator[Event]:
        before, after = (_state(box, *point) for point in self._points(line))
        if before == after:
            return
        day, known = self._points(line)[1]
        if before == "paused" and after == "in_force":
            yield self._said(box, box.key, "resumes", _start(box, day, known), "")
        elif after == "lapsed":
            told = "is past its suspension; no act on record says what follows, since"
            yield self._said(box, box.key, told, _start(box, day, known), "")
        elif after == "paused":
            pause = self._pause(box, day)
            what = "is suspended from"
            if pause is not None:
                start = as_date(pause["from"])
                yield self._said(box, box.key, what, start, pause["begun_by"])
        elif after == "":
            ended = _end(box, day, known)
            if ended is None:
                told = f"is not yet public on {known}"
                yield self._said(box, box.key, told, None, box.begun)
            elif ended > day:
                yield self._said(box, box.key, "is in force only from", ended, box.begun)
            else:
                yield self._said(box, box.key, "ended", ended, box.ended)
        else:
            yield self._said(box, box.key, "is in force from", _start(box, day, known), box.begun)

    def _pause(self, box: Box, day: date) -> Row | None:
        """Return the pause that covers a day."""
        found = [
            row
            for row in self._star.law.rows("pauses", box.regime)
            if row["measure"] == box.measure
            and row["control"] in {"", box.key}
            and (as_date(row["from"]) or date.min) <= day < (as_date(row["until"]) or date.max)
        ]
        return found[0] if found else None

    def _routes(self, box: Box, line: Mapping[str, object]) -> Iterator[Event]:
        for dimension, column in _ROUTES:
            place_set, place = getattr(box, dimension), str(line.get(column) or "")
            if not place_set or not place:
                continue
            spans = self._star.members[box.regime, place_set].get(place, ())
            before, after = (holds(spans, *point) for point in self._points(line))
            if before != after:
                yield self._membership(box, place_set, place, line, joins=after)

    def _membership(
        self, box: Box, place_set: str, place: str, line: Mapping[str, object], *, joins: bool
    ) -> Event:
        """Find the row that lets a place join or leave a set, through the sets it is made of."""
        what = f"{'takes in' if joins else 'leaves out'} {place}"
        subject = f"{place_set} ({box.key})"
        for row in self._rows(box.regime, place_set):
            for column, day_column in (("begun_by", "begun_on"), ("ended_by", "ended_on")):
                day, act = as_date(row[day_column]), self._acts.get((row.regime, row[column]))
                if row["member"] not in {place, *self._same(box.regime, place)}:
                    continue
                if act and self._is_between(day, as_date(act["published"]), line):
                    return self._said(box, subject, f"{what} from", day, row[column])
        return self._said(box, subject, what, None, "")

    def _rows(self, regime: str, place_set: str) -> Iterator[Row]:
        for row in self._star.law.groups.get(("places", regime), {}).get(place_set, []):
            yield row
            if row["member"].startswith("="):
                yield from self._rows(regime, row["member"][1:])

    def _same(self, regime: str, place: str) -> set[str]:
        return {
            row["as"] for row in self._star.law.rows("treated_as", regime) if row["place"] == place
        }

    def _is_between(
        self, day: date | None, published: date | None, line: Mapping[str, object]
    ) -> bool:
        days, knowns = zip(*self._points(line), strict=True)
        happened = day is not None and min(days) < day <= max(days)
        told = published is not None and min(knowns) < published <= max(knowns)
        return happened or told

    def _said(self, box: Box, subject: str, what: str, day: date | None, act: str) -> Event:
        row = self._acts.get((box.regime, act))
        if row is None or row["kind"] == "edition":
            return Event(
                measure=box.measure, subject=subject, what=what, day=day, citation=box.citation
            )
        cites = self._cites.get((box.regime, row["source"]), "")
        pinpoint = f"{cites} {row['pinpoint']}".strip()
        return Event(
            measure=box.measure,
            subject=subject,
            what=what,
            day=day,
            act=row["title"],
            citation=row["citation"] or pinpoint or box.citation,
        )


def _state(box: Box, day: date, known: date) -> str:
    """Return in which state a box is at a point; blank where it isn't in force."""
    return next((state for span, state in box.life if span.holds(day, known)), "")


def _known(box: Box, known: date) -> list[Rectangle]:
    return [span for span, _ in box.life if span.known_from <= known < span.known_to]


def _start(box: Box, day: date, known: date) -> date | None:
    return next((one.valid_from for one in _known(box, known) if one.holds(day, known)), None)


def _end(box: Box, day: date, known: date) -> date | None:
    """Return when a box ended before a day, or begins after it; None where it isn't known of."""
    ends = [one.valid_to for one in _known(box, known) if one.valid_to <= day]
    starts = [one.valid_from for one in _known(box, known) if one.valid_from > day]
    return max(ends) if ends else min(starts, default=None)
