"""The law read row by row in plain Python: no numbers for things, no joins, no intervals.

Written from docs/tables.md to check `determine` against: slow, simple, and sharing nothing with it
but the rows. What a row alone answers is remembered, so that a law of size can be read through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from comity.register.law import Law
from comity.register.tables import OUTCOMES, TABLES, Row
from comity.screen.ownership import Stake
from comity.terms.parties import read_parties

Line = Mapping[str, object]
T = TypeVar("T")
Hit = tuple[int, frozenset[str]]

NO, MAY, HOLDS = 0, 1, 2
_NOTHING: frozenset[str] = frozenset()
_HELD = {"license", "prohibition", "suspension", "pointer"}
#: the lists that names of drawn laws are held against, where they are screened at all
SCREENED = frozenset({"l1", "l2"})
_SCHEMES = ("eccn", "hs", "cn", "eu")
_KEYS = {"controls": "control", "gaps": "gap", "reliefs": "row", "bars": "bar", "reach": "reach"}
_EARLY = date.min


@dataclass(slots=True)
class Answer:
    """What the oracle finds; every list is a set."""

    outcome: str = ""
    regimes: dict[str, str] = field(default_factory=dict)
    reasons: set[str] = field(default_factory=set)
    controls: set[str] = field(default_factory=set)
    reliefs: set[str] = field(default_factory=set)
    duties: set[str] = field(default_factory=set)
    open_checks: set[str] = field(default_factory=set)
    is_missing: bool = False
    details: set[tuple[str, str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A list that a name is on, surely or possibly, from a day on."""

    name: str
    list: str
    is_sure: bool
    since: date


@dataclass(frozen=True, slots=True, eq=False)
class _ByIdentity:
    """A row as a key."""

    row: Row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.row is other.row

    def __hash__(self) -> int:
        return id(self.row)


@dataclass(slots=True, eq=False)
class Held:
    """A row of law that holds a line, may hold it, or leaves only a check open."""

    row: Row
    status: int
    open: frozenset[str]
    excluded: bool = False


class Oracle:
    """Answers one line at a time.

    Args:
        law: The rows.
        known: Day as of which acts are public.
        today: Date of a line that gives none.
        found: What screening found of names.
        stakes: Who owns whom.
    """

    def __init__(
        self,
        law: Law,
        *,
        known: date,
        today: date,
        found: Sequence[Found] | None = None,
        stakes: Sequence[Stake] | None = None,
    ) -> None:
        self._today = today
        self._regimes = {
            regime: RegimeOracle(law, regime, known, found, stakes) for regime in law.regimes
        }

    def answer(self, line: Line) -> Answer:
        """Answer a line under every regime."""
        answer = Answer()
        for name, regime in self._regimes.items():
            answer.regimes[name] = regime.answer(line, _day(line, self._today), answer)
        answer.outcome = min(answer.regimes.values(), key=OUTCOMES.index)
        return answer


