"""What surrounds a name: it raises or lowers a match, and says so."""

from __future__ import annotations

import pytest

from comity.screen.context import weigh
from comity.screen.party import Asked, Party

BY = {"same_birth_date": 2.0, "other_birth_year": -2.0, "same_identifier": 5.0}


@pytest.mark.parametrize(
    ("born", "listed", "shift"),
    [
        ("1965-02-01", ("1963 to 1968",), 0),
        ("1971-02-01", ("1963 to 1968",), -2),
        ("1963", ("circa 1962",), 0),
        ("1984-01-08", ("1970", "1984-01-08"), 2),
    ],
)
def test_a_span_of_years_holds_every_year_in_it(
    born: str, listed: tuple[str, ...], shift: float
) -> None:
    """Someone born within the span a list gives, or a year off it, is no stranger for that."""
    party = Party(list_id="un", entry="1", name="Anna", birth_dates=listed)
    assert weigh(Asked(name="Anna", birth_date=born), party, BY)[0] == shift


def test_a_ship_s_number_is_the_same_with_and_without_imo_before_it() -> None:
    """Lists write IMO 9187629, order books 9187629."""
    party = Party(list_id="sdn", entry="1", name="Star", identifiers=("IMO 9187629",))
    assert (
        weigh(Asked(name="Star", identifiers=("9187629",)), party, BY)[0] == BY["same_identifier"]
    )
