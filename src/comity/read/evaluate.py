"""Scoring a reading against an annotated one, slot by slot.

A proposal *finds* an annotated record of its type when they agree on what identifies such a record:
a measure's issuer, act and (where annotated) goods; a member's person; an event's kind; the two
sides of an allegation; and so on (`_IDENTITY`). Pairs are assigned one to one, best first.
Records annotated as optional are neither missed nor surplus.
On pairs that match, slots, modality, chains and times are compared: values after folding case and
articles, free text by the overlap of its characters.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

Record = Mapping[str, object]

#: Slots that must all agree, where the annotation has them, and slots of which one must.
_IDENTITY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "measure": (("issuer", "action", "goods"), ()),
    "talks_session": ((), ("day", "end", "place")),
    "session_event": (("kind",), ()),
    "delegation_member": (("person",), ()),
    "agreement": ((), ("place", "reached", "name")),
    "agreement_term": (("obligor",), ("obligation", "condition")),
    "allegation": (("accuser", "accused"), ()),
    "forecast": ((), ("forecaster", "claim")),
}
_TIMES = {"day", "start", "end", "time", "reached", "duration", "ongoing_at", "horizon", "due"}
_SAME_ACTION = {"offer-to-lift": "lift"}
_HALF = 0.5


@dataclass(slots=True)
class Score:
    """Counts of one record type, or of all."""

    found: int = 0
    missed: int = 0
    surplus: int = 0

    @property
    def precision(self) -> float:
        """Share of what was proposed that is annotated."""
        return _share(self.found, self.found + self.surplus)

    @property
    def recall(self) -> float:
        """Share of what is annotated that was proposed."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.found, 2 * self.found + self.surplus + self.missed)


@dataclass(slots=True)
class Evaluation:
    """The scores of one or several stories."""

    types: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    shares: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    differences: list[str] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """Return the counts over all types."""
        total = Score()
        for score in self.types.values():
            total.found += score.found
            total.missed += score.missed
            total.surplus += score.surplus
        return total

    def share(self, name: str) -> float:
        """Return the share right of slots, modality, chains, times or spans."""
        right, all_ = self.shares[name]
        return _share(right, all_)

    def count(self, name: str, right: bool) -> None:  # noqa: FBT001  (a tally, called in one way)
        """Add one comparison."""
        self.shares[name][0] += int(right)
        self.shares[name][1] += 1

    def add(self, other: Evaluation) -> None:
        """Add the scores of another story."""
        for kind, score in other.types.items():
            mine = self.types[kind]
            mine.found += score.found
            mine.missed += score.missed
            mine.surplus += score.surplus
        for name, (right, all_) in other.shares.items():
            self.shares[name][0] += right
            self.shares[name][1] += all_
        self.differences += other.differences


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def score(gold: Record, reading: Record, text: str) -> Evaluation:
    """Compare a reading with its annotation, both in the shape of the annotated stories."""
    result = Evaluation()
    annotated = _records(gold)
    proposed = _records(reading)
    for record in proposed:
        for start, end, quote in _spans(record):
            result.count("spans", text[start:end] == quote)
    for kind in sorted({str(r["type"]) for r in [*annotated, *proposed]}):
        _score_type(
            result,
            kind,
            [r for r in annotated if r["type"] == kind],
            [r for r in proposed if r["type"] == kind],
        )
    return result


def _records(document: Record) -> list[Record]:
    return cast("list[Record]", document["records"])


def _score_type(
    result: Evaluation, kind: str, gold: Sequence[Record], proposed: Sequence[Record]
) -> None:
    pairs = sorted(
        (
            (-_likeness(one, two), i, j)
            for i, one in enumerate(gold)
            for j, two in enumerate(proposed)
            if _is_found(kind, one, two)
        )
    )
    of_gold: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in pairs:
        if i not in of_gold and j not in taken:
            of_gold[i] = j
            taken.add(j)
    tally = result.types[kind]
    for i, record in enumerate(gold):
        if i in of_gold:
            if not record.get("optional"):
                tally.found += 1
            _compare(result, record, proposed[of_gold[i]])
        elif not record.get("optional"):
            tally.missed += 1
            result.differences.append(f"missed {record['id']}: {_brief(record)}")
    for j, record in enumerate(proposed):
        if j not in taken:
            tally.surplus += 1
            result.differences.append(f"surplus {record['id']}: {_brief(record)}")
    if not (tally.found or tally.missed or tally.surplus):
        del result.types[kind]


def _brief(record: Record) -> str:
    slots = "; ".join(f"{name}={_values(record, name)}" for name in _slots(record))
    return f"[{record['modality']}] {slots}"


def _slots(record: Record) -> Mapping[str, object]:
    return cast("Mapping[str, object]", record["slots"])


def _cells(record: Record, name: str) -> list[Mapping[str, object]]:
    cell = _slots(record).get(name)
    if cell is None:
        return []
    return cast("list[Mapping[str, object]]", cell if isinstance(cell, list) else [cell])


def _values(record: Record, name: str) -> list[str]:
    return [fold(str(cell["value"])) for cell in _cells(record, name)]


def fold(value: str) -> str:
    """Fold case, articles, blanks and spelling variants that don't matter to a match."""
    value = re.sub(r"\b(?:the|a|an)\s+", "", value.casefold().replace("\u2019", "'"))
    value = value.replace("licence", "license").removeprefix("us ").removeprefix("u.s. ")
    return re.sub(r"\s+", " ", value).strip(" .,")


