"""`comity read` and `comity eval` in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from comity.cli import verbs

STORY = "Washington lifted its curbs on ethane exports to China on Monday, two officials said.\n"
NOTICE = (
    "商务部公告2031年第9号\n自即日起至2032年1月2日，暂停实施商务部公告2031年第7号。\n2031年5月6日\n"  # noqa: RUF001
)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a story; the register is one of the test's own."""
    monkeypatch.setenv("COMITY_REGISTER", str(tmp_path / "register.db"))
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_story_is_shown_with_its_entries(story: Path) -> None:
    """The report has the story, the entry, its evidence and its chain."""
    done = CliRunner().invoke(verbs, ["read", str(story), "--published", "2025-07-03"])
    assert done.exit_code == 0, done.output
    for told in (
        "Washington lifted its curbs",
        "measure-1",
        "issuer: US",
        "two officials",
        "ethane",
    ):
        assert told in done.output


def test_json_has_the_shape_of_the_annotations(story: Path) -> None:
    """Records with slots, evidence, attribution and modality; spans are exact."""
    done = CliRunner().invoke(verbs, ["read", str(story), "--published", "2025-07-03", "--json"])
    told = json.loads(done.output)
    (record,) = told["records"]
    assert {"id", "key", "type", "slots", "evidence", "attribution", "modality"} <= set(record)
    (evidence,) = record["evidence"]
    assert told["text"][evidence["start"] : evidence["end"]] == evidence["text"]


def test_standard_input_is_read() -> None:
    """`-` reads a document from standard input."""
    done = CliRunner().invoke(verbs, ["read", "-", "--json"], input=STORY)
    assert done.exit_code == 0, done.output
    assert "no date of publication" in json.loads(done.output)["notes"][0]


def test_a_notice_gives_its_facts(tmp_path: Path) -> None:
    """Number, effect and the day until which it suspends; what is missing is said."""
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    done = CliRunner().invoke(verbs, ["read", str(path)])
    for told in ("Announcement No. 9 of 2031", "effect: suspend", "until: 2032-01-02", "7/2031"):
        assert told in done.output


def test_eval_scores_a_folder(story: Path) -> None:
    """A story beside its annotation is scored by type; a perfect reading scores 1.00."""
    told = CliRunner().invoke(verbs, ["read", str(story), "--published", "2025-07-03", "--json"])
    gold = story.with_name("story.gold.json")
    gold.write_text(told.output, encoding="utf-8")
    done = CliRunner().invoke(verbs, ["eval", "read", str(story.parent), "--json"])
    scores = json.loads(done.output)
    assert scores["unseen"]["types"]["all"]["f1"] == 1.0
    assert scores["all"]["spans"] == 1.0