class RegimeOracle:
    """What one regime says of a line."""

    def __init__(
        self,
        law: Law,
        regime: str,
        known: date,
        found: Sequence[Found] | None = None,
        stakes: Sequence[Stake] | None = None,
    ) -> None:
        self._found = found
        self._stakes = stakes
        self._law = law
        self._regime = regime
        self._known = known
        self._day = known
        self._tables = {name: law.rows(name, regime) for name in TABLES}
        self._by_id: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for table, column in (("goods", "goods"), ("places", "place_set"), ("acts", "act")):
            for row in self._tables[table]:
                self._by_id[table, row[column]].append(row)
        self._remembered: dict[tuple[object, ...], Any] = {}

    def answer(self, line: Line, day: date, answer: Answer) -> str:
        """Add what the regime says of a line to an answer; return its outcome."""
        self._day = day
        held = {name: list(self._held(name, line)) for name in _KEYS}
        controls, gaps = held["controls"], held["gaps"]
        reliefs = [one for one in held["reliefs"] if self._matters(one, controls)]
        bars = [bar for bar in held["bars"] if any(_bars(bar.row, one.row) for one in reliefs)]
        reach = max((one.status for one in held["reach"]), default=NO)
        asked = reach == MAY
        is_told = reach or not self._rows("reach")
        counted = held["reach"] + (controls + gaps + reliefs + bars if is_told else [])
        answer.open_checks |= {name for one in counted for name in one.open}
        if is_told:
            answer.open_checks |= set(self._edition())
            weights = {one.row["weight"] for one in gaps if one.status}
            answer.open_checks |= weights - {"undetermined"}
        if not reach:
            return "not_subject"
        asked |= self._exclude([one for one in controls if one.status], reliefs)
        real = [one for one in controls if one.status and not one.excluded]
        binding = [one for one in real if one.row["effect"] in _HELD]
        missing = [one for one in gaps if one.row["weight"] == "undetermined" and one.status]
        unknown = [
            scheme
            for scheme in _SCHEMES
            if self._remember(self._unknown, scheme, str(line.get(scheme, "")), day)
        ]
        asked |= bool(missing or unknown)
        asked |= any(one.status == MAY or one.row["effect"] == "pointer" for one in binding)
        answer.is_missing |= asked
        for one in real:
            if one.row["effect"] == "duty":
                answer.duties.add(one.row["reason"])
            elif one.status == HOLDS:
                answer.reasons.add(one.row["reason"])
                answer.controls.add(one.row["control"])
        answer.details |= {
            (self._regime, one.row["control"], _told(one)) for one in controls if one.status
        }
        answer.details |= {(self._regime, one.row["gap"], _told(one)) for one in missing}
        answer.details |= {
            (self._regime, f"unknown-{scheme}:{self._regime}", "may_apply") for scheme in unknown
        }
        met = self._met(binding, reliefs, bars)
        outcome = "undetermined"
        if reach == HOLDS:
            outcome = self._weigh(binding, met, is_gap=bool(missing or unknown))
        is_alone = outcome == "relief_available" and not self._combines()
        answer.reliefs |= {
            relief
            for relief, overcome in met.items()
            if not is_alone or all(one in overcome for one in binding)
        }
        return outcome

    # What follows from the rows that hold.

    def _exclude(self, controls: list[Held], reliefs: list[Held]) -> bool:
        """Apply exclusions; tell whether one of them asks something."""
        asks = False
        exclusions = [one for one in reliefs if one.row["kind"] == "exclusion" and one.status]
        for control in controls:
            found = {one.status for one in exclusions if self._relieves(one.row, control.row)}
            control.excluded = HOLDS in found
            if found == {MAY}:
                control.status = MAY
                asks |= control.row["effect"] in _HELD
        return asks

    def _met(
        self, binding: list[Held], reliefs: list[Held], bars: list[Held]
    ) -> dict[str, list[Held]]:
        """Return which controls each available relief overcomes."""
        met: dict[str, list[Held]] = {}
        for one in reliefs:
            if one.row["kind"] == "exclusion" or one.status != HOLDS:
                continue
            if any(
                bar.status and not bar.row["unless"] and _bars(bar.row, one.row) for bar in bars
            ):
                continue
            for control in binding:
                is_met = control.row["effect"] != "pointer"
                if is_met and self._relieves(one.row, control.row):
                    controls = met.setdefault(one.row["relief"], [])
                    controls += [control] if control not in controls else []
        return met

    def _weigh(self, binding: list[Held], met: dict[str, list[Held]], *, is_gap: bool) -> str:
        real = [one for one in binding if one.row["effect"] != "pointer"]
        sure = [one for one in real if one.status == HOLDS]
        overcome = [one for controls in met.values() for one in controls]
        if any(one.row["effect"] == "prohibition" and one not in overcome for one in sure):
            return "prohibited"
        ways = [overcome] if self._combines() else list(met.values()) or [[]]
        ways = [way for way in ways if all(one in way for one in sure)]
        if not ways:
            return "license_required"
        is_settled = any(all(one in way for one in real) for way in ways)
        if is_gap or len(real) < len(binding) or not is_settled:
            return "undetermined"
        return "relief_available" if real else "no_license_required"

    def _combines(self) -> bool:
        [regime] = [row for row in self._law.rows("regimes") if row["regime"] == self._regime]
        return regime["combine_reliefs"] == "yes"

    def _matters(self, relief: Held, controls: Iterable[Held]) -> bool:
        """Tell whether a relief could change what stands in the way of the line."""
        binds = _HELD - {"pointer"} if relief.row["kind"] != "exclusion" else _HELD | {"duty"}
        return any(
            one.row["effect"] in binds and self._relieves(relief.row, one.row)
            for one in controls
            if one.status
        )

    def _relieves(self, relief: Row, control: Row) -> bool:
        return self._remember(self._overcomes, _ByIdentity(relief), _ByIdentity(control))

    def _overcomes(self, one: _ByIdentity, other: _ByIdentity) -> bool:
        relief, control = one.row, other.row
        rows = self._rows("relieves")
        own = [row for row in rows if row["relief"] == relief["row"]]
        signs = {
            row["sign"]
            for row in own or [row for row in rows if row["relief"] == relief["relief"]]
            if row["measure"] in {"", control["measure"]}
            and row["reason"] in {"", control["reason"]}
            and row["control"] in {"", control["control"]}
        }
        return signs == {"+"}

    def _edition(self) -> Iterator[str]:
        [row] = [row for row in self._law.rows("regimes") if row["regime"] == self._regime]
        first, last = _date(row["verified_from"]), _date(row["verified_to"])
        if (first and self._day < first) or (last and self._day > last):
            yield "edition"

    # Which rows hold a line.

    def _rows(self, table: str) -> list[Row]:
        return self._tables[table]

    def _remember(self, ask: Callable[..., T], *key: object) -> T:
        """Ask a question once."""
        if (ask.__name__, *key) not in self._remembered:
            self._remembered[ask.__name__, *key] = ask(*key)
        found: T = self._remembered[ask.__name__, *key]
        return found

    def _held(self, table: str, line: Line) -> Iterator[Held]:
        """Yield the rows of a table that hold a line or may hold it, one for each key."""
        for row in self._rows(table):
            state = self._remember(self._state, _ByIdentity(row), table, self._day)
            hits = list(self._hits(row, table, line)) if state else []
            hits = [(min(status, state), told) for status, told in hits if status]
            status = max((status for status, told in hits if not told), default=NO)
            told = frozenset[str]().union(*(told for _, told in hits)) if not status else _NOTHING
            if status or told:
                yield Held(row=row, status=status, open=told)

    def _hits(self, row: Row, table: str, line: Line) -> Iterator[Hit]:
        """Yield a status for each code and party by which a row may hold a line."""
        grades = [
            self._grade(row["exported_from"], line.get("from")),
            self._grade(row["origin"], line.get("origin")),
            self._grade(row["to"], line.get("to")),
            MAY if row["question"] and table != "gaps" else HOLDS,
            _value(row, line),
        ]
        told: set[str] = set()
        for column, given, name, holds in (
            ("end_use", line.get("end_use"), "end_use_undeclared", _is_named),
            ("fdp", line.get("fdp"), "foreign_content_unstated", _is_named),
            ("content_over", line.get("us_content_percent"), "foreign_content_unstated", _is_over),
        ):
            if not row[column]:
                continue
            if given in {None, ""}:
                told |= {name} if row["undeclared"] == "open" else set()
                grades.append(_undeclared(row))
            else:
                grades.append(HOLDS if holds(row[column], given) else NO)
        if NO in grades:
            return
        codes = (
            [HOLDS]
            if not row["goods"]
            else [
                self._remember(self.grade_goods, row["goods"], s, str(line.get(s, "")))
                for s in _SCHEMES
            ]
        )
        for code in codes:
            for grade, open_, is_listed in self._parties(row, line):
                status = min([code, grade, *grades])
                if is_listed and told:
                    yield min(status, MAY), _NOTHING
                else:
                    yield status, frozenset(told | open_)

    def _parties(self, row: Row, line: Line) -> Iterator[tuple[int, frozenset[str], bool]]:
        """Yield how parties stand to a row, the checks they leave open, and if one is listed."""
        place = self._grade(row["party_place"], line.get("to"))
        if not row["list"]:
            yield place, _NOTHING, False
            return
        [found] = [one for one in self._law.rows("lists") if one["list"] == row["list"]]
        for name, sure in _named(row["role"], line):
            for status in self._listed(name, found, is_exporter=row["role"] == "exporter"):
                yield min(place, sure, status), _NOTHING, True
            if found["basis"] == "owned":
                grade = self._remember(self._owned, name, row["list"], self._day)
                if grade:
                    yield min(place, sure, grade), _NOTHING, True
                elif grade is None:
                    is_open = row["undeclared"] == "open"
                    told = frozenset({"ownership_unchecked"}) if is_open else _NOTHING
                    yield min(place, _undeclared(row)), told, False
        is_asked = found["matching"] == "exact" or found["basis"] == "owned"
        is_asked |= row["list"] in SCREENED and self._found is not None
        if not is_asked or not line.get("exporter" if row["role"] == "exporter" else "parties"):
            is_open = row["undeclared"] == "open"
            told = frozenset({"parties_unscreened"}) if is_open else _NOTHING
            yield min(place, _undeclared(row)), told, False

    def _listed(self, name: str, found: Row, *, is_exporter: bool) -> Iterator[int]:
        """Yield how a name stands to a list by its own."""
        rows = [
            one
            for one in self._law.rows("listings")
            if one["list"] == found["list"]
            and _plain(name) in map(_plain, [one["name"], *one["aliases"].split("|")])
        ]
        if any(self._lives(one) for one in rows):
            yield HOLDS
        for one in self._listings(name):
            if one.list == found["list"]:
                yield HOLDS if one.is_sure else MAY
        is_open = found["matching"] == "exact" and found["complete"] == "no"
        if is_exporter and is_open and not rows:
            yield MAY

    # Who belongs to whom.

    def _listings(self, name: str) -> list[Found]:
        return [
            one
            for one in self._found or ()
            if one.name.lower() == name.lower() and one.since <= min(self._day, self._known)
        ]

    def _owned(self, name: str, key: str, _: date) -> int | None:
        """Grade a party by its owners; None where who owns it is not stated."""
        stakes = [one for one in self._stakes or () if one.holds(self._day)]
        rows = {row["list"]: row for row in self._rows("lists") if row["basis"] == "owned"}
        own = rows[key]
        together = [row for row in rows.values() if own["aggregate"] == row["aggregate"] != ""]
        withins = {row["within"] for row in together or [own]}
        if name.lower() not in {one.owned.lower() for one in self._stakes or ()}:
            return None
        listed: dict[str, bool] = {}
        for one in stakes:
            for found in self._listings(one.owner):
                if found.list in withins:
                    who = one.owner.lower()
                    listed[who] = listed.get(who, False) or found.is_sure
        sides = [listed] if together or not listed else [{who: listed[who]} for who in listed]
        every = {one.owned.lower() for one in self._stakes or ()}
        asked = [Side(stakes, every, side, float(own["least_percent"])) for side in sides]
        grades = {side.grade(name.lower()) for side in asked}
        mine = [
            min(side.grade(name.lower()) or NO, HOLDS if found.is_sure and is_sure else MAY)
            for side in asked
            for who, is_sure in side.counted(name.lower()).items()
            for found in self._listings(who)
            if found.list == own["within"]
        ]
        if any(mine):
            return max(mine)
        is_open = own["within"] not in SCREENED or self._found is None
        return None if is_open or (None in grades and not grades & {MAY, HOLDS}) else NO

    def _grade(self, place_set: str, place: object) -> int:
        if not place_set:
            return HOLDS
        if not place:
            return MAY
        is_member = self._remember(self.is_member, place_set, str(place), self._day)
        return HOLDS if is_member else NO

    def is_member(self, place_set: str, place: str, day: date) -> bool:
        """Tell whether a place is in a place set on a day."""
        self._day = day
        same = {row["as"] for row in self._rows("treated_as") if row["place"] == place}
        signs = set()
        for row in self._by_id["places", place_set]:
            if not self._lives(row):
                continue
            member = row["member"]
            if member.startswith("="):
                is_in = self.is_member(member[1:], place, day)
            else:
                is_in = member in {"*", place, *same}
            signs |= {row["sign"]} if is_in else set()
        return signs == {"+"}

    # Goods.

    def grade_goods(self, goods: str, scheme: str, code: str) -> int:
        """Grade a code by every code that it could mean: itself and those named below it."""
        if not code:
            return self._exactly(goods, scheme, "absent")
        meant = {code} | {
            one for one in self._named(goods, scheme) if _is_within(scheme, one, code)
        }
        grades = {self._exactly(goods, scheme, one) for one in meant}
        return grades.pop() if len(grades) == 1 else MAY

    def _named(self, goods: str, scheme: str) -> Iterator[str]:
        for row in self._by_id["goods", goods]:
            if row["scheme"] == scheme:
                yield row["prefix"]
            if row["scheme"] == "set":
                yield from self._named(row["prefix"], scheme)

    def _exactly(self, goods: str, scheme: str, code: str) -> int:
        """Grade a code that means nothing but itself."""
        rows = self._by_id["goods", goods]
        own = [
            row
            for row in rows
            if row["scheme"] == scheme and _is_within(scheme, code, row["prefix"])
        ]
        sets = [row for row in rows if row["scheme"] == "set"]
        if own:
            row = max(own, key=lambda row: len(row["prefix"].replace("*", "")))
            sure = MAY if row["question"] or row["basis"] == "inferred" else HOLDS
            grade = sure if row["sign"] == "+" else NO
        else:
            inner = (self._exactly(r["prefix"], scheme, code) for r in sets if r["sign"] == "+")
            grade = max(inner, default=NO)
        for row in sets:
            if row["sign"] == "-":
                grade = min(grade, HOLDS - self._exactly(row["prefix"], scheme, code))
        return grade

    def _unknown(self, scheme: str, code: str, _: date) -> bool:
        """Tell whether a code is not on record where a regime lists every code of its scheme."""
        rows = [row for row in self._rows("codes") if row["scheme"] == scheme]
        entries = [row for row in rows if row["kind"] == "entry"]
        if not code or not entries:
            return False
        entry = code.partition(".")[0]
        on_record = [row for row in entries if row["code"] == entry and self._begun(row)]
        on_record = [row for row in on_record if self._begins(row)[0] < self._ends(row)]
        if not any(not self._is_over(row) for row in on_record):
            return True
        named = {row["code"] for row in rows}
        named |= {row["prefix"] for row in self._rows("goods") if row["scheme"] == scheme}
        depth = code.count(".")
        for number in range(1, depth + 1):
            above, here = (".".join(code.split(".")[: number + more]) for more in (0, 1))
            beside = [one for one in named if one.startswith(f"{above}.")]
            if beside and not any(one == here or one.startswith(f"{here}.") for one in beside):
                return True
        return False

    # Two times.

    def _act(self, row: Row, column: str) -> Row | None:
        return next(iter(self._by_id["acts", row[column]]), None)

    def _begins(self, row: Row) -> tuple[date, date]:
        """Return the day on which a row begins and the day from which that is known."""
        act = self._act(row, "begun_by")
        if act is None or (act["kind"] == "edition" and not row["begun_on"]):
            return _EARLY, _EARLY
        on = _date(row["begun_on"]) or _date(act["effective"]) or _date(act["published"]) or _EARLY
        return on, _date(act["published"]) or on

    def _begun(self, row: Row) -> bool:
        return self._begins(row)[1] <= self._known

    def _ends(self, row: Row) -> date:
        """Return the day from which a row no longer holds, as far as is known."""
        ended, act = _date(row["ended_on"]), self._act(row, "ended_by")
        if ended is None or ((_date(act["published"]) if act else None) or ended) > self._known:
            return date.max
        return ended

    def _is_over(self, row: Row) -> bool:
        """Tell whether a row has ended, as far as was known."""
        ended, act = _date(row["ended_on"]), self._act(row, "ended_by")
        if ended is None:
            return False
        published = (_date(act["published"]) if act else None) or ended
        return published <= self._known and ended <= self._day

    def _lives(self, row: Row) -> bool:
        return self._begun(row) and self._begins(row)[0] <= self._day and not self._is_over(row)

    def _state(self, one: _ByIdentity, table: str, _: date) -> int:
        """Tell whether a row is in force; where a suspension lapsed without an act it may be."""
        row = one.row
        if not self._lives(row):
            return NO
        pauses = [
            pause
            for pause in (self._rows("pauses") if table == "controls" else [])
            if pause["measure"] == row["measure"] and pause["control"] in {"", row["control"]}
        ]
        state, latest = HOLDS, _EARLY
        for pause in pauses:
            act = self._act(pause, "begun_by")
            start = _date(pause["from"]) or _EARLY
            until = _date(pause["until"]) or date.max
            if ((_date(act["published"]) if act else None) or start) > self._known:
                continue
            if start <= self._day < until:
                return NO
            if latest < until <= self._day:
                latest = until
                state = HOLDS if pause["on_lapse"] == "resumes" else MAY
        return state


