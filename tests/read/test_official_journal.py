# ruff: noqa: E501  (the samples keep the gazette's lines)
"""Acts of the Official Journal in their layouts; facts and parties are invented."""

from __future__ import annotations

from datetime import date

import pytest

from comity.read.notices.notice import Notice, gazette_of, read_notice

DELEGATED = """Official Journal
of the European Union
EN
L series

2031/2003
14.11.2031
COMMISSION DELEGATED REGULATION (EU) 2031/2003
of 8 September 2031
amending Regulation (EU) 2021/821 of the European Parliament and of the Council as regards the list of dual-use items
THE EUROPEAN COMMISSION,
Having regard to Regulation (EU) 2021/821 of the European Parliament and of the Council of 20 May 2021 (1), and in particular Article 17(1) thereof,
(1) Delegated Regulation (EU) 2030/2547 of 5 September 2030 replaced the list.
HAS ADOPTED THIS REGULATION:
Article 1
Annex I to Regulation (EU) 2021/821 is replaced by the text in the Annex to this Regulation.
Article 2
This Regulation shall enter into force on {force} in the Official Journal of the European Union.
{applies}
ANNEX
3A001.a.5.b Converters
4A506 Computers
(1) OJ L 206, 11.6.2021, p. 1.
"""
COUNCIL = """8.4.2031 EN Official Journal of the European Union L 111/1
COUNCIL REGULATION (EU) 2031/576
of 8 April 2031
amending Regulation (EU) No 833/2014 concerning restrictive measures
THE COUNCIL OF THE EUROPEAN UNION,
Having regard to Council Decision (CFSP) 2031/578 of 8 April 2031,
HAS ADOPTED THIS REGULATION:
Article 1
Regulation (EU) No 833/2014 is amended as follows:
(1) in Article 3, the contract shall apply until 9 July 2031;
(23) Annex IV is amended in accordance with Annex I to this Regulation;
Article 2
This Regulation shall enter into force on the day following that of its publication in the Official Journal of the European Union.
ANNEX I
In Annex IV to Regulation (EU) No 833/2014, the following legal persons, entities or bodies are added:
401. JSC Alpha Radio | Russia
402. Beta Institute of Physics | Belarus
ANNEX II
CN code | Description
2710 19 | Oils
ex 8504 40 30 | Static converters
8542 | Integrated circuits
"""


def _read(text: str) -> Notice:
    return read_notice(text.encode())


@pytest.mark.parametrize(
    ("force", "day"),
    [
        ("the day following that of its publication", date(2031, 11, 15)),
        ("the twentieth day following that of its publication", date(2031, 12, 4)),
        ("the 90th day following that of its publication", date(2032, 2, 12)),
        ("the third day following that of its publication", date(2031, 11, 17)),
        ("the date of its publication", date(2031, 11, 14)),
        ("1 December 2031, after its publication", date(2031, 12, 1)),
    ],
)
def test_entry_into_force_is_worked_out(force: str, day: date) -> None:
    """It counts from the day of publication that the head prints, not from that of adoption."""
    notice = _read(DELEGATED.format(force=force, applies=""))
    assert (notice.number, notice.published) == ("2031/2003", date(2031, 11, 14))
    assert (notice.effective, notice.effect) == (day, "amend")
    assert notice.citation == "OJ L, 2031/2003, 14.11.2031"


def test_only_what_is_amended_is_said_to_be() -> None:
    """The act of the title and its annex; what the recitals cite is left out."""
    notice = _read(DELEGATED.format(force="the day of its publication", applies=""))
    assert notice.amends == ("Regulation (EU) 2021/821", "Regulation (EU) 2021/821, Annex I")
    assert notice.issuer == "European Commission"
    assert [(c.scheme, c.code) for c in notice.codes] == [("eu", "3A001.a.5.b"), ("eu", "4A506")]


def test_parts_that_apply_later_are_phases() -> None:
    """The whole act has an end; a part its own beginning."""
    applies = "It shall apply until 31 December 2033. Article 1, point (2), shall apply from 1 March 2032."
    notice = _read(DELEGATED.format(force="the day of its publication", applies=applies))
    assert notice.until == date(2033, 12, 31)
    assert date(2032, 3, 1) in {one.day for one in notice.phases}


def test_restrictive_measures_give_entries_and_tariff_codes() -> None:
    """Entries with their place, codes with and without ex; a day inside an article is no end."""
    notice = _read(COUNCIL)
    assert (notice.published, notice.effective) == (date(2031, 4, 8), date(2031, 4, 9))
    assert notice.until is None
    assert [(each.party, each.place) for each in notice.listings] == [
        ("JSC Alpha Radio", "RU"),
        ("Beta Institute of Physics", "BY"),
    ]
    assert {"271019", "85044030", "8542"} == {each.code for each in notice.codes}
    assert "Regulation (EU) 833/2014, Annex IV" in notice.amends


def test_what_an_act_does_not_tell_is_said() -> None:
    """Without a running head the day of publication, and what counts from it, is not guessed."""
    text = DELEGATED.format(force="the day following that of its publication", applies="")
    notice = _read(text[text.index("COMMISSION") :])
    assert {"publication date: not found", "entry into force: not found"} <= set(notice.missing)


def test_a_story_about_an_act_is_no_act() -> None:
    """Naming a regulation makes no gazette."""
    assert (
        gazette_of("Brussels amended Regulation (EU) 2021/821 on Monday, officials said.") is None
    )


def test_a_suspension_lasts_until_the_day_told() -> None:
    """An act that suspends another says so in its first article."""
    text = DELEGATED.format(force="the day of its publication", applies="").replace(
        "Annex I to Regulation (EU) 2021/821 is replaced by the text in the Annex to this Regulation.",
        "The application of Regulation (EU) 2031/1564 is suspended until 6 February 2032.",
    )
    assert _read(text).until == date(2032, 2, 6)
