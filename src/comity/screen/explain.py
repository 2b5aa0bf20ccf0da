"""Why two names were held alike, in words a reviewer can check against the names themselves."""

from __future__ import annotations

from comity.screen.align import Pair
from comity.screen.party import Party
from comity.screen.script import script_of

_SAME = 0.999
_INITIAL = 0.7


def explain(asked: str, matched: str, party: Party, pair: Pair) -> list[str]:
    """Say which name matched, on which words, and what is different."""
    features = pair.features
    left, right = pair.asked.words_of(pair.left), pair.listed.words_of(pair.right)
    told = [_which_name(asked, matched, party, exact=bool(features["exact"]))]
    script = script_of(asked)
    if script != "latin":
        told.append(f'read from {script.title()} as "{" ".join(left).replace("~", "")}"')
    if not features["exact"]:
        told.extend(_words(left, right, pair.partner[: len(left)], pair.likeness[: len(left)]))
    if features["word_order"]:
        told.append("words in another order")
    if features["legal_differ"]:
        told.append("legal forms differ")
    elif features["legal_one_sided"]:
        told.append("legal form on one side only")
    if features["numbers_differ"]:
        told.append("numbers differ")
    return told


def _which_name(asked: str, matched: str, party: Party, *, exact: bool) -> str:
    role = "name" if matched == party.name else "alias"
    if matched in party.weak_aliases and matched != party.name:
        role = "weak alias"
    whose = "" if role == "name" else f" of {party.name}"
    if asked == matched:
        return f'is the listed {role} "{matched}"{whose}'
    return f'{"same words as" if exact else "like"} the {role} "{matched}"{whose}'


def _words(left: list[str], right: list[str], partner: list[int], like: list[float]) -> list[str]:
    told: list[str] = []
    same = []
    for word, other, near in zip(left, partner, like, strict=True):
        if other < 0 or other >= len(right):
            continue
        shown = right[other]
        if near > _SAME:
            same.append(word)
        elif abs(near - _INITIAL) < 1e-6 and 1 in (len(word), len(shown)):  # noqa: PLR2004
            told.append(f"{word} may be the initial of {shown}" if len(word) == 1
                        else f"{shown} may be the initial of {word}")  # fmt: skip
        else:
            told.append(f"{word.lstrip('~')} ~ {shown} ({near:.0%} alike)")
    if same:
        told.insert(0, f"same: {', '.join(same)}")
    met = {other for other in partner if other >= 0}
    only = [word for word, other in zip(left, partner, strict=True) if other < 0]
    joined = any(near > 0 and near < 1 for near in like) and len(left) != len(right)
    missing = [] if joined else [word for at, word in enumerate(right) if at not in met]
    if only:
        told.append(f"only asked: {', '.join(only)}")
    if missing:
        told.append(f"only listed: {', '.join(missing)}")
    return told