def _named(role: str, line: Line) -> Iterator[tuple[str, int]]:
    """Yield the names that may stand in a role of a box, and how far they do."""
    exporter = str(line.get("exporter", ""))
    named = [("exporter", exporter)] if exporter else []
    named += [(party.role, party.name) for party in read_parties(str(line.get("parties", "")))]
    for own, name in named:
        if own == role or (not role and own != "exporter"):
            yield name, HOLDS
        elif not own and role != "exporter":
            yield name, MAY


class Side:
    """Some listed owners, and what they hold of others on a day."""

    def __init__(
        self, stakes: list[Stake], every: set[str], listed: dict[str, bool], least: float
    ) -> None:
        self._in = {
            name: [one for one in stakes if one.owned.lower() == name] for name in sorted(every)
        }
        self._listed = listed
        self._least = least
        #: parties that may belong: all sets that bear themselves, together
        self._may = frozenset[str]().union(*(some for some in self._sets() if self._bears(some)))

    def grade(self, name: str) -> int | None:
        """Grade a party: holds, may, does not, or None: owners that are not stated may hold it."""
        if self._belongs(name, frozenset(), is_sure=True):
            return HOLDS
        if name in self._may:
            return MAY
        return None if self._belongs(name, frozenset(), is_sure=False) else NO

    def counted(self, name: str) -> dict[str, bool]:
        """Return the listed owners above a party, and whether each surely counts."""
        found: dict[str, bool] = {}
        is_sure = self.grade(name) == HOLDS
        for sure in (False, True) if is_sure else (False,):
            seen, todo = set[str](), [name]
            while todo:
                here = todo.pop()
                seen.add(here)
                for one in self._in[here]:
                    who = one.owner.lower()
                    if self._listed.get(who, False) or (who in self._listed and not sure):
                        found[who] = found.get(who, False) or sure
                    up = who in self._in and who not in seen
                    if up and (
                        self._belongs(who, frozenset(), is_sure=True) if sure else who in self._may
                    ):
                        todo.append(who)
        return found

    def _belongs(self, name: str, below: frozenset[str], *, is_sure: bool) -> bool:
        """Tell whether a party surely belongs, or else whether those not stated may hold it."""
        total = 0.0 if is_sure else self._rest(name)
        for one in self._in[name]:
            who = one.owner.lower()
            is_counted = self._listed.get(who, False) or (not is_sure and who in self._listed)
            if not is_counted and not is_sure:
                is_counted = who in self._may
            if not is_counted and who in self._in and who not in {name, *below}:
                is_counted = self._belongs(who, below | {name}, is_sure=is_sure)
            total += float(one.percent or 0) if is_counted else 0
        return total >= self._least

    def _sets(self) -> Iterator[frozenset[str]]:
        for size in range(1, len(self._in) + 1):
            yield from map(frozenset, combinations(self._in, size))

    def _bears(self, some: frozenset[str]) -> bool:
        """Tell whether each of some parties may belong if the others do, a listed owner above."""
        grounded: set[str] = set()
        while True:
            more = {
                name
                for name in some - grounded
                if any(w.owner.lower() in {*self._listed, *grounded} for w in self._in[name])
            }
            if not more:
                break
            grounded |= more
        return grounded == some and all(
            self._rest(name)
            + sum(
                float(one.percent or 0)
                for one in self._in[name]
                if one.owner.lower() in {*self._listed, *some}
            )
            >= self._least
            for name in some
        )

    def _rest(self, name: str) -> float:
        return max(0.0, 100 - sum(float(one.percent or 0) for one in self._in[name]))


