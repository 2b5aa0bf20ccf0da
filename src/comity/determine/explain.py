"""One line explained: every step of a determination, with what was considered and why not.

The steps follow the order in which the regulation tells an exporter to ask: reach, goods,
destination, parties, end use, embargo, exceptions, papers. What holds the line is the engine's
answer; why the rest doesn't is told by `holding`.
See: 15 CFR 732.2-732.5
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from comity.determine.dimensions import BARRED, EFFECT, GOODS, ROUTE, USE, Line
from comity.determine.holding import Against, Holding
from comity.register.goods import ancestors
from comity.register.star import Box, Star
from comity.register.tables import SCHEMES

Status = Literal[
    "applies",
    "may_apply",
    "excluded",
    "available",
    "not_available",
    "considered",
    "fact",
    "missing",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in a step: what, whether it holds, why, and who says so."""

    status: Status
    what: str
    why: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a determination under one regime."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeSteps:
    """The steps under one regime and what they come to."""

    regime: str
    title: str
    outcome: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reasoning behind one line's answer."""

    line: Mapping[str, str]
    outcome: str
    missing: tuple[str, ...]
    open_checks: tuple[str, ...]
    duties: tuple[str, ...]
    citations: tuple[str, ...]
    regimes: tuple[RegimeSteps, ...]
    details: tuple[Mapping[str, object], ...]


def explain_line(
    holding: Holding,
    star: Star,
    line: Line,
    answer: Mapping[str, Any],
    details: Sequence[Mapping[str, Any]],
) -> Explanation:
    """Lay out the reasoning behind an answer.

    Args:
        holding: The boxes of the law.
        star: The law, compiled.
        line: The line.
        answer: Its row of answers.
        details: Its rows of details.
    """
    outcomes = dict(part.split("=", 1) for part in answer["regimes"].split(";") if part)
    titles = {row["regime"]: row["title"] for row in star.law.rows("regimes")}
    regimes = [
        RegimeSteps(
            regime=regime,
            title=titles[regime],
            outcome=outcome,
            steps=tuple(
                _Regime(holding, star, line, regime, details, outcome=outcome).steps(answer)
            ),
        )
        for regime, outcome in outcomes.items()
    ]
    given = {column: line.text(column) for column in line.values if line.text(column)}
    return Explanation(
        line=given,
        outcome=answer["outcome"],
        missing=_parts(answer["missing"]),
        open_checks=_parts(answer["open_checks"]),
        duties=_parts(answer["duties"]),
        citations=_parts(answer["citations"]),
        regimes=tuple(regimes),
        details=tuple(details),
    )


