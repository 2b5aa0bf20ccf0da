"""The tool that rebuilds the tables of the US regime, on small editions."""

from __future__ import annotations

import csv
import importlib
import subprocess
import sys
from datetime import date
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


PART_774 = """<DIV5 N="774" TYPE="PART"><DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX">
<HEAD>Supplement No. 1 to Part 774&#x2014;The Commerce Control List</HEAD>
<FP-2><B>9A012 Non-military &#x201C;Unmanned Aerial Vehicles,&#x201D; as follows.</B></FP-2>
<HD2>License Requirements</HD2>
<FP-1><I>Reason for Control:</I> NS, MT, AT</FP-1>
<TABLE><TR><TH>Control(s)</TH><TH>Country Chart</TH></TR>
<TR><TD>NS applies to entire entry, except .a.1</TD><TD>NS Column 1.</TD></TR>
<TR><TD>NS applies to 9A012.a.1</TD><TD>NS Column 2.</TD></TR></TABLE>
<HD2>List Based License Exceptions</HD2><FP-1><I>LVS:</I> N/A</FP-1>
<HD2>List of Items Controlled</HD2>
<FP-1><I>Items:</I> a. Vehicles having any of the following:</FP-1>
<P>a.1. An endurance of 30 minutes or more;</P><P>b. [Reserved]</P>
<NOTE><P>c. A note is no paragraph.</P></NOTE>
<FP-2><B>0A980 Horses by sea.</B></FP-2>
<HD2>License Requirements</HD2>
<P>SS applies to entire entry. For licensing requirements proceed to part 754 of the EAR.</P>
</DIV9></DIV5>"""


def chart_xml() -> str:
    """Write a chart of three rows as the eCFR does."""
    columns = [
        *("CB 1", "CB 2", "CB 3", "NP 1", "NP 2", "NS 1", "NS 2", "MT 1"),
        *("RS 1", "RS 2", "FC 1", "CC 1", "CC 2", "CC 3", "AT 1", "AT 2"),
    ]
    heads = "".join(f"<TH>{column}</TH>" for column in columns)
    canada = f"<TR><TD>Canada</TD><TD>X</TD>{'<TD/>' * 15}</TR>"
    norway = f"<TR><TD>Norway <sup>3</sup></TD><TD>X</TD>{'<TD/>' * 4}<TD>X</TD>{'<TD/>' * 10}</TR>"
    cuba = '<TR><TD>Cuba</TD><TD colspan="16">See part 746 of the EAR.</TD></TR>'
    return (
        '<DIV5 N="738"><DIV9 N="Supplement No. 1 to Part 738"><TABLE>'
        f"<TR><TH>Countries</TH>{heads}</TR>{canada}{norway}{cuba}</TABLE></DIV9></DIV5>"
    )


GROUPS_XML = """<DIV5 N="740"><DIV9 N="Supplement No. 1 to Part 740">
<TABLE><TR><TH>Country</TH><TH>[D: 1]<br/>National</TH><TH>[D: 5]<br/>Arms<sup>1</sup></TH></TR>
<TR><TD>China (PRC)</TD><TD>X</TD><TD>X
</TD></TR><TR><TD>Laos</TD><TD>X</TD><TD/></TR></TABLE>
<HD1>Country Group B&#x2014;Countries</HD1><SCOL2><LI>Namibia</LI><LI>Norway
</LI></SCOL2><HD1>Country Group C [Reserved]</HD1></DIV9></DIV5>"""


def test_the_official_xml_gives_chart_groups_and_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three parts are read by their marks, lists and entries, notes and footnotes left out."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    edition = importlib.import_module("us_ear.edition")
    for name, text in (("738", chart_xml()), ("740", GROUPS_XML), ("774", PART_774)):
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    read_all = edition.read_edition(date(2026, 8, 7), sorted(tmp_path.glob("*.xml")))
    assert read_all.chart == {"CA": {"CB1"}, "NO": {"CB1", "NS1"}, "CU": set()}
    assert read_all.see_instead == {"CU"}
    assert read_all.groups == {"CN": {"D:1", "D:5"}, "LA": {"D:1"}, "NA": {"B"}, "NO": {"B"}}
    assert set(read_all.headings) == {"9A012", "0A980"}
    assert read_all.paragraphs["9A012"] == {"a", "a.1"}
    assert [(line.eccn, line.reason, line.column) for line in read_all.controls] == [
        ("9A012", "NS", "NS1"),
        ("9A012", "NS", "NS2"),
        ("0A980", "SS", ""),
    ]
    assert read_all.controls[2].scope == "SS applies to entire entry"


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    """A table or a part that the tool does not know is named, and nothing is written."""
    (tmp_path / "law").mkdir()
    for name, text in (("other.csv", "a,b\n1,2\n"), ("other.xml", '<DIV5 N="744"/>')):
        (tmp_path / name).write_text(text, encoding="utf-8")
        arguments = [str(TOOL), "2026-08-07", str(tmp_path / name), "--law", str(tmp_path / "law")]
        told = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=False
        )
        assert told.returncode == 1
        assert name in told.stderr
    assert not list((tmp_path / "law").iterdir())
