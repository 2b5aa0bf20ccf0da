"""Tests of snapshots: dated, checked, never half written, refused on mass loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from known_parties import PARTIES

from comity.errors import ScreenError, UnknownError
from comity.register.home import home_of
from comity.screen.party import Party, Reading
from comity.screen.screener import Screener
from comity.screen.store import ListStore

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def many(count: int) -> tuple[Party, ...]:
    """Parties of one list, numbered."""
    return tuple(
        Party(list_id="own", entry=str(at), name=f"Zynthar Works {at}") for at in range(count)
    )


def reading(parties: tuple[Party, ...], as_of: date | None = None) -> Reading:
    """What a reader would give."""
    return Reading(format="test", parties=parties, as_of=as_of)


def test_an_import_makes_one_dated_snapshot_a_list(tmp_path: Path) -> None:
    """Each list of a feed gets its own, with count, date and checksum."""
    store = ListStore(tmp_path)
    store.add(reading(PARTIES), source="x.csv", as_of=JULY)
    assert store.lists() == ["denied-persons", "entity-list", "sdn"]
    (snapshot,) = store.snapshots("sdn")
    assert (snapshot.as_of, snapshot.parties) == ("2026-07-01", 7)
    assert PARTIES[1] == next(iter(store.parties(snapshot)))


def test_a_vanished_party_is_observed_missing_and_still_found(tmp_path: Path) -> None:
    """Absence from a feed is no delisting; the reasons say since when it is missing."""
    store = ListStore(tmp_path)
    store.add(reading(PARTIES), source="x", as_of=JULY)
    (change,) = store.add(reading(PARTIES[1:4]), source="x", as_of=AUGUST)
    assert (change.missing, change.snapshot.missing) == (4, 4)
    match = Screener.load(["sdn"], home=tmp_path).screen_name("Aum Shinrikyo")[0]
    assert "observed missing from the list since 2026-08-01" in match.why


def test_a_party_that_comes_back_is_no_longer_missing(tmp_path: Path) -> None:
    """The next feed that has it clears the mark."""
    store = ListStore(tmp_path)
    for parties in (many(5), many(4), many(5)):
        store.add(reading(parties), source="x", as_of=JULY)
    assert {""} == {party.missing_since for party in store.parties(store.snapshots("own")[-1])}


def test_mass_loss_is_refused_and_the_snapshot_stays(tmp_path: Path) -> None:
    """A feed that lost a fifth of its parties is not taken, unless forced."""
    store = ListStore(tmp_path)
    store.add(reading(many(100)), source="x", as_of=JULY)
    with pytest.raises(ScreenError, match="own: 20 of 100 parties are gone"):
        store.add(reading(many(80)), source="x", as_of=AUGUST)
    assert len(store.snapshots("own")) == 1
    store.add(reading(many(80)), source="x", as_of=AUGUST, force=True)
    assert (store.snapshots("own")[-1].parties, store.snapshots("own")[-1].missing) == (80, 20)


def test_a_list_from_another_feed_is_refused_with_the_way_to_change_feeds(tmp_path: Path) -> None:
    """Feeds number parties in their own ways; the refusal says so and names the options."""
    store = ListStore(tmp_path)
    store.add(reading(many(100)), source="x", as_of=JULY)
    other = replace(
        reading(tuple(replace(p, entry=f"n{p.entry}") for p in many(100))), format="another"
    )
    with pytest.raises(ScreenError, match=r"another feed before .*--force --delist"):
        store.add(other, source="y", as_of=AUGUST)
    store.add(other, source="y", as_of=AUGUST, force=True, drop_missing=True)
    assert (store.snapshots("own")[-1].parties, store.snapshots("own")[-1].missing) == (100, 0)


def test_a_party_taken_as_delisted_is_gone(tmp_path: Path) -> None:
    """A person may say that what is missing was delisted."""
    store = ListStore(tmp_path)
    store.add(reading(many(5)), source="x", as_of=JULY)
    store.add(reading(many(4)), source="x", as_of=AUGUST, drop_missing=True)
    assert len(store.parties(store.snapshots("own")[-1])) == 4
    assert [party.name for party in store.diff("own").removed] == ["Zynthar Works 4"]


def test_a_later_look_at_the_same_list_moves_its_date(tmp_path: Path) -> None:
    """The statement names the day on which the list was last seen."""
    store = ListStore(tmp_path)
    for day in (JULY, AUGUST, AUGUST):
        store.add(reading(many(5)), source="x", as_of=day)
    assert [one.as_of for one in store.snapshots("own")] == ["2026-07-01", "2026-08-01"]
    assert Screener.load(home=tmp_path).statement == "1 list of 2026-08-01, 5 parties"


def test_a_difference_names_what_was_added_changed_and_missing(tmp_path: Path) -> None:
    """Between two snapshots each kind of change is told apart."""
    store = ListStore(tmp_path)
    old = many(4)
    new = (replace(old[0], scope="narrower"), *old[1:3], Party(list_id="own", entry="9", name="N"))
    store.add(reading(old), source="x", as_of=JULY)
    store.add(reading(new), source="x", as_of=AUGUST)
    found = store.diff("own")
    assert [party.entry for party in found.added] == ["9"]
    assert [now.entry for _, now in found.changed] == ["0"]
    assert [party.entry for party in found.missing] == ["3"]


def test_a_damaged_snapshot_is_not_used(tmp_path: Path) -> None:
    """The checksum guards what was written."""
    store = ListStore(tmp_path)
    store.add(reading(many(3)), source="x", as_of=JULY)
    file = tmp_path / "lists" / "own" / store.snapshots("own")[0].file
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(ScreenError, match="changed after it was written"):
        Screener.load(home=tmp_path)


def test_an_interrupted_import_leaves_the_snapshot_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails half-way harms nothing and leaves no litter."""
    store = ListStore(tmp_path)
    store.add(reading(many(3)), source="x", as_of=JULY)

    def fail(*_: object) -> None:
        message = "no space"
        raise OSError(message)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        store.add(reading(many(4)), source="x", as_of=AUGUST)
    monkeypatch.undo()
    assert len(store.parties(store.snapshots("own")[-1])) == 3
    assert list((tmp_path / "lists" / "own").glob("*.part")) == []


