"""The engine and a plain reading of the law that ships come to the same answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from strategies import Line
from test_engine import ask, determination

from comity.register.law import load_law
from comity.terms.places import place_names
from oracle import Oracle

_LINES, _CODES = 300, 15
_KNOWN = date(2026, 8, 7)
_FIRST = date(2024, 6, 1)


def test_the_shipped_law_is_answered_as_it_reads() -> None:
    """Random lines of every kind; the seed is the day, so that each day tries others."""
    seed = date.today().toordinal()  # noqa: DTZ011  any number that changes will do
    law = load_law()
    rng = random.Random(seed)  # noqa: S311  no secret
    columns = {
        name: [row[column] for row in law.rows(table)]
        for name, table, column in (("end_use", "end_uses", "end_use"), ("fdp", "fdp_rules", "fdp"))
    }
    eccns = rng.sample([row["code"] for row in law.rows("codes", "us_ear")], _CODES)
    tariffs = rng.sample([r["prefix"] for r in law.rows("goods") if r["scheme"] == "hs"], 10)
    columns |= {
        "eccn": ["", "EAR99", *eccns],
        "hs": [""] * 10 + tariffs,
        "cn": [""] * 20 + [row["code"] for row in law.rows("codes", "cn_dual_use")][:10],
        "from": ["US"] * 6 + ["", "DE", "CN"],
        "origin": ["", "", "US", "CN", "DE"],
        "to": ["", *rng.sample(sorted(place_names()), 30)],
    }
    rows = list(_lines(rng, columns))
    found = ask(determination(law, _KNOWN), rows)
    oracle = Oracle(law, known=_KNOWN, today=_KNOWN)
    wrong = [row for row, answer in zip(rows, found, strict=True) if oracle.answer(row) != answer]
    assert not wrong, (seed, len(wrong), wrong[0])


def _lines(rng: random.Random, columns: dict[str, list[str]]) -> Iterator[Line]:
    for _ in range(_LINES):
        line: Line = {name: rng.choice(values) for name, values in columns.items()}
        line["end_use"] = rng.choice(["", "civil", line["end_use"]])
        line["fdp"] = rng.choice(["", "none", line["fdp"]])
        line["exporter"] = rng.choice(["", "A firm"])
        line["parties"] = rng.choice(["", "A buyer", "end_user: A user"])
        line["date"] = _FIRST + timedelta(days=rng.randrange(860))
        line["value_usd"] = rng.choice([None, 100.0, 2_000.0, 4_000.0, 1e6])
        line["total"] = rng.choice([None, 100.0, 2_000.0, 6_000.0, 1e6])
        line["us_content_percent"] = rng.choice([None, 0.0, 5.0, 12.0, 30.0, 60.0])
        yield line
