"""Licenses in a story: who must have one, what is allowed without, what is refused.

These constructions name no control as such: "would need a license to sell", "may load but not
unload", "barred them from shipping", "deny its requests to ship", "extended an exemption for".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    governor,
    is_negated,
    objects,
    prepositional,
    subjects,
    subtree,
)
from comity.read.lexicon import words
from comity.read.measures.allowance import allowance
from comity.read.measures.control import is_shelved
from comity.read.measures.state import no_longer
from comity.read.measures.traded import goods_of
from comity.read.story import Story, quantified

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

_MAY = {"may", "can", "could"}
_TOLD = {"order", "tell", "instruct", "direct", "ask", "require"}
_INFORMS = {"tell", "inform", "notify", "advise", "instruct", "order", "write", "announce"}
_OBLIGES = {"have", "need", "require", "oblige", "compel", "force", "order", "mandate", "subject"}
#: Who speaks for an authority.
_BODIES = {"institution", "government", "official", "officials"}
_GIVES = {"give", "grant", "issue", "hand", "offer"}


def _is_word(token: Token, *classes: str) -> bool:
    lemma = token.lemma_.lower()
    return any(lemma in words("acts", each) for each in classes)


def license_act(story: Story, verb: Token) -> str | None:
    """Return what a construction about licenses does: impose, ease, lift or extend, else None."""
    for kind, act in _ACTS.items():
        if _is_word(verb, kind):
            found = act(story, verb)
            if found is not None:
                return found
    return allowance(story, verb)


def _revokes(story: Story, verb: Token) -> str | None:
    """Read "revoked licenses", "ended the waiver"; but "suspended the license requirement" not."""
    losing = verb.lemma_ in {"lose", "forfeit"}
    if is_negated(verb) or _controls(verb):
        return None
    if not (losing or _by_authority(story, verb, passive=True)):
        return None
    if verb.lemma_ in {"put", "place"} and not is_shelved(verb):
        return None
    stripped = [each for each in prepositional(verb, "of") if _is_word(each, "relief_noun")]
    return "tighten" if _relieved(verb) or stripped else None


def _grants(story: Story, verb: Token) -> str | None:
    """Read "began to grant exemptions", "was given a waiver"."""
    eased = {"exemption", "waiver", "exception", "status", "reprieve", "carve-out", "dispensation"}
    given = any(each.lemma_.lower() in eased for each in objects(verb))
    told = any(one.first < verb.i for one in story.names.goods[:1])
    licensed = any(c.dep_ == "dobj" and _is_word(c, "license_noun") for c in verb.children)
    given = given or (_is_passive(verb) and licensed and told)
    allowed = given and not is_negated(verb) and not _is_license_described(verb)
    return "ease" if allowed and _by_authority(story, verb, passive=True) else None


def _extends(story: Story, verb: Token) -> str | None:
    """Read "extended an exemption", "renewed the waiver"."""
    return "extend" if _relieved(verb) and _by_authority(story, verb, passive=True) else None


def _refuses(story: Story, verb: Token) -> str | None:
    refused = any(_is_word(each, "license_noun", "request_noun") for each in objects(verb))
    given = any(c.dep_ == "dobj" and _is_word(c, "license_noun") for c in verb.children)
    passive = given and _is_passive(verb)
    return "impose" if refused and _by_authority(story, verb, passive=passive) else None


def _needs(story: Story, verb: Token) -> str | None:
    rules = _obliges_traders(story, verb) or (_licensed(verb) and _traded(story, verb))
    if not (_is_top(verb) and rules):
        return None
    if no_longer(verb):
        return "lift"
    return None if is_negated(verb) else "impose"


def _obliges_traders(story: Story, verb: Token) -> bool:
    """True for "requiring exporters of chips to register end users"."""
    told = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"} and _is_infinitive(c)]
    bound = [*objects(verb), *(d for c in told for d in c.children if d.dep_ == "nsubj")]
    traders = [each for each in bound if _is_word(each, "trader_noun")]
    needs = bool(told) and _is_word(verb, "need_verb")
    return needs and any(goods_of(story, each) for each in traders)


def is_duty(verb: Token) -> bool:
    """True for "must obtain a license": a rule that is told, not a wish."""
    return any(child.dep_ == "aux" and child.lower_ == "must" for child in verb.children)


def _gains(story: Story, verb: Token) -> str | None:
    """Read "must obtain a license", "will have to seek approval"; an application is no rule."""
    return _needs(story, verb) if is_obliged(verb) else None


def is_obliged(verb: Token) -> bool:
    """True for what must be done: "must obtain", "would have to be approved"."""
    if is_duty(verb):
        return True
    return verb.dep_ in {"xcomp", "ccomp", "advcl"} and verb.head.lemma_ in _OBLIGES


def _reports(story: Story, verb: Token) -> str | None:
    """Read "must notify the authorities before exporting such items"."""
    told = verb.sent.text.lower()
    early = "in advance" in told or "days before" in told or "prior to" in told
    known = any(one.first < verb.right_edge.i for one in story.names.goods[:1])
    return "impose" if is_obliged(verb) and early and known and not is_negated(verb) else None


def _wins(story: Story, verb: Token) -> str | None:
    """Read "Nvidia received licenses to sell its chips": somebody was let."""
    if verb.tag_ not in {"VBD", "VBN"} or is_negated(verb) or _by_authority(story, verb):
        return None
    gained = [each for each in objects(verb) if _is_word(each, "license_noun", "go_ahead_noun")]
    told = any(one.first < verb.i for one in story.names.goods[:1])
    named = story.goods_in(*subtree(verb))
    return "ease" if gained and (named or (told and not _ships_in(verb))) else None


def _bars(story: Story, verb: Token) -> str | None:
    """Read "barred the firm from shipping", "stopped Nvidia selling"."""
    if is_negated(verb):
        return None
    inner = [c for p in verb.children if p.lower_ == "from" for c in p.children]
    barred = [c for each in objects(verb) for c in each.children if c.dep_ in {"acl", "relcl"}]
    beside = (c for c in governor(verb).rights if verb.dep_ == "pcomp" and c.i > verb.i)
    inner += [c for c in (*verb.children, *barred, *beside) if _is_infinitive(c)]
    if not any(_is_word(each, "ship_verb") for each in inner):
        return None
    named = _is_passive(verb) and _names_goods(story, verb)
    return "impose" if named or _by_authority(story, verb) else None


def _severs(story: Story, verb: Token) -> str | None:
    """Read "cut off U.S. buyers from gallium", "deprived chipmakers of tools"."""
    if is_negated(verb) or not objects(verb):
        return None
    cut_from = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"from", "of"}]
    named = any(story.goods_in(*subtree(each)) for each in cut_from)
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _TOLD and _cuts_buyers(verb):
        return "impose" if _by_authority(story, verb.head) else None
    return "impose" if named and _by_authority(story, verb, passive=True) else None


def _cuts_buyers(verb: Token) -> bool:
    """True for "cut off Chinese customers"."""
    buyers = {"customer", "client", "buyer", "user"}
    return any(each.lemma_.lower() in buyers for each in objects(verb))


def _stops(story: Story, verb: Token) -> str | None:
    """Read "ordered the companies to stop shipping", "has stopped selling turbines"."""
    if is_negated(verb) or not any(_is_let_through(story, c) for c in verb.children):
        return None
    told = governor(verb).lemma_ in _TOLD
    if told and any(child.lemma_ in {"buy", "purchase", "import"} for child in verb.children):
        return None
    return "impose" if told or (_names_goods(story, verb) and _by_authority(story, verb)) else None


def _is_let_through(story: Story, token: Token) -> bool:
    """True for "shipping", "sales", "issuing permits for …": what a stop puts an end to."""
    if _is_word(token, "ship_verb", "flow_noun"):
        return True
    return token.dep_ == "xcomp" and _is_word(token, "let_verb") and bool(goods_of(story, token))


def _begins(story: Story, verb: Token) -> str | None:
    """Read "has resumed selling turbines"."""
    ships = any(_is_word(c, "ship_verb") for c in verb.children if c.dep_ == "xcomp")
    if is_negated(verb) or verb.lemma_ == "go" or not (ships and _names_goods(story, verb)):
        return None
    return "ease" if _by_authority(story, verb) else None


def _lets(story: Story, verb: Token) -> str | None:
    """Read "allowed Nvidia to sell", "cleared it to resume sales", "gave the go-ahead to ship"."""
    known = _names_goods(story, verb) or _ships_told(story, verb)
    if verb.lemma_.lower() in _GIVES and _by_authority(story, verb):
        told = any(_is_word(each, "license_noun") for each in objects(verb))
        heard = any(c.dep_ == "dative" for c in verb.children)
        if told and heard and story.goods_in(verb.sent.start, verb.sent.end - 1):
            return None if is_negated(verb) else "ease"
    if _is_license_described(verb) or not known:
        return None
    if verb.lemma_.lower() in _GIVES:
        given = [c for c in verb.children if c.dep_ == "dobj" and _is_word(c, "go_ahead_noun")]
        if not given or not _ships_in(verb):
            return None
    elif not any(
        _is_word(c, "ship_verb", "move_verb")
        or words("acts", "flow_verb").get(c.lemma_.lower()) == "ease"
        or (_is_word(c, "begin_verb") and _ships_in(c))
        for c in verb.children
        if c.dep_ in {"ccomp", "xcomp"}
    ):
        return None
    if not (_is_passive(verb) or _by_authority(story, verb)):
        return None
    return "impose" if is_negated(verb) else "ease"


def _may_ship(story: Story, verb: Token) -> str | None:
    """Read "told the companies that they could load ethane but could not unload it"."""
    above = verb.head
    if verb.dep_ in {"xcomp", "ccomp"} and above.lemma_ in _TOLD and _is_infinitive(verb):
        forbidden = _by_authority(story, above) and is_negated(verb)
        return "impose" if forbidden and (_names_goods(story, verb) or any(objects(verb))) else None
    if not any(c.dep_ == "aux" and c.lower_ in _MAY for c in verb.children):
        return None
    if verb.dep_ != "ccomp" or not _names_goods(story, verb):
        return None
    told = governor(verb)
    spoken = any(story.acting_side(each) or _is_word(each, "order_noun") for each in subjects(told))
    if not spoken:
        return None
    return "impose" if is_negated(verb) else "ease"


def takes_license(verb: Token) -> bool:
    """True for a verb that takes, keeps or refuses a license rather than a control."""
    taken = _is_word(verb, "revoke_verb", "renew_verb", "refuse_verb")
    taken = taken and (verb.lemma_ not in {"put", "place"} or is_shelved(verb))
    return taken and _relieved(verb) and not _controls(verb)


def is_let(story: Story, verb: Token) -> bool:
    """True for "told Nvidia that it could resume sales", and what goes with that."""
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        verb = verb.head
    hearers = [c for c in verb.head.children if c.dep_ in {"dobj", "dative", "nsubjpass"}]
    private = any(
        story.names.company_at(each.i) is not None
        or each.lemma_.lower() in words("talks", "private_noun")
        or each.lower_ in {"it", "they", "them"}
        for each in hearers
    )
    return private and is_notified(verb)


def is_notified(verb: Token) -> bool:
    """True for "told Nvidia that it would need a license", "wrote to say that they may load"."""
    may = any(c.dep_ == "aux" and c.lower_ in {*_MAY, "would", "must"} for c in verb.children)
    above = verb.head
    if not may or verb.dep_ != "ccomp":
        return False
    if above.tag_ == "VB" and above.dep_ in {"advcl", "xcomp"}:
        above = governor(above)
    return above.tag_ in {"VBD", "VBN"} and (above.i < verb.i)


_ACTS: dict[str, Callable[[Story, Token], str | None]] = {
    "revoke_verb": _revokes,
    "renew_verb": _extends,
    "grant_verb": _grants,
    "stop_verb": _stops,
    "sever_verb": _severs,
    "refuse_verb": _refuses,
    "need_verb": _needs,
    "gain_verb": _gains,
    "report_verb": _reports,
    "begin_verb": _begins,
    "win_verb": _wins,
    "bar_verb": _bars,
    "let_verb": _lets,
    "ship_verb": _may_ship,
}


def notified_of(story: Story, verb: Token) -> Token | None:
    """Return the requirement in "had been notified of a license requirement for shipments"."""
    if verb.lemma_ not in _INFORMS or is_negated(verb):
        return None
    if not (_is_passive(verb) or _by_authority(story, verb)):
        return None
    told = (t for t in verb.subtree if t.i > verb.i and t.dep_ == "pobj" and t.head.lower_ == "of")
    return next((each for each in told if _is_ruling(each)), None)


def _is_ruling(token: Token) -> bool:
    return _is_word(token, "core_control_noun") and any(
        _is_word(child, "license_noun") or child.lower_ in {"export", "new"}
        for child in token.lefts
    )


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in verb.children)


def _is_license_described(verb: Token) -> bool:
    """True for "licenses that allowed firms to ship": told with what happens to the licenses."""
    return verb.dep_ in {"relcl", "acl"} and _is_word(verb.head, "license_noun", "relief_noun")


def _controls(verb: Token) -> bool:
    """True for "suspended the license requirement": a control, not a license."""
    return any(
        _is_word(each, "core_control_noun") or each.lemma_ == "rule" for each in objects(verb)
    )


def _relieved(verb: Token) -> bool:
    return any(_is_word(quantified(each), "relief_noun") for each in objects(verb))


def _licensed(verb: Token) -> bool:
    """True for a verb whose object is a license, or that requires somebody to obtain one."""
    below = (c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"})
    inner = [c for c in below if _is_word(c, "gain_verb") and is_obliged(c)]
    told = (
        each
        for holder in (verb, *inner)
        for each in (*objects(holder), *prepositional(holder, "for"))
    )
    return any(_is_word(each, "license_noun") for each in told)


def _is_top(verb: Token) -> bool:
    """False for "obtain" in "required the companies to obtain licenses": told once, above."""
    return not (verb.dep_ in {"xcomp", "ccomp", "advcl"} and _is_word(verb.head, "need_verb"))


def _ships_in(verb: Token) -> bool:
    """True where something beneath a verb ships, sells or resumes sales."""
    return any(
        _is_word(each, "ship_verb", "flow_noun")
        for each in verb.subtree
        if each.i > verb.i and not _is_word(each, "license_noun")
    )


def _ships_told(story: Story, verb: Token) -> bool:
    """True for "may ship up to 18,000 tonnes", "let the cargoes go" of goods told before."""
    told = any(
        _is_word(each, "count_noun", "flow_noun")
        for child in verb.children
        if _is_word(child, "ship_verb", "move_verb")
        for each in (*objects(child), *subjects(child))
    )
    return told and any(one.first < verb.i for one in story.names.goods[:1])


def _is_infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _names_goods(story: Story, verb: Token) -> bool:
    return bool(story.goods_in(*subtree(verb))) or bool(goods_of(story, verb))


def _traded(story: Story, verb: Token) -> bool:
    first, last = subtree(verb)
    if _names_goods(story, verb):
        return True
    return any(
        _is_word(each, "flow_noun", "ship_verb") and not _is_word(each, "license_noun")
        for each in verb.doc[first : last + 1]
        if each.i != verb.i
    )


def _by_authority(story: Story, verb: Token, *, passive: bool = False) -> bool:
    doers = subjects(verb)
    if passive and not doers:
        return True
    told = any(each.lower_ in {"it", "they"} for each in doers) and verb.dep_ == "ccomp"
    if told and any(link.kind in _BODIES for link in story.chains.of(verb.i)):
        return True
    return any(
        story.acting_side(each) or _is_word(each, "order_noun") or story.names.body(each)
        for each in doers
    )