def test_the_kept_index_answers_as_the_built_one(tmp_path: Path) -> None:
    """Loading twice, the second time from the cache, gives the same matches."""
    ListStore(tmp_path).add(reading(PARTIES), source="x", as_of=JULY)
    names = ["Huawei Technologies", "김정은", "Usama bin Ladn"]
    first = Screener.load(home=tmp_path).screen(names)
    assert list((tmp_path / "lists" / ".index").iterdir())
    assert first.equals(Screener.load(home=tmp_path).screen(names))


def test_lists_can_be_mixed_from_the_store_and_from_files(tmp_path: Path) -> None:
    """A path needs no import; its parties stand beside those of an imported list."""
    ListStore(tmp_path).add(reading(PARTIES), source="x", as_of=JULY)
    own = tmp_path / "own.csv"
    own.write_text("name,country\nZynthar Works,DE\n", encoding="utf-8")
    screener = Screener.load(["sdn", str(own)], home=tmp_path)
    assert screener.screen_name("Zynthar Works")[0].party.list_id == "own"
    assert {"sdn", "own"} == {stamp.list_id for stamp in screener.stamps}


def test_an_unknown_list_is_named(tmp_path: Path) -> None:
    """Neither an id nor a file: say so."""
    with pytest.raises(UnknownError, match="nope"):
        Screener.load(["nope"], home=tmp_path)
    with pytest.raises(UnknownError, match="no party list is imported"):
        Screener.load(home=tmp_path)


def test_the_home_is_the_argument_or_the_environment_or_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In that order."""
    monkeypatch.setenv("COMITY_HOME", "/named")
    assert tmp_path == home_of(tmp_path)
    assert Path("/named") == home_of()
    monkeypatch.delenv("COMITY_HOME")
    assert home_of().parts[-3:] == (".local", "share", "comity")
