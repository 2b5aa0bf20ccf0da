"""The nouns of the field: each has one canonical form, and what has none is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.terms.codes import CODE_PARSERS, parse_eccn, parse_hs
from comity.terms.dates import parse_date
from comity.terms.parties import ROLES, Party, parse_parties, read_parties
from comity.terms.places import parse_place, place_names


@pytest.mark.parametrize(
    ("given_", "canonical"),
    [
        ("3a001.A.5.b", "3A001.a.5.b"),
        ("3A001a5b", "3A001.a.5.b"),
        (" 1e001 ", "1E001"),
        ("3A001 .b. 4", "3A001.b.4"),
        ("3A001 b 4", "3A001.b.4"),
        ("ear99", "EAR99"),
        ("EAR 99", "EAR99"),
        ("9A991.c", "9A991.c"),
        ("0A998.b.2", "0A998.b.2"),
    ],
)
def test_an_eccn_has_one_canonical_form(given_: str, canonical: str) -> None:
    """Case, missing dots and spaces don't make another ECCN."""
    assert canonical == parse_eccn(given_)


@pytest.mark.parametrize(
    "mangled", ["10", "10.0", "1.00E+001", "3.00E+01", "1E+01", "1,00E+01", "-3"]
)
def test_a_code_turned_into_a_number_is_told_as_such(mangled: str) -> None:
    """What a spreadsheet makes of 1E001 is refused, and the reason is named."""
    with pytest.raises(ValueError, match="spreadsheet"):
        parse_eccn(mangled)


@pytest.mark.parametrize(
    "wrong", ["", "N/A", "3A01", "3A001.", "3A001..a", "3A001 5A002", "XII(c)", "3A001.a-b"]
)
def test_what_is_no_eccn_is_refused(wrong: str) -> None:
    """A text that isn't an ECCN raises with what was expected."""
    with pytest.raises(ValueError, match="an ECCN such as"):
        parse_eccn(wrong)


@pytest.mark.parametrize(
    ("given_", "canonical"),
    [("8542.31.00.00", "8542310000"), ("8542 31", "854231"), ("01", "01"), ("2844-10", "284410")],
)
def test_an_hs_code_is_its_digits(given_: str, canonical: str) -> None:
    """Dots, spaces and hyphens in an HS code are decoration."""
    assert canonical == parse_hs(given_)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [("10121", "leading zero"), ("8.54E+05", "spreadsheet"), ("magnets", "an HS code such as")],
)
def test_a_damaged_hs_code_is_refused_with_its_reason(wrong: str, reason: str) -> None:
    """A lost zero, a number and a word are each told apart."""
    with pytest.raises(ValueError, match=reason):
        parse_hs(wrong)


@pytest.mark.parametrize(
    ("given_", "place"),
    [
        ("cn", "CN"),
        ("NA", "NA"),
        ("NO", "NO"),
        ("CHN", "CN"),
        ("Hong Kong", "HK"),
        ("Macao", "MO"),
        ("the Netherlands", "NL"),
        ("Côte d\u2019Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
        ("Korea, South", "KR"),
        ("Türkiye", "TR"),
        ("UK", "GB"),
        ("UA-43", "UA-43"),
        ("Crimea", "UA-43"),
        ("XK", "XK"),
        ("CN-HK", "HK"),
    ],
)
def test_a_place_is_known_by_code_and_by_name(given_: str, place: str) -> None:
    """Alpha-2, alpha-3, region codes and unambiguous names give the ISO code."""
    assert place == parse_place(given_)


@pytest.mark.parametrize("wrong", ["", "Korea", "Congo", "EU", "ZZ", "Chnia", "US-CA", "UA-30"])
def test_an_unknown_or_ambiguous_place_is_refused(wrong: str) -> None:
    """No place is guessed."""
    with pytest.raises(ValueError, match="ISO 3166"):
        parse_place(wrong)


def test_every_place_reads_back_as_itself() -> None:
    """Each code and each name of the table leads to its own code."""
    for code, name in place_names().items():
        assert code == parse_place(code) == parse_place(name)


def test_parties_keep_their_roles() -> None:
    """A role may be written as people write it; several parties are separated by semicolons."""
    parties = read_parties("End User: Acme GmbH;  Beta   Ltd ; forwarder:Cargo Co.")
    assert (
        Party(name="Acme GmbH", role="end_user"),
        Party(name="Beta Ltd"),
        Party(name="Cargo Co.", role="forwarder"),
    ) == parties
    assert parse_parties("end_user:Acme GmbH;Beta Ltd;Beta Ltd") == "end_user: Acme GmbH; Beta Ltd"


@pytest.mark.parametrize("wrong", ["buyer: Acme", "end_user:", "Foo: Bar Ltd"])
def test_an_unknown_role_is_refused(wrong: str) -> None:
    """Roles are a closed list; a name can't hide behind a colon."""
    with pytest.raises(ValueError, match=r"role|name"):
        parse_parties(wrong)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", *ROLES]), st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True))
    )
)
def test_canonical_parties_read_back_the_same(pairs: list[tuple[str, str]]) -> None:
    """Writing parties canonically twice changes nothing."""
    once = parse_parties(";".join(f"{role}:{name}" if role else name for role, name in pairs))
    assert once == parse_parties(once)


@pytest.mark.parametrize("written", ["2025-06-10", "2025-06-10 00:00:00", "2025-06-10T00:00:00Z"])
def test_a_date_is_an_iso_day(written: str) -> None:
    """ISO dates are read, with a spreadsheet's midnight or without."""
    assert date(2025, 6, 10) == parse_date(written)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("10/06/2025", "either way round"),
        ("45818", "day number"),
        ("2025-02-30", "no such day"),
        ("20250610", "YYYY-MM-DD"),
        ("June 10, 2025", "YYYY-MM-DD"),
        ("2025-06-10 14:30", "YYYY-MM-DD"),
    ],
)
def test_a_date_that_could_mislead_is_refused(wrong: str, reason: str) -> None:
    """Whatever isn't an ISO day is refused, with its likely cause."""
    with pytest.raises(ValueError, match=reason):
        parse_date(wrong)


def test_every_scheme_has_its_parser() -> None:
    """The four schemes of codes are read each by its own function."""
    assert {"eccn", "hs", "cn", "eu"} == set(CODE_PARSERS)
