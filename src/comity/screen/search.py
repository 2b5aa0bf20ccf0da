"""The searchable form of a set of parties: every name of each, indexed; kept on disk once built."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from comity.screen.book import Parties
from comity.screen.index import Index
from comity.screen.model import looks_like_organization
from comity.screen.name import NameForm, name_forms
from comity.screen.names import Floats, Ints, Names, Texts, Vocabulary

#: Raise it when name forms, folding or the layout change, so that old caches are not read.
VERSION = 7


@dataclass(slots=True)
class Search:
    """An index with, for each of its rows, the name as listed and what kind of name it is."""

    index: Index
    names: list[str]
    name_of: Ints
    person: np.ndarray[tuple[int], np.dtype[np.bool_]]
    weak: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @classmethod
    def of(cls, parties: Parties) -> Search:
        """Read every name of every party and index them."""
        forms: list[NameForm] = []
        owner: list[int] = []
        names: list[str] = []
        name_of: list[int] = []
        person: list[bool] = []
        weak: list[bool] = []
        columns = (parties.column(name) for name in ("kind", "name", "aliases", "weak_aliases"))
        for at, (kind, name, aliases, weak_aliases) in enumerate(zip(*columns, strict=True)):
            strong = dict.fromkeys([name, *aliases])
            known = None if not kind else kind == "person"
            for text in dict.fromkeys([*strong, *weak_aliases]):
                for form in name_forms(text, person=known):
                    forms.append(form)
                    owner.append(at)
                    name_of.append(len(names))
                    weak.append(text not in strong)
                    person.append(
                        not looks_like_organization(form.tokens, form.legal)
                        if known is None
                        else known
                    )
                names.append(text)
        return cls(
            index=Index.of(forms, owner),
            names=names,
            name_of=np.array(name_of, np.int64),
            person=np.array(person, bool),
            weak=np.array(weak, bool),
        )

    def write(self, folder: Path) -> None:
        """Keep the index in a folder, all of it or nothing."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            made = Path(scratch) / "made"
            made.mkdir()
            names = self.index.names
            vocabulary = names.vocabulary
            np.savez(
                made / "arrays.npz", tokens=names.tokens.astype(np.int32),
                join=names.join, whole=names.whole, code=vocabulary.code,
                size=names.size.astype(np.int8), owner=names.owner.astype(np.int32),
                legal=names.legal.astype(np.int16), latin=names.latin, person=self.person,
                weak=self.weak, name_of=self.name_of.astype(np.int32), group=vocabulary.group,
                weight=vocabulary.weight, marks=vocabulary.marks.astype(np.int16),
                acronym=names.acronym,
            )  # fmt: skip
            texts = {"names": self.names, "words": vocabulary.words, "folds": vocabulary.folds,
                     "skeletons": vocabulary.skeletons, "groups": self.index.groups,
                     "texts": asdict(names.texts)}  # fmt: skip
            (made / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
            if not folder.exists():
                os.replace(made, folder)  # noqa: PTH105  a rename, atomic

    @classmethod
    def read(cls, folder: Path) -> Search:
        """Read an index that was kept."""
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        weight: Floats = held["weight"]
        names = Names(
            tokens=held["tokens"].astype(np.int64),
            join=held["join"],
            whole=held["whole"],
            acronym=held["acronym"],
            size=held["size"].astype(np.int64),
            owner=held["owner"].astype(np.int64),
            legal=held["legal"].astype(np.int64),
            latin=held["latin"],
            texts=Texts(**texts["texts"]),
            vocabulary=Vocabulary(
                words=texts["words"], folds=texts["folds"], skeletons=texts["skeletons"],
                code=held["code"], group=held["group"], weight=weight,
                marks=held["marks"].astype(np.int64),
            ),
        )  # fmt: skip
        return cls(
            index=Index.from_names(names, texts["groups"]),
            names=texts["names"],
            name_of=held["name_of"].astype(np.int64),
            person=held["person"],
            weak=held["weak"],
        )
