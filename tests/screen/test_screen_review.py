"""Tests of reviewing matches, through the terminal's door and as documents."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from known_parties import PARTIES

from comity.cli import run
from comity.errors import UnknownError
from comity.screen.party import Asked, Reading
from comity.screen.review import decide_match, export_decision, open_matches
from comity.screen.store import ListStore


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register's folder with the lists imported."""
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    monkeypatch.delenv("COMITY_REGISTER", raising=False)
    reading = Reading(format="test", parties=PARTIES)
    ListStore(tmp_path).add(reading, source="x", as_of=date(2026, 7, 31))
    return tmp_path


def test_a_decided_match_is_no_longer_open(home: Path) -> None:
    """Cleared or confirmed, it waits for nobody."""
    asked = [Asked(name="Usama Ladn"), Asked(name="Huawei Technologies")]
    first = open_matches(asked, home=home)
    assert {"1", "2"} == {match.party.entry for match in first}
    decide_match(first[0], "clear", reason="another", by="ann", home=home)
    decide_match(first[1], "confirm", reason="the same", by="ann", home=home)
    assert open_matches(asked, home=home) == []


def test_the_terminal_decides_and_exports(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """List, clear with a reason, list again, write the evidence."""
    names = tmp_path / "names.csv"
    names.write_text("id,name,country\n1,Usama Ladn,FR\n", encoding="utf-8")
    assert run(["review", str(names)]) == 0
    assert "sdn 2: BIN LADIN, Usama" in capsys.readouterr().out
    assert run(["review", "--name", "Usama Ladn", "--clear", "2"]) == 2
    assert run(["review", "--name", "Usama Ladn", "--clear", "2", "--why", "baker <Lyon>"]) == 0
    assert "cleared of BIN LADIN" in capsys.readouterr().out
    assert run(["review", "--name", "Usama Ladn"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["review", "--export", "1", "-o", str(tmp_path / "out")]) == 0
    told = json.loads((tmp_path / "out" / "match-1.json").read_text(encoding="utf-8"))
    assert (told["verdict"], told["reason"]) == ("clear", "baker <Lyon>")
    assert told["evidence"]["entry"]["name"] == "BIN LADIN, Usama"
    page = (tmp_path / "out" / "match-1.html").read_text(encoding="utf-8")
    assert "baker &lt;Lyon&gt;" in page
    assert told["evidence_hash"] in page
    del home


def test_an_entry_that_is_no_decision_is_not_exported(home: Path) -> None:
    """The register has no such entry."""
    with pytest.raises(UnknownError):
        export_decision(7, home / "out", home=home)


def test_the_terminal_screens_a_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In: id, name, type, country. Out: a row a match."""
    names, out = tmp_path / "names.csv", tmp_path / "matches.csv"
    names.write_text(
        "id,name,type,country\na,Huawei Technologies,Entity,CN\nb,Siemens AG,,DE\n",
        encoding="utf-8",
    )
    assert run(["screen", str(names), "-o", str(out)]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id,entry,list,matched_name,score,band,why"
    assert lines[1].startswith('a,1,entity-list,"Huawei Technologies Co., Ltd.",0.9')
    assert len(lines) == 2
    assert "against 3 lists of 2026-07-31, 10 parties" in capsys.readouterr().err
    del home


def test_a_faulty_file_of_names_tells_every_fault(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    names, out = tmp_path / "names.csv", tmp_path / "matches.csv"
    names.write_text("id,name,country\n1,,FR\n2,X,Atlantis\n3,Y\n", encoding="utf-8")
    assert run(["screen", str(names), "-o", str(out)]) == 2
    told = capsys.readouterr().err
    assert ":2: name: a name" in told
    assert 'got "Atlantis"' in told
    assert ":4: 3 columns" in told
    assert not out.exists()
    del home


def test_the_terminal_imports_shows_and_compares_lists(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """add, add again, show, diff."""
    own = tmp_path / "own.csv"
    for day, more in (("2026-07-01", ""), ("2026-08-01", "Second Works\n")):
        own.write_text(f"name\nZynthar Works\n{more}", encoding="utf-8")
        assert run(["lists", "add", str(own), "--as", "watch", "--date", day]) == 0
    assert run(["lists", "show"]) == 0
    assert run(["lists", "diff", "watch"]) == 0
    told = capsys.readouterr().out
    assert "watch                    2026-08-01        2 parties" in told
    assert "Second Works" in told
    del home
