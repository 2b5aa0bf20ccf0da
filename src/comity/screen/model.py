"""How sure a comparison is: a logistic model over features that a person can understand.

Its coefficients stand in `model.csv` with how they were found; `tools/fit_screen_model.py` refits.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from comity.screen import lexicon
from comity.screen.align import FEATURES
from comity.screen.names import Floats
from comity.screen.party import Band

_WHOLLY = 0.98
_MARGIN = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Coefficients by kind of party, what context adds, and the two thresholds."""

    person: Floats
    organization: Floats
    context: dict[str, float]
    review: float
    match: float

    def log_odds(self, features: Floats, is_person: npt.NDArray[np.bool_]) -> Floats:
        """Weigh the features of each pair, by what the listed party is."""
        terms = with_products(features)
        person = terms @ self.person[1:] + self.person[0]
        organization = terms @ self.organization[1:] + self.organization[0]
        return np.asarray(np.where(is_person, person, organization), np.float32)

    def never_clear_exact(self, odds: Floats, features: Floats) -> Floats:
        """Lift the very same name to a review, however little its words tell."""
        least = np.float32(np.log(self.review / (1 - self.review)) + _MARGIN)
        exact = features[:, FEATURES.index("exact")] > 0
        return np.asarray(np.where(exact, np.maximum(odds, least), odds), np.float32)

    def band(self, score: float) -> Band:
        """Say what a score asks for: a match to act on, a review, or nothing."""
        return "match" if score >= self.match else "review" if score >= self.review else "clear"


def with_products(features: Floats) -> Floats:
    """Add to the features the few products that matter: how far coverage holds on both sides."""
    column = {name: features[:, at] for at, name in enumerate(FEATURES)}
    covered = column["query_coverage"] * column["entry_coverage"]
    products = (
        covered,
        covered**4,
        column["shared_weight"] * covered,
        column["spelling"] * column["conflict"],
        (column["query_coverage"] > _WHOLLY) * column["shared_weight"],
        (column["entry_coverage"] > _WHOLLY) * column["shared_weight"],
        column["short"] * column["edit_share"],
        (column["one_edit"] + column["two_edits"]) * (column["known_words_differ"] > 0),
    )
    return np.column_stack([features, *products]).astype(np.float32)


TERMS = (*FEATURES, "covered", "fully_covered", "shared_and_covered", "spelling_and_conflict",
         "query_contained", "entry_contained", "short_and_edited", "edited_to_a_word")  # fmt: skip


def probability(log_odds: Floats) -> Floats:
    """Turn log-odds into a probability."""
    return np.asarray(1 / (1 + np.exp(-log_odds.astype(np.float64))), np.float32)


@cache
def load_model() -> Model:
    """Read the shipped coefficients."""
    text = files("comity.screen").joinpath("model.csv").read_text(encoding="utf-8")
    rows = {row["term"]: row for row in csv.DictReader(text.splitlines())}
    terms = ("constant", *TERMS)
    return Model(
        person=np.array([float(rows[term]["person"]) for term in terms], np.float32),
        organization=np.array([float(rows[term]["organization"]) for term in terms], np.float32),
        context={term.removeprefix("context_"): float(row["person"])
                 for term, row in rows.items() if term.startswith("context_")},
        review=float(rows["threshold_review"]["person"]),
        match=float(rows["threshold_match"]["person"]),
    )  # fmt: skip


def looks_like_organization(tokens: tuple[str, ...], legal: tuple[str, ...]) -> bool:
    """Guess, for a list that does not say, whether a name is a company's."""
    trade = lexicon.trade_words()
    return bool(legal) or any(word in trade or word[0].isdigit() for word in tokens)
