"""Turns one edition into rows of the tables of law: place sets, codes, goods and controls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from us_ear.edition import COLUMNS, GROUPS, ControlLine, Edition
from us_ear.route import Route, routes_of
from us_ear.scope import Part, Parts, Rulings, UnreadScopeError, fingerprint, read_scope
from us_ear.tables import Row

MEASURE = "ccl"
SOURCE = "ecfr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What people wrote down about the list, beside the tool."""

    rulings: Rulings
    routes: Sequence[Route]
    titles: Mapping[str, str]
    agencies: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class Built:
    """Controls with their goods, and what the tool could not derive."""

    controls: list[Row] = field(default_factory=list)
    goods: dict[str, Parts] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def read_rulings(records: Iterable[Mapping[str, str]]) -> Rulings:
    """Type the rows of `rulings.csv`."""
    rulings: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for record in records:
        part = Part(prefix=record["prefix"], sign=record["sign"], question=record["question"])
        rulings[record["eccn"], record["fingerprint"]].append(part)
    return rulings


def chart_rows(edition: Edition) -> list[Row]:
    """Return the marks of the Country Chart, one place set a column."""
    pinpoint = "Supp. No. 1 to Part 738"
    rows = [
        _place(f"chart:{column}", place, pinpoint)
        for place, marked in edition.chart.items()
        for column in COLUMNS
        if column in marked
    ]
    return rows + [_place("chart:all", place, pinpoint) for place in edition.chart]


def group_rows(edition: Edition) -> list[Row]:
    """Return the members of the Country Groups, one place set a group."""
    return [
        _place(group, place, "Supp. No. 1 to Part 740")
        for place, marked in edition.groups.items()
        for group in GROUPS
        if group in marked
    ]


def _place(name: str, member: str, pinpoint: str) -> Row:
    return {
        "place_set": name,
        "sign": "+",
        "member": member,
        "source": SOURCE,
        "pinpoint": pinpoint,
    }


def code_rows(edition: Edition, known: Knowledge, named: Iterable[str]) -> list[Row]:
    """Return every entry and every paragraph that the edition or a control names."""
    paragraphs = {
        f"{eccn}.{paragraph}" for eccn, found in edition.paragraphs.items() for paragraph in found
    }
    paragraphs |= {code for code in named if "." in code}
    above = {code.rpartition(".")[0] for code in paragraphs}
    while above := {code for code in above if "." in code} - paragraphs:
        paragraphs |= above
        above = {code.rpartition(".")[0] for code in above}
    kept = {code for code in paragraphs if code.partition(".")[0] in edition.headings}
    return [_code(eccn, "entry", known) for eccn in edition.headings] + [
        _code(code, "paragraph", known) for code in kept
    ]


def _code(code: str, kind: str, known: Knowledge) -> Row:
    eccn = code.partition(".")[0]
    return {
        "scheme": "eccn",
        "code": code,
        "kind": kind,
        "title": known.titles.get(code, ""),
        "jurisdiction": known.agencies.get(eccn, ""),
        "source": SOURCE,
        "pinpoint": f"Supp. No. 1 to Part 774, {eccn}",
    }


def build_controls(edition: Edition, known: Knowledge, marks: Mapping[str, str]) -> Built:
    """Return the controls of every line of the list, under the ids they had before.

    Args:
        edition: Edition whose lines are read.
        known: What people wrote down.
        marks: Control → what makes it that control, from the editions before.
    """
    built = Built(marks=dict(marks))
    ids = {mark: control for control, mark in marks.items()}
    for line in edition.controls:
        routes = routes_of(line, known.routes)
        if not routes:
            told = f"{line.eccn}: no route for {line.reason} {line.column}: {line.told}"
            built.complaints.append(told)
            continue
        try:
            parts = read_scope(line.eccn, line.scope, known.rulings)
        except UnreadScopeError as error:
            parts = error.parts
            mark = fingerprint(line.scope)
            built.complaints.append(f"{line.eccn}: no ruling {mark} for: {line.scope}")
        for route in routes:
            _add(built, ids, line, route, parts)
    return built


def _add(
    built: Built,
    ids: dict[str, str],
    line: ControlLine,
    route: Route,
    parts: Parts,
) -> None:
    if route.prefix:
        parts = (Part(prefix=route.prefix),)
    mark = _mark(line, route, parts)
    control = ids.get(mark)
    if control is None:
        control = _next_id(f"{MEASURE}:{line.eccn}:{_stem(line, route)}", built.marks)
        ids[mark] = control
    if control in {row["control"] for row in built.controls[-12:]}:
        built.complaints.append(f"{line.eccn}: stated twice: {line.scope}")
        return
    built.marks[control] = mark
    goods = line.eccn if parts == (Part(prefix=line.eccn),) else control
    built.goods[goods] = parts
    built.controls.append(_row(control, goods, line, route))


def _row(control: str, goods: str, line: ControlLine, route: Route) -> Row:
    listed = f"Supp. No. 1 to Part 774, {line.eccn}"
    pinpoint = listed if route.pinpoint in listed else f"{route.pinpoint} and {listed}"
    return {
        "control": control,
        "measure": MEASURE,
        "effect": route.effect,
        "reason": route.reason,
        "goods": goods,
        "exported_from": route.exported_from,
        "to": route.to,
        "list": route.list,
        "question": route.question,
        "undeclared": route.undeclared,
        "review_policy": route.review_policy,
        "source": SOURCE,
        "pinpoint": pinpoint,
    }


def _stem(line: ControlLine, route: Route) -> str:
    """Return the middle of a control's id: the chart column where the list names one."""
    if route.reason == "AT" and line.column in ("AT1", "AT2"):
        return line.column
    return route.reason


def _mark(line: ControlLine, route: Route, parts: Parts) -> str:
    """Return what makes two lines of two editions the same control."""
    if any(part.question for part in parts):
        scope = fingerprint(line.scope)
    else:
        scope = " ".join(f"{part.sign}{part.prefix}" for part in parts)
    where = f"{route.exported_from}>{route.to}{route.list}"
    return f"{line.eccn} {route.reason} {where} {scope}{' ?' if route.question else ''}"


def _next_id(stem: str, taken: Mapping[str, str]) -> str:
    number = 1
    while f"{stem}:{number}" in taken:
        number += 1
    return f"{stem}:{number}"


def goods_rows(goods: Mapping[str, Parts]) -> list[Row]:
    """Return the rows of every goods set."""
    return [
        {
            "goods": name,
            "scheme": "eccn",
            "prefix": part.prefix,
            "sign": part.sign,
            "basis": "stated",
            "question": part.question,
        }
        for name, parts in goods.items()
        for part in parts
    ]
