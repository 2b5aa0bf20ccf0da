"""What a measure is not yet, or not at all: put off, promised in a deal, foreseen, routine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import is_negated, is_passive, particle_lemma, subjects
from comity.read.measures.control import acts_of, known
from comity.read.speech.modality import is_denied, is_pending, modality
from comity.read.story import Draft, Story, quantified

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Verbs of lengthening: an act, though what it does is to keep.
_RENEWS = {"extend", "prolong", "renew", "lengthen", "stretch", "roll"}
_MAY = {"may", "can", "could", "must", "ca"}
_WILL = {"will", "would", "wo"}
#: Helpers of what has been done, unlike what is done as a rule.
_DONE = {"have", "has", "'ve"}
_UNDER = re.compile(
    r"(?:under|as part of) (?:the|it|this|that|their)\b(?! \w+ (?:rule|law|regime))", re.IGNORECASE
)
#: What leads from a control to the goods it is on.
_OVER = {"on", "over", "for", "of", "to"}
_GUESSES = {"believe", "think", "expect", "anticipate", "reckon", "predict", "foresee", "assume"}
_DEALS = {"framework", "deal", "agreement", "accord", "pact", "arrangement", "truce", "compromise"}


def settled(draft: Draft, verb: Token, head: Token, action: str) -> str | None:
    """Return what an act comes to once its negations are heard, None where it comes to nothing."""
    told = _negated(draft, verb, head, action)
    if told is None:
        return None
    delayed = _delays(verb)
    if delayed is not None and told in {"impose", "tighten"}:
        told = "suspend"
        draft.modality = modality(delayed)
    if told == "impose" and verb.dep_ == "xcomp" and verb.head.lemma_ in {"continue", "keep"}:
        told = "maintain"
    if told == "extend" and head.i != verb.i:
        told = _extended(head)
    if told == "maintain" and draft.modality == "did" and verb.lemma_.lower() not in _RENEWS:
        draft.modality = "in-force"
    return None if _is_routine(verb, head, told) else told


def _negated(  # noqa: PLR0911  (one return a construction)
    draft: Draft, verb: Token, head: Token, action: str
) -> str | None:
    """Return the act of a negated verb: put off, forbidden, kept, or none at all."""
    negated = is_negated(verb)
    if negated and action in {"impose", "tighten"} and _is_put_off(verb):
        return "suspend"
    if verb.lemma_.lower() in known("let_verb"):
        refused = any(child.dep_ == "aux" and child.lower_ in _WILL for child in verb.children)
        if negated and (is_passive(verb) or head.i == verb.i or refused):
            return "impose"
        if verb.dep_ == "xcomp" and verb.head.lemma_ == "refuse" and action == "ease":
            draft.modality = modality(verb.head)
            return "impose"
    if negated and head.i == verb.i and action == "impose" and _is_helped(verb):
        return action
    if negated and action == "maintain" and is_passive(verb):
        return action
    if head.i != verb.i and (is_pending(verb) or negated or _by_none(verb)):
        if action not in {"lift", "ease"} or draft.modality not in {"did", "will", "demanded"}:
            return None
        draft.modality = "in-force" if draft.modality == "did" else draft.modality
        return "maintain"
    return None if is_denied(verb) else action


def _is_helped(verb: Token) -> bool:
    """True for "may not leave", "cannot be sold"."""
    return any(child.dep_ == "aux" and child.lower_ in _MAY for child in verb.children)


def _by_none(verb: Token) -> bool:
    """True for "no agency has eased its curbs"."""
    doers = (child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"})
    return any(deep.lower_ in {"no", "neither"} for doer in doers for deep in doer.children)


def _delays(verb: Token) -> Token | None:
    """Return the verb that puts an act off: "hold off on implementing", "delay imposing"."""
    planned = dropped_plan(verb)
    if planned is not None:
        return planned
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if verb.tag_ != "VBG" or verb.dep_ not in {"pcomp", "xcomp"} or above.pos_ != "VERB":
        return None
    suspends = acts_of("control_verb")
    told = suspends.get(particle_lemma(above)) or suspends.get(above.lemma_.lower())
    return above if told == "suspend" else None


def is_delayed(verb: Token) -> bool:
    """True for "hold off on blacklisting": told by the verb that puts it off."""
    return _delays(verb) is not None


def dropped_plan(verb: Token) -> Token | None:
    """Return the verb in "shelved a plan to require permits", "dropped its idea of banning …"."""
    plan = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if verb.dep_ not in {"acl", "pcomp"} or verb.tag_ not in {"VB", "VBG"}:
        return None
    if plan.pos_ != "NOUN" or plan.lemma_.lower() not in known("plan_noun"):
        return None
    above = plan.head
    stands = verb.tag_ == "VBG" and verb.dep_ == "acl"
    if stands and plan.lemma_.lower() in {"rule", "measure", "decision", "move"}:
        return None
    told = acts_of("control_verb")
    act = told.get(particle_lemma(above)) or told.get(above.lemma_.lower())
    dropped = plan.dep_ in {"dobj", "nsubjpass"} and act in {"lift", "suspend"}
    return above if dropped and not is_negated(above) else None


def _is_put_off(verb: Token) -> bool:
    """True for "would not be implemented until …": put off."""
    return any(child.dep_ == "prep" and child.lower_ == "until" for child in verb.children)


def _extended(head: Token) -> str:
    """Return what lengthening does: a pause goes on, a control is kept, a waiver is extended."""
    lemma = head.lemma_.lower()
    if acts_of("act_noun").get(lemma) == "suspend":
        return "suspend"
    return "extend" if lemma in known("relief_noun") else "maintain"


def _is_routine(verb: Token, head: Token, action: str) -> bool:
    """True for "applications that meet the rules are approved": how a control works."""
    asked = head.lemma_.lower() in {"application", "request"}
    done = any(child.lower_ in _DONE for child in verb.children)
    if not asked or action != "ease" or done:
        return False
    return not list(subjects(verb)) or (modality(verb) != "did" and _is_regular(head))


def _is_regular(head: Token) -> bool:
    """True for "eligible applications", "applications that meet the conditions"."""
    able = {"eligible", "compliant", "qualified", "qualifying", "lawful", "all"}
    meets = any(
        c.dep_ == "relcl" and c.lemma_ in {"meet", "satisfy", "fulfill"} for c in head.subtree
    )
    return meets or any(child.lower_ in able for child in head.lefts)


def is_how(verb: Token) -> bool:
    """True for "how it enforces bans", "how many licenses are issued"."""
    opened = (token for child in verb.lefts for token in child.subtree)
    return verb.dep_ != "ROOT" and any(token.lower_ == "how" for token in opened)


def is_told_again(verb: Token, head: Token) -> bool:
    """True for "the rule, which the bureau issued on Monday": one that was told before."""
    definite = any(child.lower_ in {"the", "this", "these", "both"} for child in head.lefts)
    known_by = verb.dep_ == "relcl" and verb.head.i == head.i
    vehicle = head.lemma_.lower() in known("vehicle_noun")
    return definite and known_by and vehicle and verb.lemma_ in {"issue", "publish", "announce"}


def is_vague(head: Token, action: str, mood: str) -> bool:
    """True for "will cancel a series of restrictive measures": a promise that names none."""
    counted = head.dep_ == "pobj" and quantified(head.head.head).i == head.i
    counted = counted and any(child.lower_ in {"a", "some"} for child in head.head.head.lefts)
    bare = not any(child.dep_ == "prep" and child.lower_ in _OVER for child in head.children)
    plain = head.lemma_.lower() in {"measure", "restriction", "curb", "step", "countermeasure"}
    return action in {"lift", "ease", "suspend"} and mood == "will" and counted and bare and plain


def is_term(verb: Token, mood: str) -> bool:
    """True for what a side agreed or promised to do: a term of an agreement, not an act."""
    here = verb
    while here.dep_ in {"conj", "xcomp"} and here.head.i != here.i:
        here = here.head
        if here.lemma_ in {"agree", "promise", "pledge", "commit", "undertake"}:
            return True
        if any(c.dep_ == "nsubj" and c.lemma_.lower() in _DEALS for c in here.children):
            return True
    above, role = here.head, here.dep_
    promised = role == "acl" and above.lemma_ in {"promise", "pledge", "commitment", "vow"}
    spoken = role in {"acl", "relcl"} and above.lemma_ == "way"
    if promised or spoken or (role == "ccomp" and above.lemma_ == "understand"):
        return True
    if mood == "did":
        return False
    if (role in {"acl", "relcl"} and above.lemma_.lower() in _DEALS) or _is_agreed(here):
        return True
    outer = verb
    while outer.dep_ in {"advcl", "conj"} and outer.head.i != outer.i:
        outer = outer.head
    return bool(_UNDER.match(outer.sent.text.lstrip()))


def _is_agreed(verb: Token) -> bool:
    """True for "a deal reached last month to roll back curbs", however it is hung."""
    if not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return False
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.pos_ == "VERB":
            return token.dep_ == "acl" and token.head.lemma_.lower() in _DEALS
    return False


def is_forecast(story: Story, draft: Draft) -> bool:
    """True for what an expert thinks will come: a forecast, no measure."""
    if draft.modality == "expected" and _is_guessed(story, story.doc[draft.head]):
        return True
    return is_outside(story, draft) and draft.modality in {"expected", "possible", "will"}


def _is_guessed(story: Story, verb: Token) -> bool:
    """True for what somebody expects who governs nothing: "some in the trade believe it will"."""
    while verb.dep_ in {"xcomp", "conj", "ccomp"} and verb.head.i != verb.i:
        verb = verb.head
        if verb.lemma_ in _GUESSES and not is_passive(verb):
            return not any(story.side(each) for each in subjects(verb))
    return False


def is_outside(story: Story, draft: Draft) -> bool:
    """True for what an expert says who advises no government."""
    ruling = {each.name for each in story.names.people if each.side and not each.affiliation}
    return any(link.kind == "expert" and link.name not in ruling for link in draft.attribution)
