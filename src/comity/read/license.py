"""Licenses in a story: who must have one, what is allowed without, what is refused.

These constructions name no control as such: "would need a license to sell", "may load but not
unload", "barred them from shipping", "deny its requests to ship".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.lexicon import words
from comity.read.story import Story
from comity.read.syntax import governor, is_negated, objects, subjects, subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

_SHIPS = {"load", "ship", "export", "sell", "supply", "deliver", "carry", "transport", "buy"}
_SHIPS |= {"import", "send", "provide", "unload", "discharge", "resell", "transfer", "use"}
_LETS = {"allow", "let", "permit", "authorize", "authorise", "clear", "enable"}
_BARS = {"bar", "ban", "prohibit", "block", "forbid", "prevent", "stop", "restrict"}
_REFUSES = {"deny", "reject", "refuse", "withhold"}
_REVOKES = {"revoke", "suspend", "cancel", "withdraw", "freeze", "rescind"}
_NEEDS = {"need", "require", "obtain", "face", "seek", "get", "secure"}
_GETS = {"obtain", "get", "seek", "have", "secure", "apply"}
_ORDERS = {"letter", "guidance", "rule", "order", "notice", "regulation", "directive", "ministry"}
_ORDERS |= {"license", "licence", "authorization", "department", "bureau", "agency", "requirement"}
_MAY = {"may", "can", "could"}


def license_act(story: Story, verb: Token) -> str | None:  # noqa: PLR0911  (one return a construction)
    """Return what a construction about licenses does: impose or ease, None where it is neither."""
    lemma = verb.lemma_.lower()
    if lemma in _REVOKES and not is_negated(verb):
        return "impose" if _licensed(verb) and not _controls(verb) else None
    if lemma in {"stop", "cease", "halt"} and governor(verb).lemma_ in {
        "order",
        "tell",
        "instruct",
        "direct",
    }:
        return "impose" if any(c.lemma_ in _SHIPS for c in verb.children) else None
    if lemma in _REFUSES:
        return "impose" if _refused(verb) and _by_authority(story, verb) else None
    if lemma in _NEEDS and not is_negated(verb):
        if not (_licensed(verb) and _is_top(verb) and _traded(story, verb)):
            return None
        return "lift" if _no_longer(verb) else "impose"
    if lemma in _BARS and not is_negated(verb):
        inner = [c for p in verb.children if p.lower_ == "from" for c in p.children]
        barred = any(each.lemma_.lower() in _SHIPS for each in inner)
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        able = _by_authority(story, verb) or (passive and bool(story.goods_in(*subtree(verb))))
        return "impose" if barred and verb.dep_ != "conj" and able else None
    if lemma in _LETS and not is_negated(verb):
        return "ease" if _let(story, verb) else None
    if lemma in _SHIPS:
        return _may_ship(story, verb)
    return None


def _no_longer(verb: Token) -> bool:
    before = verb.doc[max(verb.sent.start, verb.i - 3) : verb.i].text.lower()
    return "no longer" in before


def _controls(verb: Token) -> bool:
    """True for "suspended the license requirement": a control, not a license."""
    return any(each.lemma_.lower() in {"requirement", "regime", "rule"} for each in objects(verb))


def _refused(verb: Token) -> bool:
    return any(
        each.lemma_.lower()
        in {"request", "application", "license", "licence", "authorization", "permit"}
        for each in objects(verb)
    )


def _licensed(verb: Token) -> bool:
    """True for a verb whose object is a license, or that requires somebody to obtain one."""
    holders = [
        verb,
        *(c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.lemma_ in _GETS),
    ]
    licenses = words("acts", "license_noun")
    return any(each.lemma_.lower() in licenses for holder in holders for each in objects(holder))


def _is_top(verb: Token) -> bool:
    """False for "obtain" in "required the companies to obtain licenses": told once, above."""
    return not (
        verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_ in {"require", "order", "need"}
    )


def _traded(story: Story, verb: Token) -> bool:
    first, last = subtree(verb)
    if story.goods_in(first, last):
        return True
    flows = words("acts", "flow_noun")
    licenses = words("acts", "license_noun")
    return any(
        t.lemma_.lower() in flows and t.lemma_.lower() not in licenses
        for t in verb.doc[first : last + 1]
    )


def _by_authority(story: Story, verb: Token) -> bool:
    doers = subjects(verb)
    return any(
        story.acting_side(each) or each.lemma_.lower() in _ORDERS or story.names.body(each)
        for each in doers
    )


def _let(story: Story, verb: Token) -> bool:
    inner = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp"}]
    ships = any(each.lemma_.lower() in _SHIPS for each in inner)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    named = bool(story.goods_in(*subtree(verb)))
    return ships and named and (passive or _by_authority(story, verb))


def _may_ship(story: Story, verb: Token) -> str | None:
    """Read "told the companies that they could load ethane but could not unload it"."""
    if not any(c.dep_ == "aux" and c.lower_ in _MAY for c in verb.children):
        return None
    if verb.dep_ not in {"ccomp", "conj"} or not story.goods_in(*subtree(verb)):
        return None
    if verb.dep_ == "conj":
        return None
    told = governor(verb)
    spoken = any(
        story.acting_side(each) or each.lemma_.lower() in _ORDERS for each in subjects(told)
    )
    if not spoken:
        return None
    return "impose" if is_negated(verb) else "ease"
