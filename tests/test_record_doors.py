"""The record as the desk and the terminal show it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from comity.cli import run
from comity.desk import Desk
from comity.errors import UnknownError

DESK = Desk(today=date(2026, 11, 23))
LONDON = date(2025, 6, 10)


def _listing(card_title: str, name: str, **asked: date) -> list[tuple[str, ...]]:
    card = DESK.show(name, **asked)
    return [row for one in card.listings if one.title == card_title for row in one.rows]


def test_a_measure_is_shown_with_life_goods_claims_and_sources() -> None:
    """The card of the design-software letters tells when they were lifted and who said so."""
    card = DESK.show("us-2025-05-23-eda-letters", on=date(2025, 7, 4), known=date(2025, 7, 4))
    facts = dict(card.facts)
    assert facts["status"].startswith("lifted since 2025-07-02")
    assert {"Life", "Goods", "Parties", "Claims", "Sources"} == {one.title for one in card.listings}


def test_every_measure_shows_a_source_for_every_event() -> None:
    """Whatever date is asked of a measure, a source stands beside it."""
    for measure, _ in DESK.record.measures():
        for row in _listing("Life", measure.id):
            assert row[-1], measure.id


def test_a_round_is_shown_with_sessions_and_delegations() -> None:
    """London has four entries of two days and six delegates."""
    sessions = _listing("Sessions", "talk-2025-06-london")
    assert [row[:4] for row in sessions] == [
        ("2025-06-09", "13:00", "20:00", "session"),
        ("2025-06-10", "10:40", "17:30", "session"),
        ("2025-06-10", "17:30", "20:00", "break"),
        ("2025-06-10", "20:00", "24:00", "session"),
    ]
    assert len(_listing("Delegations", "talk-2025-06-london")) == 6


def test_an_agreement_is_shown_with_its_ledger() -> None:
    """A term's id shows its agreement, each term beside what was done."""
    ledger = _listing("Performance ledger", "lon-us-1", on=date(2025, 8, 1), known=date(2025, 8, 1))
    assert [row[0] for row in ledger] == ["lon-cn-1", "lon-us-1"]
    assert "us-2025-05-23-eda-letters lifted 2025-07-02" in ledger[1][6]


def test_a_speaker_is_shown_with_a_track_record() -> None:
    """A name that no id has is looked for among the speakers."""
    facts = dict(DESK.show("Scott Bessent").facts)
    assert facts["how they turned out"] == "1 partly, 1 true, 1 unverified"


def test_a_claim_is_shown_with_its_outcome() -> None:
    """A claim tells speaker, outlet, outcome and what that rests on."""
    facts = dict(DESK.show("clm-028").facts)
    assert facts["outcome"] == "partly"
    assert "no implementing act" in facts["basis"]


def test_a_list_refuses_what_it_does_not_know() -> None:
    """An unknown noun and an unknown filter are told with what there is."""
    with pytest.raises(UnknownError, match="try measures, talks, agreements, claims"):
        DESK.list("dreams")
    with pytest.raises(UnknownError, match="talks have no issuer"):
        DESK.list("talks", issuer="US")


def test_news_names_the_lines_that_a_measure_touches() -> None:
    """An order of design software is touched by the letters, one of rare earths is not."""
    orders = [
        {"line": "1", "from": "US", "to": "CN", "eccn": "3D991", "exporter": "Synopsys, Inc."},
        {"line": "2", "from": "CN", "to": "US", "hs": "2805301200", "eccn": "EAR99"},
    ]
    card = DESK.news(orders, since=date(2025, 5, 23), until=date(2025, 6, 1))
    touched = {row[2]: row[-1] for row in card.listings[0].rows}
    assert touched["us-2025-05-23-eda-letters"] == "1"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "measures", "--issuer", "US", "--status", "lifted"], "us-2025-05-23"),
        (["list", "claims", "--kind", "offer"], "clm-034"),
        (["show", "talk-2025-06-london"], "Lancaster House"),
        (["timeline", "US", "CN", "--since", "2025-01-01"], "suspended"),
        (["news", "--since", "2025-07-02", "--until", "2025-07-03"], "took hold"),
    ],
)
def test_the_terminal_shows_the_record(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each verb answers on standard output and exits 0."""
    assert run(arguments) == 0
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("suffix", [".svg", ".html"])
def test_a_timeline_is_drawn(tmp_path: Path, suffix: str) -> None:
    """The drawing is well-formed and names its measures."""
    pytest.importorskip("matplotlib")
    target = tmp_path / f"timeline{suffix}"
    assert run(["timeline", "US", "--since", "2025-01-01", "-o", str(target)]) == 0
    drawn = target.read_text(encoding="utf-8")
    assert "Letters to makers of chip-design software" in drawn
    if suffix == ".svg":
        ET.fromstring(drawn)  # noqa: S314  our own drawing


def test_a_timeline_to_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A name that ends otherwise exits 2 and writes nothing."""
    assert run(["timeline", "US", "-o", str(tmp_path / "timeline.png")]) == 2
    assert not list(tmp_path.iterdir())
