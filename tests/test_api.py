"""The public names: exactly those, each there, and light to import."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import polars as pl
import pytest

import comity


def test_the_public_names_are_exactly_these() -> None:
    """Nothing leaks, nothing is missing, and the list is sorted."""
    assert sorted(comity.__all__, key=lambda name: (name.islower(), name)) == comity.__all__
    assert comity.__all__ == dir(comity)
    for name in comity.__all__:
        assert getattr(comity, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = comity.nothing


def test_importing_comity_loads_no_engine() -> None:
    """The heavy libraries are loaded when they are used."""
    code = "import comity, sys; print({'duckdb', 'pyarrow', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_answers_go_to_any_data_frame() -> None:
    """Pandas and Polars hand orders in and take answers out."""
    orders = pd.DataFrame({"to": ["CN"], "eccn": ["3A090.a"], "from": ["US"]})
    check = comity.open().check(orders)
    assert pl.DataFrame(check.answers())["outcome"].to_list() == ["license_required"]
    assert len(check.details()) >= 1
    assert check.summary.lines == 1


def test_what_was_written_can_be_read_back(tmp_path: object) -> None:
    """A check that wrote files gives their tables; what wasn't kept says so."""
    path = f"{tmp_path}/a.parquet"
    check = comity.check([{"to": "CN", "eccn": "3A090.a", "from": "US"}], output=path)
    assert check.answers().column("outcome").to_pylist() == ["license_required"]
    with pytest.raises(comity.InputError, match="details weren't kept"):
        check.details()


def test_a_summary_alone_keeps_no_answers() -> None:
    """Who wants the summary only needs no memory for the answers."""
    check = comity.open().check([{"to": "CN", "eccn": "3A090.a", "from": "US"}], in_memory=False)
    assert check.summary.lines == 1
    with pytest.raises(comity.InputError, match="answers weren't kept"):
        check.answers()


def test_a_line_is_explained_by_keywords() -> None:
    """The shortcut explains a line as of today."""
    explanation = comity.explain(from_="US", to="CN", eccn="3A090.a")
    assert explanation.outcome == "license_required"
    statuses = {f.status for r in explanation.regimes for s in r.steps for f in s.findings}
    assert {"applies", "considered", "not_available"} <= statuses
