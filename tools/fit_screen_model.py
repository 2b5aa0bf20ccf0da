"""Fit the coefficients of `screen/model.csv` on names of the Consolidated Screening List.

Usage: python tools/fit_screen_model.py CSL OFAC_FOLDER
Pairs are names of half of the parties (changed at random, or another alias of the same party)
with the listed names most like them; a pair counts as a match when both name one party.
To these come near strangers: listed names with one word changed for another party's.
Two logistic regressions with a ridge, one for people and one for organizations.
The thresholds are chosen on half of the OFAC queries and stated on the other half.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from comity.screen.align import align
from comity.screen.index import Index
from comity.screen.model import TERMS, looks_like_organization, with_products
from comity.screen.name import name_forms
from comity.screen.names import Floats, Ints, Names
from comity.screen.party import Party
from comity.screen.reader import read_parties
from screen_samples import Query, changed_names, groups, near_strangers, strangers

TARGET = Path(__file__).parents[1] / "src/comity/screen/model.csv"
QUERIES = 9_000
NEAR_STRANGERS = 4_000
NEAR_WEIGHT = 0.3
OTHER_SCRIPT = 0.5
# Aliases that nobody could guess from the other name teach to match what is not alike.
ALIAS_WEIGHT = 0.3
RIDGE = 3.0
STEPS = 40
SMALL = 1e-6
# From here up, what is found is nearly always the party itself: see docs/screening.md.
MATCH = 0.85
ALLOWED = 7.2 / 449
DRAWN = 4_002
LEAST_COVERED = 0.15
CONTEXT = (
    ("context_same_place", 0.5, "set: the party's country is one the list gives"),
    ("context_other_place", -0.7, "set: both give countries, none in common"),
    ("context_same_identifier", 5.0, "set: an identifier in common"),
    ("context_same_birth_date", 2.0, "set: a date of birth in common"),
    ("context_other_birth_year", -2.0, "set: both give years of birth, more than a year apart"),
    ("context_other_kind", -2.0, "set: a person against a company, a vessel or an aircraft"),
    ("context_weak_alias", -0.7, "set: the list itself calls the name weak"),
    ("context_beside", 0.8, "chosen on half of benchmarks/name_pairs.csv: even odds at first"),
    ("context_same_address", 1.5, "set: the addresses share most of their words"),
)

Array = npt.NDArray[np.float64]


def build(parties: list[Party]) -> tuple[Index, list[bool]]:
    """Index all names; say of each form whether it is a person's."""
    forms, owner, person = [], [], []
    for at, party in enumerate(parties):
        for name in party.names:
            for form in name_forms(name, person=party.is_person):
                forms.append(form)
                owner.append(at)
                known = party.is_person
                person.append(
                    not looks_like_organization(form.tokens, form.legal) if known is None else known
                )
    return Index.of(forms, owner), person


def compare(index: Index, queries: list[Query]) -> tuple[Ints, Ints, Floats]:
    """Give for every candidate pair: query number, listed row, terms of the model."""
    forms, owner = [], []
    for at, query in enumerate(queries):
        for form in name_forms(query.text):
            forms.append(form)
            owner.append(at)
    names = Names.of(forms, owner, index.groups)
    left, right = index.candidates(names)
    terms = with_products(align(names, index.names, left, right).features)
    return names.owner[left], right, terms


def compare_strangers(some: list[tuple[str, Party]]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Give the terms of the model for names beside the one each is like."""
    person = [party.kind == "person" for _, party in some]
    left = [
        name_forms(name, person=is_so)[0] for (name, _), is_so in zip(some, person, strict=True)
    ]
    right = [name_forms(party.name, person=is_so)[0]
             for (_, party), is_so in zip(some, person, strict=True)]  # fmt: skip
    known: dict[str, int] = {"": 0}
    rows = np.arange(len(some))
    asked, listed = Names.of(left, rows.tolist(), known), Names.of(right, rows.tolist(), known)
    made = align(asked, listed, rows, rows)
    return with_products(made.features), np.array(person, bool)


def fit(terms: Array, label: Array, weight: Array) -> Array:
    """Fit a ridge logistic regression by Newton's method."""
    x = np.column_stack([np.ones(len(terms)), terms]).astype(np.float64)
    beta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ beta)))
        gradient = x.T @ (weight * (label - p)) - ridge * beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < SMALL:
            break
    return beta