def _is_found(kind: str, gold: Record, proposed: Record) -> bool:
    every, some = _IDENTITY.get(kind, ((), ()))
    if not every and not some:
        return _overlap(_evidence(gold), _evidence(proposed)) > 0
    for name in every:
        if name in _slots(gold) and _agreement(gold, proposed, name) < _HALF:
            return False
    told = [name for name in some if name in _slots(gold)]
    return not told or any(_agreement(gold, proposed, name) >= _HALF for name in told)


def _agreement(gold: Record, proposed: Record, name: str) -> float:
    """Return how far a slot agrees: 1 for equal values, else the overlap of the characters."""
    wanted, told = _values(gold, name), _values(proposed, name)
    if name == "action":
        wanted = [_SAME_ACTION.get(value, value) for value in wanted]
        told = [_SAME_ACTION.get(value, value) for value in told]
    if not told:
        return 0.0
    same = len(set(wanted) & set(told)) * 2 / (len(set(wanted)) + len(set(told)))
    if same == 1.0 or name in _TIMES or name in {"action", "issuer", "target", "kind", "accuser"}:
        return same
    overlap = _overlap(_places(gold, name), _places(proposed, name))
    return max(same, overlap)


def _places(record: Record, name: str) -> list[tuple[int, int]]:
    return [_pair(cell["span"]) for cell in _cells(record, name) if cell.get("span")]


def _pair(span: object) -> tuple[int, int]:
    start, end = cast("list[int]", span)
    return start, end


def _evidence(record: Record) -> list[tuple[int, int]]:
    spans = cast("list[Mapping[str, int]]", record["evidence"])
    return [(span["start"], span["end"]) for span in spans]


def _overlap(one: Iterable[tuple[int, int]], two: Iterable[tuple[int, int]]) -> float:
    """Return the overlap of two sets of characters over the smaller of them, halved if lopsided."""
    first = {place for start, end in one for place in range(start, end)}
    second = {place for start, end in two for place in range(start, end)}
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)


def _likeness(gold: Record, proposed: Record) -> float:
    slots = [_agreement(gold, proposed, name) for name in _slots(gold)]
    same_mood = 0.5 if gold["modality"] == proposed["modality"] else 0.0
    near = _overlap(_evidence(gold), _evidence(proposed))
    return sum(slots) + same_mood + near


def _compare(result: Evaluation, gold: Record, proposed: Record) -> None:
    for name in _slots(gold):
        right = _agreement(gold, proposed, name) >= _HALF
        result.count("slots", right)
        if not right:
            values = [_values(record, name) for record in (gold, proposed)]
            result.differences.append(
                f"slot {gold['id']}.{name}: wanted {values[0]}, got {values[1]}"
            )
        if name in _TIMES:
            result.count("times", _values(gold, name) == _values(proposed, name))
    right = gold["modality"] == proposed["modality"]
    result.count("modality", right)
    if not right:
        result.differences.append(
            f"modality {gold['id']}: wanted {gold['modality']}, got {proposed['modality']}"
        )
    wanted, told = _chain(gold), _chain(proposed)
    same = len(wanted) == len(told) and all(
        _same_source(a, b) for a, b in zip(wanted, told, strict=True)
    )
    result.count("chains", same)
    if not same:
        names = [[link["name"] for link in chain] for chain in (wanted, told)]
        result.differences.append(f"chain {gold['id']}: wanted {names[0]}, got {names[1]}")


def _chain(record: Record) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", record["attribution"])


def _same_source(gold: Mapping[str, object], proposed: Mapping[str, object]) -> bool:
    if fold(str(gold["name"])) == fold(str(proposed["name"])):
        return True
    one, two = gold.get("span"), proposed.get("span")
    if not one or not two:
        return False
    spans = [_pair(one), _pair(two)]
    return _overlap(spans[:1], spans[1:]) >= _HALF


def _spans(record: Record) -> Iterable[tuple[int, int, str]]:
    for span in cast("list[Mapping[str, object]]", record["evidence"]):
        yield int(str(span["start"])), int(str(span["end"])), str(span["text"])
    cells = [cell for name in _slots(record) for cell in _cells(record, name)]
    for cell in [*cells, *_chain(record)]:
        if cell.get("span"):
            start, end = cast("list[int]", cell["span"])
            yield start, end, str(cell["text"])


def evaluate_folder(folder: Path, seen: Iterable[str] = ()) -> dict[str, Evaluation]:
    """Read every annotated story of a folder and score it, those seen in building apart.

    Args:
        folder: Holds ``NAME.txt`` beside ``NAME.gold.json``, at any depth.
        seen: Names of the stories that the rules were built with.

    Returns:
        The scores of ``seen`` and ``unseen`` stories, where there are any, and of ``all``.
    """
    from comity.read.intake.load import load
    from comity.read.reader import read_document

    known = set(seen)
    found: dict[str, Evaluation] = {}
    for story, annotation in gold_pairs(folder):
        gold = load_gold(annotation)
        (document,) = load(story)
        if document.published is None and gold.get("published"):
            (document,) = load(story, published=date.fromisoformat(str(gold["published"])))
        result = score(gold, read_document(document).json(), document.text)
        name = story.stem
        result.differences = [f"{name}: {each}" for each in result.differences]
        for group in ("seen" if name in known else "unseen", "all"):
            found.setdefault(group, Evaluation()).add(result)
    return found


def gold_pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Return each story of a folder, and below it, with its annotation."""
    pairs = []
    for annotation in sorted(folder.rglob("*.gold.json")):
        for ending in (".txt", ".md", ".html"):
            story = annotation.with_name(annotation.name.removesuffix(".gold.json") + ending)
            if story.exists():
                pairs.append((story, annotation))
                break
    return pairs


def load_gold(path: Path) -> Record:
    """Read an annotation."""
    return cast("Record", json.loads(path.read_text(encoding="utf-8")))
