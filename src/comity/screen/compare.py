"""Two names beside each other, without a list: how sure it is that they name one party."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.screen.align import Pair, align
from comity.screen.explain import explain
from comity.screen.index import Index
from comity.screen.model import load_model, looks_like_organization, probability
from comity.screen.name import NameForm, name_forms
from comity.screen.names import Names
from comity.screen.party import Asked, Kind, Match, Party


def compare_names(
    left: Sequence[str], right: Sequence[str], kinds: Sequence[Kind] | None = None
) -> npt.NDArray[np.float32]:
    """Score each name of `left` with the name of `right` at the same place.

    Args:
        left: Names.
        right: As many names.
        kinds: What each pair's parties are, where it is known.

    Returns:
        The probability of each pair. It is higher than that of screening a list for the same name,
        which has many entries to be like by chance.
    """
    model = load_model()
    known: Sequence[Kind] = kinds or [""] * len(left)
    groups: dict[str, int] = {"": 0}
    one, owner_one = _forms(left, known)
    two, owner_two = _forms(right, known)
    if not one or not two:
        return np.zeros(len(left), np.float32)
    asked, listed = Names.of(one, owner_one, groups), Names.of(two, owner_two, groups)
    pairs = [(a, b) for at in range(len(left))
             for a in _rows(owner_one, at) for b in _rows(owner_two, at)]  # fmt: skip
    rows = np.array(pairs, np.int64).reshape(-1, 2)
    made = align(asked, listed, rows[:, 0], rows[:, 1])
    person = np.array([_is_person(known[owner_two[b]], two[b]) for _, b in pairs], bool)
    scores = np.zeros(len(left), np.float32)
    owner = np.array([owner_one[a] for a, _ in pairs], np.int64)
    odds = model.log_odds(made.features, person) + np.float32(model.context["beside"])
    odds = model.never_clear_exact(odds, made.features)
    np.maximum.at(scores, owner, probability(odds))
    return scores


def compare(left: str, right: str, kind: Kind = "") -> Match:
    """Compare two names and say why they are held alike."""
    score = round(float(compare_names([left], [right], [kind])[0]), 4)
    person = None if not kind else kind == "person"
    party = Party(list_id="", entry="", name=right, kind=kind)
    forms = name_forms(left, person=person), name_forms(right, person=person)
    why = "nothing to compare"
    if all(forms):
        index = Index.of(forms[1], [0] * len(forms[1]))
        asked = Names.of(forms[0], [0] * len(forms[0]), index.groups)
        made = align(asked, index.names, np.zeros(1, np.int64), np.zeros(1, np.int64))
        why = "; ".join(explain(left, right, party, Pair.of(asked, index.names, (0, 0), made, 0)))
    return Match(asked=Asked(name=left, kind=kind), party=party, matched_name=right, score=score,
                 band=load_model().band(score), why=why)  # fmt: skip


def _forms(names: Sequence[str], kinds: Sequence[Kind]) -> tuple[list[NameForm], list[int]]:
    forms: list[NameForm] = []
    owner: list[int] = []
    for at, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        for form in name_forms(name, person=None if not kind else kind == "person"):
            forms.append(form)
            owner.append(at)
    return forms, owner


def _rows(owner: Sequence[int], at: int) -> range:
    from bisect import bisect_left, bisect_right

    return range(bisect_left(owner, at), bisect_right(owner, at))


def _is_person(kind: Kind, form: NameForm) -> bool:
    return kind == "person" if kind else not looks_like_organization(form.tokens, form.legal)
