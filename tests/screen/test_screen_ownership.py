"""Tests of ownership: chains, days, shares added up, and what is not stated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from comity.screen.ownership import Holding, Ownership, Stake, Unknown

DAY = date(2026, 1, 1)
HALF = Decimal(50)


def stake(
    owner: str, owned: str, percent: float | None, since: date | None = None,
    until: date | None = None,
) -> Stake:  # fmt: skip
    """Make a stake."""
    share = None if percent is None else Decimal(str(percent))
    return Stake(owner=owner, owned=owned, percent=share, since=since, until=until)


def ask(stakes: list[Stake], name: str, on: date = DAY, **listed: bool) -> object:
    """Ask what listed owners hold of a party; by default A and B are listed."""
    listed = listed or {"a": True, "b": True}
    return Ownership(stakes).holding(name, listed, on=on, least=HALF)


def is_sure(found: object) -> bool:
    """Tell whether a party surely belongs to listed owners."""
    return isinstance(found, Holding) and found.is_sure


def test_shares_of_several_listed_owners_add_up_to_the_last_digit() -> None:
    """Thirty and twenty make fifty, and so do a third of it thrice."""
    found = ask([stake("A", "X", 30), stake("B", "x ", 20)], "X")
    assert isinstance(found, Holding)
    assert found.is_sure
    assert (found.percent, found.owners) == (Decimal(50), {"A": True, "B": True})
    thirds = [stake("A", "X", 16.7), stake("B", "X", 16.7), stake("C", "X", 16.6)]
    assert is_sure(ask(thirds, "X", a=True, b=True, c=True))


def test_a_chain_counts_whole_where_each_link_belongs() -> None:
    """50 % of 50 % belongs: the middle party is treated as its owner is."""
    found = ask([stake("A", "M", 50), stake("M", "X", 62)], "X")
    assert isinstance(found, Holding)
    assert found.is_sure
    assert (found.percent, found.through) == (Decimal(62), ("M",))
    assert found.chain == ("A holds 50 % of M", "M holds 62 % of X")


def test_a_holding_below_the_share_does_not_pass_down() -> None:
    """A party held 40 %, the rest by others, does not belong, so what it holds does not either."""
    stakes = [stake("A", "M", 40), stake("Z", "M", 60), stake("M", "X", 100)]
    assert ask(stakes, "X") is None


def test_a_share_whose_owner_is_not_stated_may_be_a_listed_one_s() -> None:
    """49.9 % held by a listed owner may be half; with the rest stated it can't be."""
    found = ask([stake("A", "X", 49.9)], "X")
    assert isinstance(found, Holding)
    assert not found.is_sure
    assert found.unstated == ("who holds the other 50.1 % of X is not stated",)
    assert ask([stake("A", "X", 49.9), stake("Z", "X", 50.1)], "X") is None
    assert not is_sure(ask([stake("A", "X", 10), stake("Z", "X", 45)], "X"))
    assert ask([stake("A", "X", 10), stake("Z", "X", 61)], "X") is None


def test_a_share_that_is_not_known_may_be_any_that_is_left() -> None:
    """A blank percent counts for nothing surely, and possibly for all that nobody else holds."""
    found = ask([stake("A", "X", None), stake("Z", "X", 30)], "X")
    assert isinstance(found, Holding)
    assert not found.is_sure
    assert found.unstated == ("the share of A in X is not stated",)
    assert ask([stake("A", "X", None), stake("Z", "X", 60)], "X") is None


def test_an_owner_that_may_be_listed_makes_a_holding_possible() -> None:
    """An undecided match of the owner is an undecided holding."""
    found = ask([stake("A", "X", 60), stake("Z", "X", 40)], "X", a=False)
    assert isinstance(found, Holding)
    assert (found.is_sure, found.owners) == (False, {"A": False})
    mixed = ask([stake("A", "X", 60), stake("B", "X", 40)], "X", a=True, b=False)
    assert isinstance(mixed, Holding)
    assert (mixed.is_sure, mixed.owners) == (True, {"A": True, "B": False})


def test_of_a_party_that_is_not_in_the_table_nothing_is_known() -> None:
    """Neither is it of one whose owners hold less than half as far as stated."""
    assert isinstance(ask([stake("A", "X", 60)], "Y"), Unknown)
    assert isinstance(ask([stake("Z", "X", 40)], "X"), Unknown)
    assert isinstance(ask([stake("Z", "M", 40), stake("M", "X", 100)], "X"), Unknown)
    assert ask([stake("Z", "M", 60), stake("M", "X", 100)], "X") is None


def test_circles_end() -> None:
    """Parties that own each other make no endless search, and are not their own listed owners."""
    circle = [stake("X", "Y", 60), stake("Y", "X", 50)]
    assert is_sure(ask([*circle, stake("A", "X", 50)], "Y"))
    assert ask([*circle, stake("Z", "X", 50), stake("Z", "Y", 40)], "X") is None


def test_a_circle_that_a_listed_owner_is_part_of_is_for_a_person_to_work_out() -> None:
    """40 % of X, whose rest X holds through Y, is more than 40 % in the end."""
    circle = [stake("X", "Y", 60), stake("Z", "Y", 40), stake("Y", "X", 60), stake("A", "X", 40)]
    found = ask(circle, "X")
    assert isinstance(found, Holding)
    assert not found.is_sure
    assert found.unstated == ()


def test_a_stake_holds_from_its_first_day_to_before_its_last() -> None:
    """The end of a stake is the first day on which it is no longer held."""
    held = [stake("A", "X", 60, DAY, date(2026, 2, 1))]
    days = (date(2025, 12, 31), DAY, date(2026, 1, 31), date(2026, 2, 1))
    assert [is_sure(ask(held, "X", on=day)) for day in days] == [False, True, True, False]


def test_a_name_that_may_stand_for_an_owned_party_may_be_held() -> None:
    """What is only possible of the name, or of a link above it, is possible of the holding."""
    links = {"x ltd": {"x": False}, "m ltd": {"m": True}}
    ownership = Ownership([stake("A", "M", 60), stake("M Ltd", "X", 60)], links)
    listed = {"a": True}
    assert is_sure(ownership.holding("X", listed, on=DAY, least=HALF))
    found = ownership.holding("X Ltd", listed, on=DAY, least=HALF)
    assert isinstance(found, Holding)
    assert not found.is_sure
