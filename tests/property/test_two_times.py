"""The algebra of two times agrees with asking each pair of days."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from strategies import DAYS, PLACES, days, law_of, place_rows

from comity.register.star import compile_star
from comity.terms.periods import Life, Rectangle, holds, tile
from oracle import RegimeOracle

_rectangles = st.builds(Rectangle, days, days, days, days)


@given(
    st.builds(Life, begun_on=days, begun_known=days, ended_on=st.none() | days, ended_known=days)
)
def test_a_life_holds_from_its_beginning_to_its_end_as_far_as_known(life: Life) -> None:
    """An end counts from the day it is known, and never before the beginning is."""
    for at in DAYS:
        for known in DAYS:
            is_begun = life.begun_known <= known and life.begun_on <= at
            is_over = (
                life.ended_on is not None
                and life.ended_known is not None
                and life.ended_known <= known
                and life.ended_on <= at
            )
            assert (is_begun and not is_over) == holds(life.rectangles(), at, known)


@given(st.lists(_rectangles, max_size=5))
def test_tiles_cover_each_point_once_with_its_value(corners: list[Rectangle]) -> None:
    """Tiles are disjoint, and a point lies in one exactly where the value is something."""

    def count(at: date, known: date) -> int | None:
        return sum(one.holds(at, known) for one in corners) or None

    tiles = tile(corners, count)
    for at in DAYS:
        for known in DAYS:
            found = [value for one, value in tiles if one.holds(at, known)]
            assert found == ([] if count(at, known) is None else [count(at, known)])


@given(place_rows(), st.lists(st.tuples(days, days), min_size=4, max_size=4))
def test_place_sets_have_the_members_that_their_rows_say(
    rows: list[dict[str, str]], acts: list[tuple[date, date]]
) -> None:
    """Signs, sets within sets, places treated as others: on each day, as known on each day."""
    law = law_of(
        {
            "regimes": [{"regime": "us_ear"}],
            "acts": [
                {"act": "seen", "kind": "edition"},
                *(
                    {"act": f"a{n}", "kind": "rule", "published": str(one), "effective": str(two)}
                    for n, (one, two) in enumerate(acts)
                ),
            ],
            "places": rows,
            "treated_as": [{"place": "HK", "as": "CN"}],
        }
    )
    star = compile_star(law)
    for known in DAYS[::2]:
        oracle = RegimeOracle(law, "us_ear", known)
        for (_, place_set), members in star.members.items():
            for place in PLACES:
                for at in DAYS[::2]:
                    found = holds(members.get(place, ()), at, known)
                    assert oracle.is_member(place_set, place, at) == found