def training(parties: list[Party], group: list[int], chance: random.Random) -> list[Query]:
    """Draw queries: changed names, and aliases that stand for their party as they are."""
    half = [at for at in range(len(parties)) if group[at] % 2 == 0]
    some = [parties[at] for at in half]
    where = [group[at] for at in half]
    queries = changed_names(some, where, QUERIES * 2 // 3, chance, primary=False)
    named = [at for at, party in enumerate(some) if len(party.names) > 1]
    for at in chance.choices(named, k=QUERIES // 3):
        name = chance.choice(some[at].names)
        queries.append(Query(text=name, change="alias", group=where[at], person=some[at].is_person))
    return queries


def main(csl: str, ofac: str) -> None:
    """Fit, choose thresholds, write the table, print what was found."""
    chance = random.Random(20260731)  # noqa: S311  a sample, no secret
    parties = list(read_parties(Path(csl)).parties)
    group = groups(parties)
    index, person = build(parties)
    queries = training(parties, group, chance)
    beta = {}
    asked, right, terms = compare(index, queries)
    owner = index.names.owner[right]
    truth = np.array([query.group for query in queries])[asked]
    label = (np.array(group)[owner] == truth).astype(np.float64)
    # An alias that is the query itself teaches nothing that `exact` does not.
    whole = np.array([query.change == "alias" for query in queries])[asked]
    exact = terms[:, TERMS.index("exact")] > 0
    # Nor does one that shares too little with the listed name for anyone to see a match.
    apart = (label > 0) & (terms[:, TERMS.index("covered")] < LEAST_COVERED)
    keep = ~(whole & exact) & ~apart
    weight = np.where(whole, ALIAS_WEIGHT, 1.0)[keep]
    half = [party for party, of in zip(parties, group, strict=True) if of % 2 == 0]
    more, of_person = compare_strangers(near_strangers(half, NEAR_STRANGERS, chance))
    terms = np.concatenate([terms[keep], more])
    label = np.concatenate([label[keep], np.zeros(len(more))])
    weight = np.concatenate([weight, np.full(len(more), NEAR_WEIGHT)])
    is_person = np.concatenate([np.array(person)[right][keep], of_person])
    for kind, chosen in (("person", is_person), ("organization", ~is_person)):
        beta[kind] = fit(terms[chosen], label[chosen], weight[chosen])
        p = 1 / (
            1 + np.exp(-(np.column_stack([np.ones(chosen.sum()), terms[chosen]]) @ beta[kind]))
        )
        loss = -np.mean(np.log(np.where(label[chosen] > 0, p, 1 - p).clip(SMALL)))
        print(
            f"{kind}: {int(chosen.sum()):,} pairs, {label[chosen].mean():.1%} matches, "
            f"log loss {loss:.3f}"
        )
    thresholds = measure(parties, Path(ofac), beta)
    write(beta, thresholds)


def measure(csl: list[Party], ofac: Path, beta: dict[str, Array]) -> tuple[float, float]:
    """Choose the review threshold on one half of parties and strangers, print the other half.

    It is set where the first half gives about 7 false alerts in 449.
    """
    listed = list(read_parties(ofac).parties)
    group = groups(listed)
    index, person = build(listed)
    chance = random.Random(1)  # noqa: S311  a sample, no secret
    denied = [party for party in csl if party.list_id == "denied-persons"]
    alien = strangers(denied, listed, len(denied), chance)
    best = 0.0
    for half in (0, 1):
        some = [at for at in range(len(listed)) if group[at] % 2 == half]
        queries = changed_names(
            [listed[at] for at in some], [group[at] for at in some], DRAWN, chance
        )
        queries += alien[half::2]
        hit, top = _surest(index, person, np.array(group), queries, beta)
        ours = np.array([query.group >= 0 for query in queries])
        if half == 0:
            best = float(np.quantile(top[~ours], 1 - ALLOWED))
        for level, told in ((best, "shipped"), *((_at(top[~ours], n), f"{n}/449") for n in (5, 9))):
            found, alarmed = (hit[ours] >= level).mean(), (top[~ours] >= level).mean()
            print(
                f"half {half}, {told} {1 / (1 + np.exp(-level)):.3f}: recall {found:.4f} "
                f"({551 * found:.0f}/551), alerts {alarmed:.4f} ({449 * alarmed:.1f}/449)"
            )
        for change in dict.fromkeys(query.change for query in queries if query.group >= 0):
            chosen = np.array([query.change == change for query in queries])
            print(f"  {change}: {(hit[chosen] >= best).mean():.4f}")
    return float(1 / (1 + np.exp(-best))), MATCH


def _at(top: Array, alerts: int) -> float:
    return float(np.quantile(top, 1 - alerts / 449))


def _surest(
    index: Index, person: list[bool], group: Ints, queries: list[Query], beta: dict[str, Array]
) -> tuple[Array, Array]:
    """Give of each query the surest score of its own party, and of any."""
    asked, right, terms = compare(index, queries)
    x = np.column_stack([np.ones(len(terms)), terms])
    odds = np.where(np.array(person)[right], x @ beta["person"], x @ beta["organization"])
    truth = np.array([query.group for query in queries])
    own = group[index.names.owner[right]] == truth[asked]
    hit, top = np.full(len(queries), -99.0), np.full(len(queries), -99.0)
    np.maximum.at(hit, asked, np.where(own, odds, -99))
    np.maximum.at(top, asked, odds)
    return hit, top


def write(beta: dict[str, Array], thresholds: tuple[float, float]) -> None:
    """Write the table of coefficients with the way each was found."""
    note = "fit: logistic regression, tools/fit_screen_model.py"
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["term", "person", "organization", "note"])
        for at, term in enumerate(("constant", *TERMS)):
            person, organization = beta["person"][at], beta["organization"][at]
            why = note
            if term == "other_script":
                person = organization = OTHER_SCRIPT
                why = "set: the lists that it is fit on have Latin names only"
            table.writerow([term, f"{person:.4f}", f"{organization:.4f}", why])
        for term, value, why in CONTEXT:
            table.writerow([term, value, value, why])
        for name, value in zip(("review", "match"), thresholds, strict=True):
            table.writerow(
                [
                    f"threshold_{name}",
                    f"{value:.4f}",
                    f"{value:.4f}",
                    "chosen: see docs/screening.md",
                ]
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
