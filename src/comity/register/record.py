"""Reads the record: what happened and who said so, one TOML file each.

The entries are in `entry`. Whether files agree with each other is checked in `record_check`; what
a measure does to shipments becomes rows of the tables of law in `record_rows`; what its events
amount to on a day is the matter of `life`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import TypeVar

from comity.errors import Fault, LawError
from comity.register.entry import (
    CLAIM_KINDS,
    CONFIDENCE,
    LAW_TABLES,
    MODALITIES,
    MOVES,
    NOTES,
    OUTCOMES,
    SIDES,
    TERM_STATUSES,
    Agreement,
    Allegation,
    Claim,
    Delegate,
    Event,
    Evidence,
    Measure,
    Reading,
    Record,
    Session,
    Source,
    Talk,
    Term,
)
from comity.register.fields import Fields, parse_toml, read_toml
from comity.register.record_check import check_measure, check_record

_Entry = TypeVar("_Entry", Measure, Claim)


def record_folder() -> Path:
    """Return the folder of the record that ships with comity."""
    return Path(str(resources.files("comity"))) / "record"


def load_record(folder: Path | None = None) -> Record:
    """Read every file of a record and check them together.

    Args:
        folder: Folder with `measures/`, `talks/`, `agreements/` and `claims/`; by default the
            record that ships.

    Raises:
        LawError: With every fault of every file.
    """
    folder = folder or record_folder()
    faults: list[Fault] = []
    record = Record(
        measures={it.id: it for it in map(_measure, _files(folder, "measures", faults))},
        talks={it.id: it for it in map(_talk, _files(folder, "talks", faults))},
        agreements={it.id: it for it in map(_agreement, _files(folder, "agreements", faults))},
        claims={it.id: it for it in map(_claim, _files(folder, "claims", faults))},
    )
    faults += check_record(record)
    if faults:
        raise LawError(faults)
    return record


def parse_measure(text: str, file: str) -> Measure:
    """Read one measure's TOML text, such as a private measure that a user adds.

    Args:
        text: The TOML.
        file: What it is called in faults.

    Raises:
        LawError: With every fault of the text.
    """
    return _parse(text, file, _measure, check_measure)


def parse_claim(text: str, file: str) -> Claim:
    """Read one claim's TOML text, such as a reading that a person accepted.

    Args:
        text: The TOML.
        file: What it is called in faults.

    Raises:
        LawError: With every fault of the text.
    """
    return _parse(text, file, _claim)


def _parse(
    text: str,
    file: str,
    build: Callable[[Fields], _Entry],
    check: Callable[[_Entry], Iterable[Fault]] = lambda _: (),
) -> _Entry:
    faults: list[Fault] = []
    fields = parse_toml(text, file, faults)
    if fields is None:
        raise LawError(faults)
    entry = build(fields)
    fields.close()
    faults += check(entry)
    if faults:
        raise LawError(faults)
    return entry


def _files(folder: Path, kind: str, faults: list[Fault]) -> Iterator[Fields]:
    for path in sorted((folder / kind).glob("*.toml")):
        shown = f"{folder.name}/{kind}/{path.name}"
        fields = read_toml(path, shown, faults)
        if fields is None:
            continue
        yield fields
        if fields.text("id") != path.stem:
            fields.fault("id", f"expected the file's name, {path.stem}", fields.values.get("id"))
        fields.close()


def _sources(fields: Fields) -> tuple[Source, ...]:
    return tuple(
        Source(
            id=it.text("id", required=True),
            publisher=it.text("publisher", required=True),
            title=it.text("title", required=True),
            url=it.text("url"),
            read=it.flag("read") is not False,
        )
        for it in fields.tables("source")
    )


def _evidence(fields: Fields) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            document=it.text("document", required=True),
            sha256=it.text("sha256", required=True),
            start=it.whole("start") or 0,
            end=it.whole("end") or 0,
            quote=it.text("quote", required=True),
            reader=it.text("reader"),
            accepted_by=it.text("accepted_by"),
        )
        for it in fields.tables("evidence")
    )


def _event(it: Fields) -> Event:
    day = it.required_day("date")
    return Event(
        id=it.text("id", required=True),
        kind=it.one_of("kind", (*MOVES, *NOTES), required=True),
        date=day,
        published=it.day("published") or day,
        until=it.day("until"),
        on_lapse=it.one_of("on_lapse", ("resumes", "unknown")),
        part=it.text("part"),
        by=it.text("by"),
        act=it.text("act"),
        citation=it.text("citation"),
        reported_by=it.text("reported_by"),
        text=it.text("text"),
        sources=it.texts("sources"),
    )


def _measure(it: Fields) -> Measure:
    return Measure(
        id=it.text("id", required=True),
        title=it.text("title", required=True),
        summary=it.text("summary", required=True),
        regime=it.text("regime", required=True),
        side=it.one_of("side", SIDES, required=True),
        issuer=it.text("issuer", required=True),
        kind=it.text("kind", required=True),
        confidence=it.one_of("confidence", CONFIDENCE, required=True),
        targets=it.texts("targets"),
        goods=it.texts("goods_words"),
        instrument=it.text("instrument"),
        citation=it.text("citation"),
        license_policy=it.text("license_policy"),
        parties_counted=it.whole("parties_counted"),
        law_measure=it.text("law_measure"),
        addressees=it.text("addressees"),
        addressees_complete=it.flag("addressees_complete"),
        note=it.text("note"),
        events=tuple(_event(event) for event in it.tables("event")),
        sources=_sources(it),
        evidence=_evidence(it),
        law={name: tuple(it.raw(name)) for name in LAW_TABLES},
        file=it.file,
    )


def _readings(it: Fields) -> tuple[Reading, ...]:
    return tuple(
        Reading(side=r.one_of("side", SIDES, required=True), text=r.text("text", required=True))
        for r in it.tables("reading")
    )


def _talk(it: Fields) -> Talk:
    return Talk(
        id=it.text("id", required=True),
        title=it.text("title", required=True),
        start=it.required_day("start"),
        end=it.required_day("end"),
        city=it.text("city"),
        venue=it.text("venue"),
        zone=it.text("zone"),
        duration=it.text("duration"),
        outcome=it.text("outcome", required=True),
        agreement=it.text("agreement"),
        confidence=it.one_of("confidence", CONFIDENCE, required=True),
        note=it.text("note"),
        delegates=tuple(
            Delegate(
                side=d.one_of("side", SIDES, required=True),
                name=d.text("name", required=True),
                office=d.text("office", required=True),
                note=d.text("note"),
            )
            for d in it.tables("delegate")
        ),
        sessions=tuple(_session(s, it.text("zone")) for s in it.tables("session")),
        readings=_readings(it),
        sources=_sources(it),
        file=it.file,
    )


def _session(it: Fields, zone: str) -> Session:
    return Session(
        kind=it.one_of("kind", ("session", "break", "departure"), required=True),
        date=it.required_day("date"),
        start=it.text("start"),
        end=it.text("end"),
        zone=it.text("zone") or zone,
        venue=it.text("venue"),
        text=it.text("text"),
        sources=it.texts("sources"),
    )


def _agreement(it: Fields) -> Agreement:
    return Agreement(
        id=it.text("id", required=True),
        title=it.text("title", required=True),
        date=it.required_day("date"),
        form=it.text("form", required=True),
        talk=it.text("talk"),
        confidence=it.one_of("confidence", CONFIDENCE, required=True),
        note=it.text("note"),
        terms=tuple(_term(term) for term in it.tables("term")),
        allegations=tuple(
            Allegation(
                side=a.one_of("side", SIDES, required=True),
                date=a.required_day("date"),
                who=a.text("who", required=True),
                text=a.text("text", required=True),
                sources=a.texts("sources"),
            )
            for a in it.tables("allegation")
        ),
        sources=_sources(it),
        file=it.file,
    )


def _term(it: Fields) -> Term:
    return Term(
        id=it.text("id", required=True),
        obligor=it.one_of("obligor", SIDES, required=True),
        text=it.text("text", required=True),
        status=it.one_of("status", TERM_STATUSES, required=True),
        due=it.day("due"),
        until=it.day("until"),
        condition=it.text("condition"),
        performance=it.text("performance"),
        dispute=it.text("dispute"),
        measures=it.texts("measures"),
        events=it.texts("events"),
        readings=_readings(it),
        sources=it.texts("sources"),
    )


def _claim(it: Fields) -> Claim:
    return Claim(
        id=it.text("id", required=True),
        speaker=it.text("speaker", required=True),
        office=it.text("office", required=True),
        side=it.one_of("side", SIDES, required=True),
        outlet=it.text("outlet", required=True),
        date=it.required_day("date"),
        kind=it.one_of("kind", CLAIM_KINDS, required=True),
        modality=it.one_of("modality", MODALITIES, required=True),
        text=it.text("text", required=True),
        confidence=it.one_of("confidence", CONFIDENCE, required=True),
        about=it.texts("about"),
        resolves_by=it.day("resolves_by"),
        outcome=it.one_of("outcome", OUTCOMES),
        outcome_basis=it.text("outcome_basis"),
        note=it.text("note"),
        sources=_sources(it),
        evidence=_evidence(it),
        file=it.file,
    )
