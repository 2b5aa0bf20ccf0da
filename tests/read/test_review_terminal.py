# ruff: noqa: RUF001  (the sample keeps the announcement's punctuation)
"""`comity review` as a person uses it: on a terminal, one proposal after the other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import comity
from comity.desk import Desk

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")

NOTICE = """商务部公告2031年第20号 公布暂停实施商务部 海关总署公告2025年第55号、56号的决定
【发文日期】2031年11月7日
决定自即日起至2032年11月10日，暂停实施商务部 海关总署公告2025年第55号、56号。
商务部
2031年11月7日
"""
UNDATED = "China will suspend its export controls on gallium, the ministry said."


def _review(answers: list[tuple[str, str]]) -> str:
    """Run `comity review` on a terminal; give each answer once its question has been asked."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "comity", "review", "--by", "ana"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "dumb"},
    )
    os.close(theirs)
    seen, asked, ends = "", 0, time.monotonic() + 60
    waiting = list(answers)
    while time.monotonic() < ends:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece.decode(errors="replace")
        if waiting and waiting[0][0] in seen[asked:]:
            asked = len(seen)
            os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    os.close(ours)
    assert running.wait(timeout=20) == 0, seen
    assert waiting == [], seen
    return seen


def test_a_person_accepts_amends_rejects_skips_and_quits() -> None:
    """Each is shown with its evidence and settled at once; what is left waits."""
    queue = Desk().readings
    queue.add(NOTICE.encode())
    assert len(queue.waiting()) == 3
    seen = _review(
        [
            ("quit) [skip]:", "accept"),
            ("quit) [skip]:", "amend"),
            ("slot=value", "until=2032-12-31"),
            ("quit) [skip]:", "reject"),
            ("why:", "hearsay"),
        ]
    )
    assert "1 of 3" in seen
    assert "至2032年11月10日" in seen
    verdicts = [entry.content["verdict"] for entry in queue.settled()]
    assert verdicts == ["accepted", "accepted", "rejected"]
    assert {"ana"} == {entry.recorded_by for entry in queue.settled()}
    assert "until: 2032-12-31" in queue.settled()[1].content["entry"]
    assert queue.settled()[2].content["reason"] == "hearsay"
    assert queue.waiting() == []


def test_what_is_skipped_waits_on() -> None:
    """Nothing is settled by looking at it, nor by leaving."""
    queue = Desk().readings
    queue.add(NOTICE.encode())
    _review([("quit) [skip]:", "skip"), ("quit) [skip]:", "quit")])
    assert len(queue.waiting()) == 3


def test_a_proposal_that_lacks_its_day_asks_for_it(tmp_path: Path) -> None:
    """The terminal says what an entry needs, and takes it."""
    path = tmp_path / "story.txt"
    path.write_text(UNDATED, encoding="utf-8")
    queue = comity.open().readings
    queue.add(path)
    seen = _review(
        [("quit) [skip]:", "accept"), ("slot=value", "published=2025-07-30")]
        + [("quit) [skip]:", "quit")] * (len(queue.waiting()) > 1)
    )
    assert "--set published=YYYY-MM-DD" in seen
    assert "2025-07-30" in queue.settled()[0].content["entry"]
