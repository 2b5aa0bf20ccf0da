"""Linking a story to the record, and the package that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.read import Reading
from comity.read.bargain import offers, package_of
from comity.read.proposal import each
from comity.read.resolve import Known, known_of, resolve
from comity.register.package import load_package
from comity.register.record import load_record

STORY = """LONDON - US and Chinese negotiators met in London on Monday.
For Washington, a main aim is to make sure that China eases its export controls on rare earth minerals.
People told Bloomberg that in return the Trump administration is prepared to lift recent controls on chip design software, jet engine parts, chemicals and nuclear materials.
"""  # noqa: E501  (a story's lines are its paragraphs)


@pytest.fixture(scope="module")
def known() -> Known:
    """Return what the shipped record knows."""
    return known_of(load_record())


@pytest.fixture
def reading(read: Callable[..., Reading], known: Known) -> Reading:
    """Return the story of London, resolved."""
    from datetime import date

    return resolve(read(STORY, date(2025, 6, 11)), known)


def test_the_offer_is_linked_to_the_measures_of_may(reading: Reading) -> None:
    """Each goods phrase finds the measure of its issuer, with a reason and a score."""
    (offer,) = [one for one in reading.proposals if one.modality == "prepared-to"]
    about = list(each(offer, "about"))
    assert [slot.entry for slot in about] == [
        "us-2025-05-23-eda-letters",
        "us-2025-05-28-comac-licence-suspension",
        "us-2025-05-23-ethane-butane-letters",
        "us-2025-06-nuclear-licence-suspension",
    ]
    assert all(slot.reason and slot.score and 0.5 <= slot.score <= 1 for slot in about)


def test_the_talks_are_linked_to_their_round(reading: Reading) -> None:
    """Place and day find the round on record."""
    (session,) = [one for one in reading.proposals if one.type == "talks_session"]
    assert session.value("about") == "talk-2025-06-london"


def test_the_package_of_the_story_changes_what_the_shipped_package_changes(
    reading: Reading, known: Known
) -> None:
    """Side, measure and operation are those of examples/london.toml."""
    path = Path(__file__).parents[2] / "examples" / "london.toml"
    shipped = load_package(path, {measure.id for measure in known.measures})
    assert {(one.side, one.measure, one.op) for one in shipped.changes} == {
        (one.side, one.measure, one.op) for one in package_of(reading).changes
    }


def test_offers_are_derived_with_their_condition(reading: Reading) -> None:
    """What the side is prepared to do, for which goods, in return for what."""
    (offer,) = offers(reading)
    assert (offer.side, offer.action, len(offer.goods)) == ("US", "lift", 4)
    assert offer.condition is not None
    assert "in return" in offer.condition


def test_what_matches_nothing_stays_new(read: Callable[..., Reading], known: Known) -> None:
    """A measure on goods that nothing on record covers is not linked."""
    reading = resolve(read("China imposed export controls on bamboo on Monday."), known)
    assert [one.value("about") for one in reading.proposals] == [None]