class _Regime:
    """The steps of one regime for one line."""

    def __init__(
        self,
        holding: Holding,
        star: Star,
        line: Line,
        regime: str,
        details: Sequence[Mapping[str, Any]],
        *,
        outcome: str,
    ) -> None:
        self._outcome = outcome
        self._is_reached = outcome != "not_subject"
        self._holding = holding
        self._star = star
        self._line = line
        self._regime = regime
        self._asked = holding.ask(line, regime)
        self._details = [row for row in details if row["regime"] == regime]
        self._held = {row["control"]: row for row in self._details}

    def steps(self, answer: Mapping[str, Any]) -> Iterator[Step]:
        """Yield the steps in their order; those that find nothing are left out."""
        controls = list(self._controls())
        yield from _step("Reach: is the line subject to the regime?", self._reach())
        if not self._is_reached:
            return
        yield from _step("Goods: what is it?", self._goods())
        for title, kind in (
            ("Destination: controls on these goods", "goods"),
            ("Parties", "parties"),
            ("End use", "use"),
            ("Embargoes and other controls on a whole destination", "place"),
        ):
            yield from _step(title, (f for which, f in controls if which == kind))
        yield from _step("Not modelled, but it could matter", self._gaps())
        yield from _step("License exceptions and other reliefs", self._reliefs())
        yield from _step("Papers", self._papers(answer))

    def _reach(self) -> Iterator[Finding]:
        outside = []
        for box in self._boxes("reach"):
            against = self._against(box)
            what = box.title or box.key
            if against is None:
                yield Finding(status="fact", what=what, citation=box.citation)
            else:
                told = Finding(
                    status="considered", what=what, why=against.told, citation=box.citation
                )
                outside.append(told)
        if not self._is_reached:
            yield from outside

    def _goods(self) -> Iterator[Finding]:
        titles = self._holding.codes
        for scheme in SCHEMES:
            code = self._line.text(scheme)
            keys = [(self._regime, scheme, one) for one in ancestors(scheme, code)]
            found = [titles[key] for key in keys if key in titles]
            for row in reversed(found):
                told = f"; jurisdiction: {row['jurisdiction']}" if row["jurisdiction"] else ""
                title = f": {row['title']}" if row["title"] else ""
                yield Finding(status="fact", what=f"{row['code']}{title}{told}")
            if code and not found:
                yield Finding(status="fact", what=f"{scheme.upper()} {code}")

    def _controls(self) -> Iterator[tuple[str, Finding]]:
        told: set[str] = set()
        considered: list[tuple[str, Finding]] = []
        for box in self._boxes("control"):
            kind = self._kind(box)
            row = self._held.get(box.key)
            if row is not None:
                if box.key not in told:
                    told.add(box.key)
                    yield kind, self._held_finding(box, row)
                continue
            against = self._against(box)
            if against is None or against.dimension == GOODS:
                continue
            finding = Finding(
                status="considered",
                what=self._name(box),
                why=against.told,
                citation=box.citation,
            )
            considered.append((kind, finding))
        yield from dict.fromkeys(considered)

    def _held_finding(self, box: Box, row: Mapping[str, Any]) -> Finding:
        why = [text for text in (row["party"], row["missing"]) if text]
        if row["status"] == "excluded":
            why.append("an exclusion takes the line out")
        if row["reliefs"]:
            why.append(f"overcome by {row['reliefs'].replace(';', ', ')}")
        if box.review_policy:
            why.append(f"applications: {box.review_policy}")
        return Finding(
            status=row["status"],
            what=f"{self._name(box)}: {row['effect'].replace('_', ' ')}",
            why="; ".join(why),
            citation=row["citation"].replace(";", "; "),
        )

    def _gaps(self) -> Iterator[Finding]:
        for row in self._details:
            if row["effect"] == "gap":
                yield Finding(
                    status="missing",
                    what=row["missing"] or row["control"],
                    why=row["party"],
                    citation=row["citation"].replace(";", "; "),
                )

    def _reliefs(self) -> Iterator[Finding]:
        """Yield every relief with its availability, or the nearest reason against it."""
        if not any(row["effect"] in {"license", "prohibition"} for row in self._details):
            return
        used = {
            relief: row["conditions"]
            for row in self._details
            for relief in row["reliefs"].split(";")
            if relief
        }
        against = []
        for relief, boxes in sorted(self._holding.reliefs[self._regime].items()):
            finding = self._relief(relief, boxes, used)
            if finding is None:
                continue
            if finding.status == "available":
                yield finding
            else:
                against.append(finding)
        yield from against

    def _relief(self, relief: str, boxes: Sequence[Box], used: Mapping[str, str]) -> Finding | None:
        title = boxes[0].title.partition(":")[0]
        name = relief if title in {"", relief} else f"{relief} ({title})"
        if relief in used:
            met = [row for row in self._details if relief in row["reliefs"].split(";")]
            for_what = dict.fromkeys(row["reason"] for row in met)
            left = [row["reason"] for row in self._in_the_way() if row not in met]
            said = list(_conditions(used[relief], relief, used))
            why = f"for {', '.join(for_what)}"
            if left:
                why += f", not for {', '.join(dict.fromkeys(left))}"
            if said:
                why += f", on these conditions: {'; '.join(said)}"
            held = [box for box in boxes if self._against(box) is None] or boxes
            cited = "; ".join(dict.fromkeys(box.citation for box in held))
            return Finding(status="available", what=name, why=why, citation=cited)
        reason, box = self._nearest(boxes)
        if box.weight == "exclusion" and reason.dimension <= ROUTE:
            return None
        told, nearest = reason.told, [box]
        if reason.dimension == GOODS:
            nearest = list(boxes)
        if reason.dimension == USE:
            told, nearest = self._undeclared(boxes)
        cited = _shared([box.citation for box in nearest])
        return Finding(status="not_available", what=name, why=told, citation=cited)

    def _undeclared(self, boxes: Iterable[Box]) -> tuple[str, list[Box]]:
        """Name the end uses that a relief would need, of its rows that nothing takes away."""
        against = [(box, self._against(box)) for box in boxes]
        near = [box for box, reason in against if reason and reason.dimension == USE]
        barred = {box.number: reason for box in near if (reason := self._barred(box))}
        free = [box for box in near if box.number not in barred]
        if not free:
            return barred[near[0].number].told, near[:1]
        uses = sorted({box.end_use for box in free})
        if len(uses) == 1:
            return f"the end use {uses[0]} is not declared", free
        return f"none of the end uses {', '.join(uses)} is declared", free

    def _nearest(self, boxes: Sequence[Box]) -> tuple[Against, Box]:
        """Return the reason against the row of a relief that comes nearest to holding the line."""
        found: list[tuple[Against, Box]] = []
        for box in boxes:
            against = self._against(box) or self._barred(box) or self._not_for(box)
            found.append((against, box))
        return max(found, key=lambda pair: pair[0].dimension)

    def _barred(self, relief: Box) -> Against | None:
        boxes = self._star.boxes
        for bar in self._holding.bars_of(relief.number):
            if not boxes[bar].unless and self._against(boxes[bar]) is None:
                told = f"taken away: {boxes[bar].title} ({boxes[bar].citation})"
                return Against(dimension=BARRED, told=told)
        return None

    def _not_for(self, relief: Box) -> Against:
        """Say that a relief that holds the line doesn't overcome what stands in its way."""
        reasons = dict.fromkeys(row["reason"] for row in self._in_the_way())
        told = f"does not overcome {', '.join(reasons)}" if reasons else "nothing to overcome"
        cap = relief.value_cap_usd
        if relief.question:
            told = f"asks first: {relief.question}"
        elif cap is not None and self._line.number("value_usd") is None:
            told = f"give the value (value_usd): the limit is USD {cap:,.0f}"
        return Against(dimension=EFFECT, told=told)

    def _in_the_way(self) -> Iterator[Mapping[str, Any]]:
        for row in self._details:
            if row["effect"] in {"license", "prohibition"} and row["status"] != "excluded":
                yield row

    def _papers(self, answer: Mapping[str, Any]) -> Iterator[Finding]:
        """Yield what the shipment's papers need, the license code first."""
        is_eased = self._outcome == "relief_available"
        reliefs = _parts(answer["reliefs"]) if is_eased else ()
        boxes = sorted(
            self._boxes("filing"), key=lambda box: (box.weight != "license_code", box.key)
        )
        for box in boxes:
            fits = box.outcome in {"", self._outcome} and box.relief in {"", *reliefs}
            if fits and self._against(box) is None:
                what = f"{box.code}: {box.title}" if box.code else box.title
                yield Finding(status="fact", what=what, citation=box.citation)
        for part in _parts(answer["duties"]):
            yield Finding(status="applies", what=part)

    def _boxes(self, kind: str) -> Iterator[Box]:
        return self._holding.about(self._regime, kind, self._asked.goods)

    def _against(self, box: Box) -> Against | None:
        return self._holding.find(box, self._asked).against

    def _kind(self, box: Box) -> str:
        if box.list or box.party_place:
            return "parties"
        if box.end_use:
            return "use"
        if not box.goods or self._star.goods[box.regime].is_broad(box.goods):
            return "place"
        return "goods"

    def _name(self, box: Box) -> str:
        title = self._holding.measures.get((box.regime, box.measure), box.measure)
        name = title if box.reason in {"", box.measure} else f"{box.reason}, {title}"
        return f"{name} ({box.end_use})" if box.end_use else name


def _step(title: str, findings: Iterator[Finding]) -> Iterator[Step]:
    found = tuple(findings)
    if found:
        yield Step(title=title, findings=found)


def _conditions(said: str, relief: str, reliefs: Container[str]) -> Iterator[str]:
    """Yield the conditions of one relief out of those said of several."""
    whose = ""
    for part in said.split(" | "):
        name, _, rest = part.partition(": ")
        whose = name if name in reliefs else whose
        if whose == relief:
            yield rest if name == whose else part


def _shared(citations: Sequence[str]) -> str:
    """Return what citations have in common, whole words and paragraphs only."""
    words = [re.findall(r"\w+|\W", one) for one in (min(citations), max(citations))]
    same = takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False))
    return "".join(one for one, _ in same).rstrip(" ,(.") or min(citations)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
