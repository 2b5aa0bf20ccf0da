"""Screening at a real terminal: progress, nothing half-written, the review match by match."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from known_parties import PARTIES

from comity.screen.decision import ABOUT
from comity.screen.party import Reading
from comity.screen.review import decisions_of
from comity.screen.store import ListStore

pty = pytest.importorskip("pty", reason="a pseudo-terminal needs a Unix")
SECONDS = 60


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A register's folder with the lists imported."""
    reading = Reading(format="test", parties=PARTIES)
    ListStore(tmp_path).add(reading, source="x", as_of=date(2026, 7, 31))
    return tmp_path


class Terminal:
    """A comity command that runs at a pseudo-terminal."""

    def __init__(self, process: subprocess.Popen[bytes], end: int) -> None:
        self.process, self._end, self.shown = process, end, ""

    def until(self, text: str) -> str:
        """Read what the terminal shows until it holds a text; "" reads to the end."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            try:
                read = os.read(self._end, 4096)
            except OSError:  # Linux says so when the other end has closed.
                read = b""
            self.shown += read.decode(errors="replace")
            if not read or (text and text in self.shown):
                return self.shown
        raise AssertionError(self.shown)

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._end, f"{text}\n".encode())

    def end(self) -> None:
        """End the input, as Control-D does."""
        time.sleep(0.5)
        os.write(self._end, b"\x04")


@contextmanager
def terminal(home: Path, *words: str) -> Iterator[Terminal]:
    """Run `comity` with its three streams at a pseudo-terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COMITY_HOME": str(home), "TERM": "xterm", "COLUMNS": "100"}
    environment.pop("COMITY_REGISTER", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", *words], stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
        process.wait(SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)


def many_names(folder: Path, count: int) -> Path:
    """Write a file of distinct names."""
    path = folder / "names.csv"
    rows = (f"{number},Works {number:x} of Tarvola" for number in range(count))
    path.write_text("id,name\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_person_sees_how_far_screening_has_come(home: Path) -> None:
    """The count of names grows on the terminal; the summary follows."""
    names, out = many_names(home, 3_000), home / "matches.csv"
    with terminal(home, "screen", str(names), "-o", str(out)) as shown:
        told = shown.until("")
    assert " names " in told
    assert "3,000 names:" in told
    assert shown.process.returncode == 0
    assert out.read_text(encoding="utf-8").startswith("id,entry,list")


def test_an_interrupted_screening_leaves_the_old_file_as_it_was(home: Path) -> None:
    """Control-C ends it with status 130, and nothing is half-written."""
    names, out = many_names(home, 60_000), home / "matches.csv"
    out.write_text("the last answer\n", encoding="utf-8")
    with terminal(home, "screen", str(names), "-o", str(out)) as shown:
        shown.until(" names ")
        shown.process.send_signal(signal.SIGINT)
        told = shown.until("")
    assert shown.process.returncode == 130
    assert "interrupted; nothing was written" in told
    assert "Traceback" not in told
    assert out.read_text(encoding="utf-8") == "the last answer\n"
    assert not list(home.glob(".matches*"))


def test_a_reviewer_is_asked_about_one_match_after_the_other(home: Path) -> None:
    """Clear one with a reason, skip the next, quit; only the first is decided."""
    names = home / "names.csv"
    names.write_text("id,name\n1,Usama Ladn\n2,Kim Jong Un\n3,Huawei Tech\n", encoding="utf-8")
    with terminal(home, "review", str(names), "--by", "ann") as shown:
        shown.until("clear, confirm, skip or quit")
        shown.type("clear")
        shown.until("why")
        shown.type("born elsewhere")
        shown.until("2 of ")
        shown.type("skip")
        shown.until("3 of ")
        shown.type("perhaps")
        shown.until("is not one of")
        shown.type("quit")
        told = shown.until("")
    assert shown.process.returncode == 0, told
    assert "BIN LADIN, Usama" in told
    made = decisions_of(home).history(ABOUT)
    assert [(one.verdict, one.reason, one.by) for one in made] == [
        ("clear", "born elsewhere", "ann")
    ]


def test_a_review_that_is_broken_off_keeps_what_was_decided(home: Path) -> None:
    """The end of input stops the review; the decision before it stands."""
    names = home / "names.csv"
    names.write_text("id,name\n1,Usama Ladn\n2,Kim Jong Un\n", encoding="utf-8")
    with terminal(home, "review", str(names), "--by", "ann") as shown:
        shown.until("clear, confirm, skip or quit")
        shown.type("confirm")
        shown.until("why")
        shown.type("the same passport")
        shown.until("2 of ")
        shown.end()
        told = shown.until("")
    assert "stopped; 1 decided and kept" in told
    assert [one.verdict for one in decisions_of(home).history(ABOUT)] == ["confirm"]
