"""One line, read box by box, gets the answer that the bulk engine gives."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from comity.determine.dimensions import Line
from comity.determine.engine import Determination
from comity.determine.holding import Holding
from comity.determine.parties import PartyFacts
from comity.determine.single import Single, answer_row, detail_rows
from comity.register.record_rows import load_law_and_record
from comity.register.star import Star, compile_star
from comity.screen.affiliate import Affiliates
from comity.screen.facts import Extent, PartyFact
from comity.screen.ownership import Ownership, Stake, key_of
from comity.screening import join_facts
from comity.terms.places import place_names
from laws import typed_lines
from oracle import Found
from screened import fact

TODAY = date(2026, 11, 23)


@cache
def _star() -> Star:
    return compile_star(load_law_and_record())


@cache
def _single() -> Single:
    return Single(Holding(_star()))


def _answer(
    given: dict[str, object], single: Single | None = None
) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Answer one line by itself."""
    values = {**given, "total": given.get("value_usd")}
    day = given["date"] if isinstance(given["date"], date) else TODAY
    verdicts = (single or _single()).verdicts(Line(values=values, day=day, known=TODAY))
    return answer_row(verdicts), detail_rows(verdicts)


def _random_lines(count: int) -> list[dict[str, object]]:
    pick = random.Random(20261123)  # noqa: S311  for tests
    law = _star().law
    codes = sorted({row["code"] for row in law.rows("codes") if row["scheme"] == "eccn"})
    tariff = sorted({row["prefix"] for row in law.rows("goods") if row["scheme"] == "hs"})
    tariff = [code for code in tariff if code.isdigit()]
    uses = sorted({row["end_use"] for row in law.rows("end_uses")})
    places = sorted(place_names())
    return [
        {
            "eccn": pick.choice([*[pick.choice(codes)] * 6, "", "EAR99", "9Z999"]),
            "hs": pick.choice(["", "", pick.choice(tariff)]),
            "from": pick.choice(["US", "US", "US", "CN", "DE", ""]),
            "to": pick.choice([*[pick.choice(places)] * 4, "CN", "RU", "CU", ""]),
            "origin": pick.choice(["", "US", "CN"]),
            "date": pick.choice([None, TODAY - timedelta(days=pick.randrange(900))]),
            "end_use": pick.choice(["", "", "civil", pick.choice(uses)]),
            "value_usd": pick.choice([None, 100.0, 4_000.0, 1e6]),
            "us_content_percent": pick.choice([None, 5.0, 11.0, 30.0]),
            "exporter": pick.choice(["", "Acme Corporation", "Cadence Design Systems"]),
            "parties": pick.choice(["", "end_user: Somebody"]),
            "fdp": pick.choice(["", "none"]),
        }
        for _ in range(count)
    ]


def test_one_line_alone_gets_the_answer_that_the_bulk_engine_gives() -> None:
    """A line gets one answer, whether it is asked alone or among thousands."""
    _compare(_random_lines(600))


def test_it_does_so_for_parties_that_are_listed_owned_or_undecided_too() -> None:
    """Whoever is behind a line, in which role, by whom owned, on whatever day."""
    law, pick = _star().law, random.Random(20261123)  # noqa: S311  for tests
    entries = [("entity-list", "all"), ("entity-list", "limited"), ("entity-list", ""),
               ("sdn", ""), ("military-end-user-list", ""), ("denied-persons", "")]  # fmt: skip
    names = [f"Firm {number}" for number in range(16)]
    found = [
        Found(name=pick.choice(names[:8]), list=key, is_sure=pick.random() < 0.7,
              since=TODAY - timedelta(days=pick.randrange(600)))
        for key, _ in entries * 2
    ]  # fmt: skip
    every: tuple[Extent, ...] = ("all", "limited", "")
    extents = {one: pick.choice(every) for one in found}
    marks = {"entity-list": ("1",), "sdn": ("SDGT",)}
    facts: dict[str, list[PartyFact]] = {}
    for one in found:
        listed = replace(fact(one), extent=extents[one], marks=marks.get(one.list, ()))
        facts.setdefault(one.name, []).append(listed)
    stakes = [
        Stake(owner=pick.choice(names), owned=pick.choice(names[6:]),
              percent=pick.choice([None, *map(Decimal, (20, 30, 50, 60, 100))]),
              since=pick.choice([None, TODAY - timedelta(days=pick.randrange(500))]))
        for _ in range(24)
    ]  # fmt: skip
    lists = frozenset(key for key, _ in entries)
    owners = {key_of(name): some for name, some in facts.items()}
    rows = [row.values for row in law.rows("lists")]
    affiliates = Affiliates(rows, Ownership(stakes), owners, lists)
    parties = join_facts(law, names, facts, affiliates, lists=lists)
    roles = ["", "end_user: ", "consignee: ", "ultimate_consignee: "]
    lines = _random_lines(300)
    for line in lines:
        some = [pick.choice(roles) + pick.choice(names) for _ in range(pick.randrange(1, 4))]
        line |= {"parties": "; ".join(some), "exporter": pick.choice(["", *names])}
        line["to"] = pick.choice([line["to"], "AE", "DE"])
        line["fdp"] = pick.choice([line["fdp"], "entity-list-fn1", "none"])
        line["date"] = pick.choice([TODAY, TODAY - timedelta(days=pick.randrange(500))])
    _compare(lines, parties)


def _compare(lines: list[dict[str, object]], parties: PartyFacts | None = None) -> None:
    single = Single(Holding(_star(), parties)) if parties else None
    run = Determination(_star(), known=TODAY, today=TODAY, parties=parties, threads=1)
    answered = run.answer(typed_lines(lines))
    details: dict[str, list[dict[str, object]]] = {}
    for row in answered.details.to_pylist():
        details.setdefault(row.pop("line"), []).append(row)
    for number, (line, bulk) in enumerate(
        zip(lines, answered.answers.to_pylist(), strict=True), start=1
    ):
        alone, rows = _answer(line, single)
        assert bulk == alone, line
        expected = details.get(str(number), [])
        assert sorted(map(str, expected)) == sorted(map(str, rows)), line


def test_an_exception_that_leaves_a_control_standing_is_not_named_as_what_eases_the_line() -> None:
    """GBS overcomes NS alone; RS may stand besides, which LVS overcomes too (732.4(b)(3)(i))."""
    given: dict[str, object] = {"eccn": "3A001.b.2.a", "from": "US", "to": "IL", "date": TODAY}
    row, details = _answer({**given, "value_usd": 1000.0, "end_use": "civil"})

    named = {one["reason"]: str(one["reliefs"]).split(";") for one in details}
    assert "GBS" in named["NS2"]
    assert "GBS" not in named["RS1"]
    assert row["outcome"] == "relief_available"
    assert row["reliefs"] == "LVS"
    assert row["filing"] == "C35"
