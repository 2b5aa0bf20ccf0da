"""The tool that rebuilds the tables of the US regime, on small editions."""

from __future__ import annotations

import csv
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "rebuild_us_ear.py"
LINES = "eccn,seq,reason,applies_to,scope_mode,chart_column,chart_text"
ACTS = "act,kind,pinpoint\necfr-2026-01-01,edition,738 774\necfr-2026-08-07,edition,738 774\n"


@pytest.fixture
def scope(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module that reads scopes."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("us_ear.scope")


def read(path: Path) -> list[dict[str, str]]:
    """Read a table as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rebuild(folder: Path, day: str, lines: str) -> subprocess.CompletedProcess[str]:
    """Run the tool on one edition of control lines."""
    (folder / "law").mkdir(exist_ok=True)
    (folder / "law" / "acts.csv").write_text(ACTS, encoding="utf-8")
    (folder / "known").mkdir(exist_ok=True)
    routes = (TOOL.parent / "us_ear" / "routes.csv").read_text(encoding="utf-8")
    (folder / "known" / "routes.csv").write_text(routes, encoding="utf-8")
    edition = folder / f"{day}.csv"
    edition.write_text(f"{LINES}\n{lines}\n", encoding="utf-8")
    arguments = [str(TOOL), day, str(edition), "--law", str(folder / "law")]
    arguments += ["--knowledge", str(folder / "known")]
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("eccn", "words", "prefixes"),
    [
        ("3A001", "NS applies to entire entry", "+"),
        ("0A606", "NS applies to entire entry, except 0A606.b and .y", "+ -.b -.y"),
        ("3B001", "NS applies to 3B001.a.1 to a.3, b, e", "+.a.1 +.a.2 +.a.3 +.b +.e"),
        ("3B001", "RS applies to 3B001.k to n, p.2", "+.k +.l +.m +.n +.p.2"),
        ("1C351", "CB applies to items controlled by 1C351.d.15 and .16", "+.d.15 +.d.16"),
        ("5A001", "NS applies to 5A001.b (except .b.5), .c", "+.b +.c -.b.5"),
        ("8A620", "NS applies to entire entry, except 8A620. b and .y", "+ -.b -.y"),
        ("9E003", "SI applies to 9E003.a.1 through a.3, .h", "+.a.1 +.a.2 +.a.3 +.h"),
    ],
)
def test_words_that_name_paragraphs_become_prefixes(
    scope: ModuleType, eccn: str, words: str, prefixes: str
) -> None:
    """Lists, ranges and exceptions of paragraphs are read without a person's help."""
    parts = scope.read_scope(eccn, words, {})
    assert prefixes.split() == [f"{part.sign}{part.prefix.removeprefix(eccn)}" for part in parts]
    assert not any(part.question for part in parts)


def test_a_cross_reference_becomes_a_question_on_the_whole_entry(scope: ModuleType) -> None:
    """Words that point to other entries widen to the entry and ask a person."""
    words = '"technology" for items controlled by 1A002 or 1B001 to 1B003 for MT reasons'
    (part,) = scope.read_scope("1E001", f"MT applies to {words}", {})
    assert part.prefix == "1E001"
    told = "Is it technology for an item of 1A002 or 1B001 to 1B003"
    assert f"{told} that is itself controlled for MT reasons?" == part.question


def test_words_that_no_ruling_covers_are_told_and_widened(scope: ModuleType) -> None:
    """What can't be read is never dropped: the error carries the entry with a question."""
    with pytest.raises(scope.UnreadScopeError) as caught:
        scope.read_scope("6A002", "CC applies to police-model infrared viewers in 6A002.c", {})
    (part,) = caught.value.parts
    assert part.prefix == "6A002"
    assert part.question


def test_punctuation_is_no_change_of_law(scope: ModuleType) -> None:
    """Two wordings that differ in quotes, commas or full stops have one fingerprint."""
    some = scope.fingerprint("NS applies to “software”, for 3A001.z. 1.b.")
    assert some == scope.fingerprint('NS applies to "software" for 3A001.z.1.b')


def test_a_second_edition_ends_and_begins_rows_and_keeps_the_rest(tmp_path: Path) -> None:
    """Both the old and the new row hold in the span in which the change must lie."""
    same = "3A001,1,AT,AT applies to entire entry,entire,AT1,AT Column 1"
    first = rebuild(tmp_path, "2026-01-01", f"{same}\n9A012,1,NS,NS applies to entire entry,,NS1,")
    second = rebuild(tmp_path, "2026-08-07", f"{same}.\n9A012,1,NS,NS applies to 9A012.a,,NS1,")
    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    rows = {row["control"]: row for row in read(tmp_path / "law" / "part_774" / "controls.csv")}
    assert {"ccl:3A001:AT1:1", "ccl:9A012:NS1:1", "ccl:9A012:NS1:2"} == set(rows)
    kept, old, new = rows.values()
    assert (kept["begun_on"], kept["ended_on"]) == ("", "")
    assert (old["begun_on"], old["ended_on"]) == ("", "2026-08-07")
    assert (new["begun_on"], new["ended_on"]) == ("2026-01-02", "")


def test_a_rebuild_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    """Dates found by hand survive, and the same edition again changes nothing."""
    lines = "9A012,1,NS,NS applies to 9A012.a,,NS1,"
    rebuild(tmp_path, "2026-01-01", lines)
    table = tmp_path / "law" / "part_774" / "controls.csv"
    dated = table.read_text(encoding="utf-8").replace("ecfr-2026-01-01,,", "rule,2026-01-20,")
    table.write_text(dated, encoding="utf-8")
    rebuild(tmp_path, "2026-08-07", lines)
    assert dated == table.read_text(encoding="utf-8")


def test_an_older_edition_is_refused(tmp_path: Path) -> None:
    """An edition that would undo a newer one is turned away and nothing is written."""
    rebuild(tmp_path, "2026-08-07", "9A012,1,NS,NS applies to 9A012.a,,NS1,")
    refused = rebuild(tmp_path, "2026-01-01", "9A012,1,NS,NS applies to entire entry,,NS1,")
    assert refused.returncode == 1
    assert "an older edition would undo it" in refused.stderr


def test_what_cannot_be_derived_is_told(tmp_path: Path) -> None:
    """A line for which no route is known fails the run and names the line."""
    told = rebuild(tmp_path, "2026-01-01", "9A012,1,ZZ,ZZ applies to entire entry,,,See § 799.9")
    assert told.returncode == 1
    assert "9A012: no route for ZZ" in told.stderr
