"""What was read waits for a person, and is settled once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.cli import run
from comity.desk import Desk
from comity.errors import InputError

STORY = (
    "BEIJING, July 29 - China will suspend its export controls on gallium, the Ministry of "
    "Commerce said on Tuesday. The United States imposed curbs on chip design software in May, "
    "according to two people."
)
DAY = date(2025, 7, 30)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """Write a story to a file."""
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_document_read_twice_proposes_nothing_twice(story: Path) -> None:
    """The second time nothing is added, whatever the file is called."""
    queue = Desk().readings
    entry, new = queue.add(story, published=DAY)
    assert new == len(queue.waiting()) > 0
    again, more = queue.add(STORY.encode(), published=DAY)
    assert (again.id, more) == (entry.id, 0)


def test_an_accepted_proposal_becomes_a_claim_with_its_evidence(story: Path) -> None:
    """It leaves the queue, stays on record with hash and quote, and is listed."""
    desk = Desk()
    desk.readings.add(story, published=DAY)
    waiting = desk.readings.waiting()
    entry = desk.readings.accept(waiting[0], why="seen the notice", by="ana")
    content = entry.content
    assert (content["verdict"], content["reason"], entry.recorded_by) == (
        *("accepted", "seen the notice", "ana"),
    )
    assert content["evidence"]["sha256"] == waiting[0].reading.sha256
    assert content["evidence"]["proposal"]["evidence"][0]["text"] in STORY
    assert waiting[0].key not in {one.key for one in desk.readings.waiting()}
    assert any(key.startswith("reading-") for key in desk.record.record.claims)


def test_an_amended_proposal_is_settled_under_the_key_it_waited_with(story: Path) -> None:
    """The correction is in the entry; the statement as read does not come back."""
    desk = Desk()
    desk.readings.add(story, published=DAY)
    one = next(one for one in desk.readings.waiting() if one.proposal.type == "measure")
    entry = desk.readings.accept(one, values={"goods": "gallium metal"}, by="ana")
    assert "gallium metal" in entry.content["entry"]
    assert one.key == entry.key
    assert one.key not in {other.key for other in desk.readings.waiting()}


def test_a_rejected_proposal_stays_listed(story: Path) -> None:
    """It makes no claim, and its reason is kept."""
    desk = Desk()
    desk.readings.add(story, published=DAY)
    for one in desk.readings.waiting():
        desk.readings.reject(one, why="hearsay", by="bo")
    assert desk.readings.waiting() == []
    assert {"hearsay"} == {entry.content["reason"] for entry in desk.readings.settled()}
    assert not any(key.startswith("reading-") for key in desk.record.record.claims)
    with pytest.raises(InputError, match="no proposal nothing waits"):
        desk.readings.find("nothing")


def test_the_terminal_queues_lists_and_settles(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`read --queue`, then `review` lists what waits and settles it by its key."""
    assert run(["read", str(story), "--published", "2025-07-30", "--queue"]) == 0
    assert "proposals wait" in capsys.readouterr().err
    assert run(["review"]) == 0
    shown = capsys.readouterr().out
    key = shown.split()[0]
    assert run(["review", "--accept", key, "--set", "modality=did"]) == 0
    assert f"{key} accepted by entry 2" in capsys.readouterr().out
    assert run(["review", "--reject", key]) == 2
    assert run(["review", "--kind", "reading"]) == 0
    assert key not in capsys.readouterr().out
