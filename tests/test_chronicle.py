"""Questions to the record: lists, timelines, news."""

from __future__ import annotations

from datetime import date

from comity.register.chronicle import (
    claims_about,
    list_agreements,
    list_claims,
    list_measures,
    list_talks,
    news,
    timeline,
)
from comity.register.record import load_record

RECORD = load_record()
LONDON = date(2025, 6, 10)
TODAY = date(2026, 11, 23)


def test_measures_are_listed_by_side_kind_and_status() -> None:
    """On the night of London three letters bind, and no measure of later days is known."""
    found = list_measures(
        RECORD, on=LONDON, known=LONDON, issuer="US", kind="is_informed_letter", status="in_force"
    )
    assert [measure.id for measure, _ in found] == [
        "us-2025-04-09-h20-licence-requirement",
        "us-2025-05-23-eda-letters",
        "us-2025-05-23-ethane-butane-letters",
    ]


def test_measures_are_found_by_code_and_by_word() -> None:
    """A code below or above a prefix finds the measure, and so does a word of its goods."""
    for goods in ("2805301200", "2805.30", "1C905", "magnet"):
        found = list_measures(RECORD, on=LONDON, known=LONDON, goods=goods)
        assert "cn-2025-18-seven-rare-earths" in {measure.id for measure, _ in found}, goods


def test_measures_are_found_by_target() -> None:
    """A target names the place aimed at."""
    found = list_measures(RECORD, on=TODAY, known=TODAY, target="JP", issuer="CN")
    assert len(found) == 5


def test_talks_are_listed_by_day_and_person() -> None:
    """London sat on 10 June 2025, and Lutnick went to London and Busan."""
    assert [talk.id for talk in list_talks(RECORD, known=TODAY, on=LONDON)] == [
        "talk-2025-06-london"
    ]
    assert {talk.city for talk in list_talks(RECORD, known=TODAY, speaker="Lutnick")} == {
        "London",
        "Busan",
    }


def test_agreements_are_listed_by_the_status_of_their_terms() -> None:
    """Only the extension of 2026 has terms that are agreed and not enacted."""
    assert [one.id for one in list_agreements(RECORD, known=TODAY, status="agreed")] == [
        "agr-2026-09-kl-extension"
    ]


def test_claims_are_listed_by_speaker_kind_and_subject() -> None:
    """The offer of London is a claim about four measures."""
    [offer] = list_claims(RECORD, known=LONDON, kind="offer")
    assert offer.id == "clm-034"
    assert offer.modality == "prepared_to"
    assert offer in claims_about(RECORD, "us-2025-05-23-eda-letters", LONDON)
    assert {claim.speaker for claim in list_claims(RECORD, known=TODAY, speaker="bessent")} == {
        "Scott Bessent"
    }


def test_a_timeline_marks_what_is_suspended_and_what_is_unknown() -> None:
    """The bar of announcement 21 is in force, suspended, then unknown."""
    found = timeline(RECORD, ["CN"], since=date(2025, 1, 1), until=TODAY, known=TODAY)
    [bar] = [bar for bar in found.bars if bar.measure.id == "cn-2025-21-control-list"]
    assert [(span.state, span.start, span.end) for span in bar.spans] == [
        ("in_force", date(2025, 4, 4), date(2025, 5, 14)),
        ("suspended", date(2025, 5, 14), date(2026, 11, 11)),
        ("unknown", date(2026, 11, 11), None),
    ]
    assert "talk-2025-06-london" in {talk.id for talk in found.talks}
    assert {"CN"} == {bar.measure.side for bar in found.bars}


def test_news_tells_what_took_hold_what_became_known_and_what_ran_out() -> None:
    """The lifting of July 2025 took hold and became known; November 2026 brought ends alone."""
    july = news(RECORD, since=date(2025, 7, 2), until=date(2025, 7, 3))
    eda = {one.what for one in july if one.measure.id == "us-2025-05-23-eda-letters"}
    assert eda == {"took_hold", "became_known"}
    november = news(RECORD, since=date(2026, 11, 10), until=TODAY)
    assert {one.what for one in november} == {"ran_out"}
    assert "cn-2025-70-suspension" in {one.measure.id for one in november}


def test_news_tells_nothing_that_was_not_known_by_its_end() -> None:
    """The easing of July 2025 is no news of June."""
    assert not [
        one
        for one in news(RECORD, since=date(2025, 6, 1), until=LONDON)
        if one.event.kind == "lifted"
    ]
