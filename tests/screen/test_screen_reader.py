"""Tests of the readers: each format by its content, and none that is broken or a trap."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import feed_samples
import pytest

from comity.errors import ScreenError
from comity.screen.party import Party
from comity.screen.reader import read_parties

XML = {
    "OFAC XML": feed_samples.OFAC_CLASSIC,
    "OFAC advanced XML": feed_samples.OFAC_ADVANCED,
    "United Nations consolidated list": feed_samples.UN,
    "European Union consolidated list": feed_samples.EU,
    "UK sanctions list": feed_samples.UK,
    "UK consolidated list (OFSI)": feed_samples.OFSI,
    "15 CFR Part 744 (XML)": feed_samples.CFR,
}
TEXT = {
    "Consolidated Screening List (JSON)": feed_samples.CSL_JSON,
    "Consolidated Screening List (CSV)": feed_samples.CSL_CSV,
    "FollowTheMoney entities": feed_samples.FTM,
}


def put(folder: Path, content: str | bytes, name: str = "feed.dat") -> Path:
    """Write a feed under a name that says nothing of its format."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder: Path, content: str | bytes) -> tuple[Party, ...]:
    """Write and read a feed."""
    return read_parties(put(folder, content)).parties


@pytest.mark.parametrize("name", [*XML, *TEXT])
def test_a_format_is_told_by_its_content(tmp_path: Path, name: str) -> None:
    """The file's name plays no part."""
    assert name == read_parties(put(tmp_path, (XML | TEXT)[name])).format


@pytest.mark.parametrize(
    "content", [feed_samples.OFAC_CLASSIC, feed_samples.OFAC_ADVANCED, feed_samples.UN,
                feed_samples.EU, feed_samples.UK, feed_samples.OFSI, feed_samples.FTM]
)  # fmt: skip
def test_every_format_gives_the_same_person(tmp_path: Path, content: str) -> None:
    """Name, kind and place come out the same whoever publishes them."""
    party = read(tmp_path, content)[0]
    assert {"anna", "zynthar"} == set(party.name.lower().replace(",", "").split())
    assert party.kind == "person"
    assert "SY" in party.places


def test_ofac_xml_keeps_weak_names_apart(tmp_path: Path) -> None:
    """What OFAC calls weak is weak; documents, births and programs are read."""
    (party,) = read(tmp_path, feed_samples.OFAC_CLASSIC)
    assert (party.aliases, party.weak_aliases) == (("SINTHAR, Ana",), ("THE WEAVER",))
    assert (
        party.identifiers, party.birth_dates, party.programs
    ) == (("P123",), ("1984-01-08",), ("SDGT",))  # fmt: skip
    assert party.list_id == "sdn"


def test_the_other_ofac_lists_are_told_by_their_programs(tmp_path: Path) -> None:
    """A feed with a program that no SDN entry carries is not the SDN list."""
    feed = feed_samples.OFAC_CLASSIC.replace("SDGT", "CMIC-EO13959")
    assert read(tmp_path, feed)[0].list_id == "nscmic"


def test_the_regulation_gives_entries_with_aliases_scope_and_first_day(tmp_path: Path) -> None:
    """Supplement 4 keeps requirement, policy, footnote and the first notice's day."""
    first, second, third = read(tmp_path, feed_samples.CFR)
    assert (first.name, first.aliases) == ("Zynthar Works", ("ZW", "Zynthar Plant"))
    assert (
        first.addresses, first.places, first.footnotes
    ) == (("1 Mill St, Minsk, Belarus.",), ("BY",), ("3",))  # fmt: skip
    assert (first.listed_on, first.review_policy) == ("2022-03-03", "Policy of denial")
    assert (
        second.name.rstrip("."), second.listed_on, second.places
    ) == ("Second Works, Ltd", "2024-06-01", ("BY",))  # fmt: skip
    assert (
        third.list_id, third.name, third.places
    ) == ("military-end-user-list", "Third Academy (TA)", ("CN",))  # fmt: skip


def test_the_consolidated_list_names_each_entry_s_own_list(tmp_path: Path) -> None:
    """One feed, several lists; footnotes are found in flat text."""
    first, second = read(tmp_path, feed_samples.CSL_JSON)
    assert (
        first.list_id, first.entry, first.aliases, first.places, first.footnotes
    ) == ("entity-list", "abc", ("ZW", "Zynthar"), ("BY",), ("3",))  # fmt: skip
    assert (second.list_id, second.programs, second.places) == ("sdn", ("SDGT", "IFSR"), ("SY",))
    assert read(tmp_path, feed_samples.CSL_CSV)[0].ended_on == "2030-01-01"


def test_ofac_s_legacy_folder_is_joined_by_number(tmp_path: Path) -> None:
    """Null is -0-; aliases and identifiers hide in the remarks too."""
    null = "-0- ," * 8
    put(tmp_path, f'36,"ZYNTHAR, Anna",individual,"SDGT] [IFSR",{null[:-1]}'.rsplit(",", 1)[0]
        + ",\"DOB 08 Jan 1984; Passport P123; a.k.a. 'WEAVER'.\"", "sdn.csv")  # fmt: skip
    put(tmp_path, '36,12,"aka","SINTHAR, Ana",-0- \r\n', "alt.csv")
    put(tmp_path, '36,25,-0- ,"Damascus","Syria",-0- \r\n', "add.csv")
    (party,) = read_parties(tmp_path).parties
    assert (party.entry, party.name, party.kind) == ("36", "ZYNTHAR, Anna", "person")
    assert (party.aliases, party.weak_aliases) == (("SINTHAR, Ana",), ("WEAVER",))
    assert (
        party.places, party.identifiers, party.birth_dates
    ) == (("SY",), ("P123",), ("1984-01-08",))  # fmt: skip
    assert party.programs == ("SDGT", "IFSR")


