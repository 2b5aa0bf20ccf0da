"""Runs the worked examples that stand beside the tables of law."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

from comity.determine.engine import Determination
from comity.register.law import law_folder
from comity.register.record_rows import load_law_and_record
from comity.register.star import Star, compile_star
from laws import typed_lines

TODAY = date(2026, 11, 23)


@cache
def _star() -> Star:
    return compile_star(load_law_and_record())


@cache
def _run(known: date) -> Determination:
    return Determination(_star(), known=known, today=TODAY, threads=1)


def _examples() -> Iterator[Any]:
    for path in sorted(law_folder().rglob("examples.toml")):
        for example in tomllib.loads(path.read_text(encoding="utf-8"))["example"]:
            part = path.parent.relative_to(law_folder()).as_posix()
            yield pytest.param(example, id=f"{part}: {example['name']}")


@pytest.mark.parametrize("example", list(_examples()))
def test_a_worked_example_comes_out_as_the_law_says(example: dict[str, Any]) -> None:
    """A line that the law, or a lawyer reading it, has answered gets that answer."""
    lines = example["given"] if isinstance(example["given"], list) else [example["given"]]
    known = date.fromisoformat(str(example.get("known", TODAY)))
    on = [{**line, "date": date.fromisoformat(line["date"])} for line in lines if "date" in line]
    batch = typed_lines(on or lines)
    totals = example.get("order_total_usd")
    answered = _run(known).answer(batch, totals and pa.array([float(totals)] * len(lines)))
    answer = answered.answers.to_pylist()[0]
    regimes = dict(pair.split("=") for pair in answer["regimes"].split(";"))
    for key, expected in example["expect"].items():
        if key in regimes or key == "outcome":
            assert expected == (regimes | answer)[key], answer
        else:
            assert set(expected) <= set(answer[key].split(";")), (key, answer)
