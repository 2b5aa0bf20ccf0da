"""The answer to one line, read box by box: the same law as `engine`, in milliseconds.

A join answers a million lines; for one it spends most of its time planning. Tests hold the two to
the same answers. See: 15 CFR 736.2(b), 738.4(a)(2), 740.1(a), 740.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.determine.dimensions import Asked, Line
from comity.determine.holding import Finding, Holding
from comity.register.goods import APPLIES, MAY, NO
from comity.register.star import Box
from comity.register.tables import OUTCOMES

_HELD = ("license", "prohibition", "suspension", "pointer")
_KINDS = ("reach", "control", "gap", "relief", "bar", "filing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A relief that nothing bars, the controls it overcomes and on which conditions."""

    box: Box
    overcomes: frozenset[int]
    conditions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one regime says of a line."""

    regime: str
    outcome: str
    reach: Sequence[Finding]
    #: who says what the regime reaches; cited where it does not reach the line
    scope: str
    controls: Sequence[Finding]
    #: exclusions by the number of the control's box; those that surely take it out, and all
    excluded: Mapping[int, Sequence[Finding]]
    exclusions: Mapping[int, Sequence[Finding]]
    gaps: Sequence[Finding]
    available: Sequence[Available]
    #: of these, the ones that ease the line: where one alone has to carry it, those that do
    used: Sequence[Available]
    filing: Sequence[Finding]
    missing: Mapping[int, Sequence[str]]
    open_checks: frozenset[str]

    @property
    def held(self) -> list[Finding]:
        """The controls that stand in the way, or may; duties do not."""
        return [one for one in self.controls if _holds_up(one) and not self._is_excluded(one)]

    @property
    def duties(self) -> list[Finding]:
        """What is to be done whether or not a license is needed."""
        return [
            one for one in self.controls if one.box.effect == "duty" and not self._is_excluded(one)
        ]

    def _is_excluded(self, one: Finding) -> bool:
        return one.box.number in self.excluded


class Single:
    """Answers one line at a time.

    Args:
        holding: The boxes of the law.
        regimes: Regimes to ask; by default all.
    """

    def __init__(self, holding: Holding, regimes: Sequence[str] | None = None) -> None:
        star = holding.star
        self._holding = holding
        self._star = star
        self._regimes = sorted(regimes or star.law.regimes)
        self._scopes: dict[str, str] = {}
        for box in star.boxes:
            if box.kind == "reach":
                self._scopes.setdefault(box.regime, box.citation)
        rows = star.law.rows("regimes")
        self._combines = {row["regime"]: row["combine_reliefs"] == "yes" for row in rows}

    def verdicts(self, line: Line) -> list[Verdict]:
        """Return what each regime says of a line."""
        return [self._verdict(self._holding.ask(line, regime)) for regime in self._regimes]

    def _verdict(self, asked: Asked) -> Verdict:
        found = {kind: list(self._findings(asked, kind)) for kind in _KINDS}
        found["gap"] += self._holding.unknown_codes(asked)
        held = {kind: [one for one in ones if one.status > NO] for kind, ones in found.items()}
        reached = max((one.status for one in held["reach"]), default=NO)
        controls, exclusions = self._excluded(held["control"], held["relief"])
        excluded = {
            number: [one for one in by if one.status == APPLIES]
            for number, by in exclusions.items()
            if any(one.status == APPLIES for one in by)
        }
        missing = {
            number: [text for one in by for text in one.missing]
            for number, by in exclusions.items()
            if number not in excluded and self._star.boxes[number].effect in _HELD
        }
        controls = controls if reached else []
        gaps = [one for one in held["gap"] if one.box.weight == "undetermined"] if reached else []
        in_the_way = [one for one in controls if _holds_up(one) and one.box.number not in excluded]
        available = list(self._available(held, in_the_way))
        outcome = self._outcome(asked.regime, reached, in_the_way, gaps, available)
        used = available
        if outcome == "relief_available" and not self._combines[asked.regime]:
            used = list(_carrying(available, in_the_way))
        for one in (*in_the_way, *gaps, *(held["reach"] if reached == MAY else ())):
            missing.setdefault(one.box.number, []).extend(_missing(one))
        useful = {kind: list(self._useful(kind, found)) for kind in _KINDS}
        checks = {
            code
            for kind, ones in useful.items()
            if reached or kind == "reach" or asked.regime not in self._scopes
            for one in ones
            for code in _open_codes(one)
        }
        return Verdict(
            regime=asked.regime,
            outcome=outcome,
            reach=held["reach"],
            scope=self._scopes.get(asked.regime, ""),
            controls=controls,
            excluded=excluded if reached else {},
            exclusions=exclusions if reached else {},
            gaps=gaps,
            available=available,
            used=used,
            filing=list(_filing(held["filing"], outcome, used)) if reached else [],
            missing=missing if reached else {},
            open_checks=frozenset(checks),
        )

    def _findings(self, asked: Asked, kind: str) -> Iterator[Finding]:
        for box in self._holding.about(asked.regime, kind, asked.goods):
            yield self._holding.find(box, asked)

    def _useful(self, kind: str, found: Mapping[str, Sequence[Finding]]) -> Iterator[Finding]:
        """Yield what could matter: no relief without a control to overcome, no bar without one."""
        if kind not in {"relief", "bar"}:
            yield from found[kind]
            return
        met = [one.box for one in found["control"] if one.status > NO]
        for one in found["relief"]:
            group = self._star.relief_groups[one.box.number]
            is_exclusion = one.box.weight == "exclusion"
            if (one.status > NO or one.open_checks) and any(
                (group, box.number) in self._holding.relieves
                and (is_exclusion or box.effect not in {"duty", "pointer"})
                for box in met
            ):
                if kind == "relief":
                    yield one
                    continue
                barring = set(self._holding.bars_of(one.box.number))
                yield from (bar for bar in found["bar"] if bar.box.number in barring)

    def _excluded(
        self, controls: Iterable[Finding], reliefs: Iterable[Finding]
    ) -> tuple[list[Finding], dict[int, list[Finding]]]:
        """Find what exclusions take out; one that may hold leaves its control possible."""
        exclusions = [one for one in reliefs if one.box.weight == "exclusion"]
        kept: list[Finding] = []
        found: dict[int, list[Finding]] = {}
        for one in controls:
            by = [
                x
                for x in exclusions
                if (self._star.relief_groups[x.box.number], one.box.number)
                in self._holding.relieves
            ]
            if by:
                found[one.box.number] = by
            kept.append(one.weakened() if any(x.status == MAY for x in by) else one)
        return kept, found

    def _available(
        self, held: Mapping[str, Sequence[Finding]], controls: Sequence[Finding]
    ) -> Iterator[Available]:
        bars = {one.box.number: one.box for one in held["bar"]}
        for one in held["relief"]:
            box = one.box
            if one.status != APPLIES or box.weight == "exclusion":
                continue
            barred = [bars[bar] for bar in self._holding.bars_of(box.number) if bar in bars]
            group = self._star.relief_groups[box.number]
            overcomes = frozenset(
                control.box.number
                for control in controls
                if control.box.effect != "pointer"
                and (group, control.box.number) in self._holding.relieves
            )
            if overcomes and all(bar.unless for bar in barred):
                unless = " | ".join(sorted({bar.unless for bar in barred}))
                conditions = " | ".join(text for text in (box.conditions, unless) if text)
                yield Available(box=box, overcomes=overcomes, conditions=conditions)

    def _outcome(
        self,
        regime: str,
        reached: int,
        controls: Sequence[Finding],
        gaps: Sequence[Finding],
        available: Sequence[Available],
    ) -> str:
        if reached != APPLIES:
            return "undetermined" if reached else "not_subject"
        asked = [one for one in controls if one.box.effect != "pointer"]
        every = frozenset(one.box.number for one in asked)
        sure = frozenset(one.box.number for one in asked if one.status == APPLIES)
        met = self._met(regime, sure, available)
        if any(one.box.effect == "prohibition" and one.box.number in sure - met for one in asked):
            return "prohibited"
        if sure - met:
            return "license_required"
        if gaps or len(asked) < len(controls) or every - met:
            return "undetermined"
        return "relief_available" if every else "no_license_required"

    def _met(
        self, regime: str, sure: frozenset[int], available: Sequence[Available]
    ) -> frozenset[int]:
        """Return the controls that reliefs overcome: together, or by one where the law says so."""
        by_relief = _by_relief(available)
        if self._combines[regime]:
            return frozenset().union(*by_relief.values())
        return max(
            by_relief.values(), key=lambda met: (len(met & sure), len(met)), default=frozenset()
        )


def _holds_up(one: Finding) -> bool:
    return one.box.effect in _HELD


def _missing(one: Finding) -> list[str]:
    told = list(one.missing)
    if one.box.effect == "pointer":
        told.append(f"{one.box.reason}: {one.box.review_policy or one.box.measure}")
    if one.box.kind == "gap" and not one.box.is_code_check:
        told.append(one.box.question or one.box.title or f"see {one.box.citation}")
    return told


def _open_codes(one: Finding) -> Iterable[str]:
    if one.box.kind == "gap" and one.box.weight != "undetermined" and one.status > NO:
        return (one.box.weight,)
    return one.open_checks


def _by_relief(available: Iterable[Available]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for one in available:
        found[one.box.relief] = found.get(one.box.relief, frozenset()) | one.overcomes
    return found


def _carrying(available: Iterable[Available], in_the_way: Iterable[Finding]) -> Iterator[Available]:
    every = {one.box.number for one in in_the_way}
    met = _by_relief(available)
    return (one for one in available if met[one.box.relief] >= every)


def _filing(held: Iterable[Finding], outcome: str, used: Iterable[Available]) -> Iterator[Finding]:
    reliefs = {one.box.relief for one in used}
    for one in held:
        if one.box.outcome in {"", outcome} and (
            not one.box.relief or (outcome == "relief_available" and one.box.relief in reliefs)
        ):
            yield one


def answer_row(verdicts: Sequence[Verdict], screened: str = "") -> dict[str, str]:
    """Put verdicts into the columns of an answer, as the engine does.

    Args:
        verdicts: What each regime says.
        screened: Which lists the line's parties were held against.
    """
    held = [one for verdict in verdicts for one in verdict.held]
    sure = [one.box for one in held if one.status == APPLIES]
    cited = {citation for verdict in verdicts for citation in _citations(verdict)}
    codes = {
        one.box.code
        for verdict in verdicts
        for one in verdict.filing
        if one.box.weight == "license_code"
    }
    return {
        "outcome": min((one.outcome for one in verdicts), key=OUTCOMES.index),
        "regimes": _join(f"{one.regime}={one.outcome}" for one in verdicts),
        "reasons": _join(box.reason for box in sure),
        "controls": _join(box.key for box in sure),
        "reliefs": _join(one.box.relief for verdict in verdicts for one in verdict.used),
        "missing": "; ".join(
            sorted({text for one in verdicts for told in one.missing.values() for text in told})
        ),
        "open_checks": _join(code for one in verdicts for code in one.open_checks),
        "duties": _join(one.box.reason for verdict in verdicts for one in verdict.duties),
        "filing": _join(codes),
        "screened": screened,
        "citations": _join(cited),
    }


def _citations(verdict: Verdict) -> Iterator[str]:
    if not verdict.reach:
        yield verdict.scope
    yield from (one.box.citation for one in (*verdict.reach, *verdict.controls, *verdict.gaps))
    yield from (one.box.citation for one in verdict.used)
    yield from (one.box.citation for ones in verdict.exclusions.values() for one in ones)


def detail_rows(verdicts: Sequence[Verdict]) -> list[dict[str, object]]:
    """Put the controls and gaps of verdicts into the columns of details, as the engine does."""
    return [
        _detail(verdict, one)
        for verdict in verdicts
        for one in sorted(
            (*verdict.controls, *verdict.gaps), key=lambda one: (one.box.kind, one.box.key)
        )
    ]


def _detail(verdict: Verdict, one: Finding) -> dict[str, object]:
    box, by = one.box, verdict.excluded.get(one.box.number, ())
    status = "excluded" if by else "applies" if one.status == APPLIES else "may_apply"
    used = [relief for relief in verdict.available if box.number in relief.overcomes]
    said = {f"{r.box.relief}: {r.conditions}" for r in used if r.conditions}
    return {
        "regime": box.regime,
        "measure": box.measure,
        "control": box.key,
        "status": status,
        "effect": "gap" if box.kind == "gap" else box.effect,
        "reason": box.reason,
        "goods": box.goods,
        "places": box.places,
        "end_use": box.end_use,
        "party": one.party,
        "reliefs": _join(relief.box.relief for relief in used),
        "conditions": " | ".join(sorted(said)),
        "citation": ";".join([box.citation, *sorted({x.box.citation for x in by})]),
        "source": box.source,
        "valid_from": one.span.valid_from if one.span else None,
        "valid_to": one.span.valid_to if one.span else None,
        "missing": "; ".join(sorted(set(verdict.missing.get(box.number, ())))),
    }


def _join(parts: Iterable[str]) -> str:
    return ";".join(sorted({part for part in parts if part}))