def _is_within(scheme: str, code: str, prefix: str) -> bool:
    if code == "absent" or prefix == "absent":
        return code == prefix
    if prefix in {"*", code}:
        return True
    if scheme == "hs" or "." not in prefix:
        is_entry = scheme != "hs" and prefix == code.partition(".")[0]
        return is_entry or (
            code.startswith(prefix)
            and (scheme == "hs" or len(prefix) < len(code.partition(".")[0]))
        )
    return code.startswith(f"{prefix}.")


def _bars(bar: Row, relief: Row) -> bool:
    if relief["kind"] == "exclusion":
        return False
    names = {relief["relief"], relief["row"]}
    is_meant = bar["relief"] in names or (bar["relief"] == "*" and relief["kind"] == "exception")
    return is_meant and not names & set(bar["spares"].split(";"))


def _value(row: Row, line: Line) -> int:
    if not row["value_cap_usd"]:
        return HOLDS
    value = line.get("total" if row["cap_basis"] == "order_entry" else "value_usd")
    if value is None:
        return MAY
    return HOLDS if float(str(value)) <= float(row["value_cap_usd"]) else NO


def _undeclared(row: Row) -> int:
    return {"open": HOLDS, "undetermined": MAY}.get(row["undeclared"], NO)


def _is_named(wanted: str, given: object) -> bool:
    return wanted in str(given).split(";")


def _is_over(limit: str, given: object) -> bool:
    return float(str(given)) > float(limit)


def _told(one: Held) -> str:
    return "excluded" if one.excluded else "applies" if one.status == HOLDS else "may_apply"


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", "").replace(",", " ").split())


def _day(line: Line, today: date) -> date:
    day = line.get("date")
    return day if isinstance(day, date) else today


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