def test_a_main_table_given_alone_brings_its_set(tmp_path: Path) -> None:
    """sdn.csv is read with the alt.csv beside it; alone it is read as it is."""
    row = '36,"ZYNTHAR WORKS",-0- ,"SDGT"' + ",-0- " * 8
    main = put(tmp_path, row, "sdn.csv")
    assert read_parties(main).parties[0].aliases == ()
    put(tmp_path, '36,12,"aka","ZW",-0- \r\n', "alt.csv")
    assert read_parties(main).parties[0].aliases == ("ZW",)


def test_a_company_s_own_list_needs_only_names(tmp_path: Path) -> None:
    """Other columns are read where there are any."""
    plain = read_parties(put(tmp_path, "Name\nZynthar Works\n"), list_id="watch").parties
    assert [(party.list_id, party.name) for party in plain] == [("watch", "Zynthar Works")]
    full = read(tmp_path, "id,name,type,country,aliases\n7,ZW,entity,Syria,Zynthar;Zyn\n")
    assert (
        full[0].entry, full[0].kind, full[0].places, full[0].aliases
    ) == ("7", "organization", ("SY",), ("Zynthar", "Zyn"))  # fmt: skip


@pytest.mark.parametrize("name", list(XML))
def test_xml_cut_off_half_way_is_refused(tmp_path: Path, name: str) -> None:
    """Every XML format, at half its length."""
    content = XML[name].encode()
    with pytest.raises(ScreenError, match=r"well-formed XML|party list"):
        read(tmp_path, content[: len(content) // 2])


@pytest.mark.parametrize("name", ["Consolidated Screening List (JSON)", "FollowTheMoney entities"])
def test_json_cut_off_half_way_is_refused(tmp_path: Path, name: str) -> None:
    """A truncated download is not a short list."""
    with pytest.raises(ScreenError, match="JSON"):
        read(tmp_path, TEXT[name][: len(TEXT[name]) * 2 // 3])


@pytest.mark.parametrize("end", [-1, -10, -60])
def test_csv_cut_off_is_refused(tmp_path: Path, end: int) -> None:
    """A last row without its end, its columns or its closing quote."""
    with pytest.raises(ScreenError):
        read(tmp_path, feed_samples.CSL_CSV[: end - 1])


@pytest.mark.parametrize("content", [feed_samples.BOMB, feed_samples.EXTERNAL])
def test_entity_tricks_are_refused(tmp_path: Path, content: str) -> None:
    """No document type, so no bomb and no file of ours in a name."""
    with pytest.raises(ScreenError, match="without a document type"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "an empty file"),
        (b"  \n ", "an empty file"),
        ("name\nZyn\n".encode("utf-16"), "UTF-16"),
        (b"name,country\nZ\xfcrich Works,CH\n", "UTF-8"),
        (b"\x00\x01\x02binary", "binary"),
        (b"PK\x03\x04broken", "zip"),
        (b"\x1f\x8bbroken", "gzip"),
        (b"hello world", "a party list in a format"),
        (b"name\n", "at least one party"),
        (b"<html><body>Service unavailable</body></html>", "a party list in a format"),
        (b'name,country\n"Zyn,DE\n', "CSV"),
        (b"name,country\nZyn,DE,X\n", "2 columns"),
    ],
)  # fmt: skip
def test_what_is_no_whole_list_is_refused_with_one_reason(
    tmp_path: Path, content: bytes, told: str
) -> None:
    """Empty, mis-encoded, binary, damaged or something else."""
    with pytest.raises(ScreenError, match=told) as caught:
        read(tmp_path, content)
    assert len(str(caught.value).splitlines()) == 1


def zipped(**files: bytes) -> bytes:
    """Pack files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "/"), content)
    return packed.getvalue()


def test_a_packed_list_is_unpacked(tmp_path: Path) -> None:
    """One file in a zip or gzip reads as the file."""
    plain = b"name\nZynthar Works\n"
    assert len(read(tmp_path, zipped(list=plain))) == 1
    assert len(read(tmp_path, gzip.compress(plain))) == 1


def test_packed_bombs_and_path_tricks_are_refused(tmp_path: Path) -> None:
    """Nothing is unpacked without bound, nothing by a path that climbs."""
    zeros = b"name\n" + b"0" * 60_000_000
    for content in (zipped(list=zeros), gzip.compress(zeros)):
        with pytest.raises(ScreenError, match="unpacks to at most"):
            read(tmp_path, content)
    with pytest.raises(ScreenError, match="plain file names"):
        read(tmp_path, zipped(**{".._.._etc_cron": b"name\nX\n"}))
    with pytest.raises(ScreenError, match="an archive of one file"):
        read(tmp_path, zipped(a=b"name\nX\n", b=b"name\nY\n"))


def test_deeply_nested_xml_is_refused(tmp_path: Path) -> None:
    """Ten thousand levels are no list."""
    deep = b"<sdnList>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</sdnList>"
    with pytest.raises(ScreenError):
        read(tmp_path, deep)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As is one that can't be read."""
    with pytest.raises(ScreenError, match="a readable file"):
        read_parties(tmp_path / "nope.csv")
