"""Tests of ownership: chains, days, and shares added up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.errors import InputError
from comity.screen.ownership import Stake, holdings, read_stakes

DAY = date(2026, 1, 1)


def test_shares_of_several_listed_owners_add_up() -> None:
    """Thirty and twenty make fifty."""
    stakes = [Stake(owner="A", owned="X", percent=30), Stake(owner="B", owned="x ", percent=20)]
    found = holdings(stakes, ["a", "B"], on=DAY, least_percent=50)
    assert ("X ".strip().lower(), 50) == (next(iter(found)), found["x"].percent)
    assert found["x"].owners == ("a", "B")


def test_a_holding_below_the_share_does_not_pass_down() -> None:
    """A party held 40 % does not belong, so what it holds does not either."""
    stakes = [Stake(owner="A", owned="M", percent=40), Stake(owner="M", owned="X", percent=100)]
    assert holdings(stakes, ["A"], on=DAY, least_percent=50) == {}


def test_a_chain_counts_whole_where_each_link_belongs() -> None:
    """50 % of 50 % belongs: the middle party is treated as its owner is."""
    stakes = [Stake(owner="A", owned="M", percent=50), Stake(owner="M", owned="X", percent=50)]
    assert {"m", "x"} == set(holdings(stakes, ["A"], on=DAY, least_percent=50))


def test_circles_end() -> None:
    """Parties that own each other make no endless search."""
    stakes = [Stake(owner="X", owned="Y", percent=60), Stake(owner="Y", owned="X", percent=60),
              Stake(owner="A", owned="X", percent=50)]  # fmt: skip
    assert {"x", "y"} == set(holdings(stakes, ["A"], on=DAY, least_percent=50))


def test_a_stake_holds_from_its_first_day_to_before_its_last() -> None:
    """The end of a stake is the first day on which it is no longer held."""
    stake = Stake(owner="A", owned="X", percent=1, since=DAY, until=date(2026, 2, 1))
    assert [
        stake.holds(day) for day in (date(2025, 12, 31), DAY, date(2026, 1, 31), date(2026, 2, 1))
    ] == [False, True, True, False]


def test_a_faulty_table_tells_every_fault(tmp_path: Path) -> None:
    """Bad dates, shares and names are told together."""
    path = tmp_path / "owners.csv"
    path.write_text("owner,owned,percent,from,to\nA,X,120,,\n,Y,10,2026-13-01,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_stakes(path)
    assert len(caught.value.faults) == 3


def test_a_good_table_is_read(tmp_path: Path) -> None:
    """Dates and shares are typed, blanks are open."""
    path = tmp_path / "owners.csv"
    path.write_text("owner,owned,percent,from,to\nA,X,50%,2026-01-01,\n", encoding="utf-8")
    assert [Stake(owner="A", owned="X", percent=50, since=DAY)] == read_stakes(path)
