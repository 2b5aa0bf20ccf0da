"""How surely something is said to happen: did, will, prepared-to, possible, demanded and so on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from comity.read.language.syntax import remembered
from comity.read.lexicon import table, words
from comity.read.proposal import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Token

_WILL = {"will", "would", "shall", "'ll", "\u2019ll", "wo"}
_MAY = {"could", "may", "might", "can"}
_ADVERBS: dict[str, Modality] = {
    "reportedly": "said-to",
    "allegedly": "said-to",
    "purportedly": "said-to",
    "possibly": "possible",
    "perhaps": "possible",
    "potentially": "possible",
    "likely": "expected",
    "probably": "expected",
    "supposedly": "said-to",
}
#: How far each takes from a plain statement, and those that hold over what they embed.
_WEIGHT = {"did": 0, "in-force": 0, "will": 1, "prepared-to": 2, "expected": 3, "possible": 4}
_WEIGHT |= {"demanded": 5, "said-to": 6, "reportedly": 6}
_WEAKER = {"possible", "expected", "demanded", "said-to", "prepared-to"}
_CONDITIONS = {"if", "once", "unless", "provided", "providing", "should", "lest", "whether"}
_ASKS = {"ask", "urge", "press", "pressure", "push", "plead", "appeal", "call", "lobby"}
_REFUSALS = {"refuse", "decline", "reject", "rule", "fail", "deny", "resist", "refusal", "stop"}
#: What a coordinated verb doesn't share with the verb before it, nor then its negation.
_OF_ITS_OWN = {"nsubj", "nsubjpass", "aux"}
_HINGES = {"conditional", "contingent"}
#: What follows a decision or a move that was taken.
_SINCE = {"after", "following", "since", "despite", "over", "amid"}
_REFUSALS |= {"slow", "reluctant", "unwilling", "hesitant", "unable", "loath"}
_REFUSALS |= {"failure", "inability", "reluctance", "unwillingness"}
_REFUSALS |= {"block", "veto", "oppose", "thwart", "scupper"}
#: What "is" sets equal to a noun: "the aim is to …", "its demand is that …".
_EQUATED = {"xcomp", "ccomp", "attr", "nsubj", "csubj"}
_UPWARD = {
    "xcomp",
    "ccomp",
    "pcomp",
    "pobj",
    "acl",
    "dobj",
    "attr",
    "acomp",
    "prep",
    "csubj",
    "oprd",
}


@cache
def _embeddings() -> Mapping[str, str]:
    return {row["word"]: row["value"] for row in reversed(table("acts")) if row["class"] == "embed"}


@cache
def _speech() -> frozenset[str]:
    cues = [
        row for row in table("cues") if row["class"] == "cue" and row["value"] in {"say", "show"}
    ]
    return frozenset(row["word"] for row in cues) - {"promise", "pledge", "vow", "suggest", "agree"}


def modality(verb: Token) -> Modality:
    """Read the modality of an event from its auxiliaries, adverbs and what embeds it.

    What stands further out weakens: "may agree to lift" is possible, "wants it to pledge" demanded.
    """
    told: Modality = "did"
    for found in _ladder(verb):
        if told == "did" or (found in _WEAKER and _WEIGHT[found] > _WEIGHT[told]):
            told = found
    return told


def _ladder(verb: Token) -> Iterator[Modality]:
    """Yield what each layer around an event says of it, from the inside out."""
    token = verb
    for _ in range(8):
        own = _own(token)
        if own is not None:
            yield own
        above = token.head
        if above.i == token.i or not _climbs(token):
            return
        equal = above.lemma_ == "be" and token.dep_ in _EQUATED
        found = _equated(token, above) if equal else _embedded(token, above)
        if found is not None:
            yield found
        spoken = above.lemma_.lower() in _speech() and token.dep_ == "ccomp" and found is None
        if spoken and above.dep_ != "xcomp":
            return
        token = above


def _climbs(token: Token) -> bool:
    if token.dep_ in _UPWARD or (token.dep_ == "nsubj" and token.head.lemma_ == "be"):
        return True
    if token.dep_ == "relcl":
        return _is_that_clause(token) or _is_drafted(token)
    if token.dep_ == "advcl":
        plain = not any(child.dep_ in {"aux", "mark", "nsubj"} for child in token.children)
        accompanies = token.tag_ == "VBG" and plain and token.i > token.head.i
        return accompanies or any(
            child.dep_ == "aux" and child.lower_ == "to" for child in token.children
        )
    if token.dep_ != "conj":
        return False
    helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    if ("to" in helpers and helpers <= {"to", "be"}) or _is_second_that(token):
        return True
    return not helpers - {"be"} and not any(
        c.dep_ in {"nsubj", "nsubjpass"} for c in token.children
    )


def _is_second_that(verb: Token) -> bool:
    """True for the second clause of "expects that … and that …": what is said of one is of both."""
    return verb.head.dep_ == "ccomp" and _is_that_clause(verb) and _is_that_clause(verb.head)


def _is_drafted(verb: Token) -> bool:
    """True for "is drafting a rule that would restrict sales": no surer than the rule itself."""
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    doers = [child for child in verb.children if child.dep_ == "nsubj"]
    drafted = verb.head.lemma_.lower() in {*words("acts", "vehicle_noun"), *_embeddings()}
    return drafted and bool(helpers & _WILL) and any(d.tag_ == "WDT" for d in doers)


def _own(token: Token) -> Modality | None:
    helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    adverbs = {child.lower_ for child in token.children if child.dep_ in {"advmod", "acomp"}}
    for adverb in sorted(adverbs & set(_ADVERBS)):
        return _ADVERBS[adverb]
    if helpers & _MAY or _is_open(token):
        return "possible"
    if helpers & _WILL:
        return "will"
    if helpers & {"should", "must"} and not is_inverted(token):
        return "demanded"
    return "demanded" if _is_subjunctive(token) else None


def _is_open(verb: Token) -> bool:
    """True for "whether Beijing will ease its controls is unclear"."""
    asked = any(child.dep_ == "mark" and child.lower_ == "whether" for child in verb.children)
    return asked and verb.dep_ in {"csubj", "nsubj", "ccomp", "pcomp"}


def _is_subjunctive(verb: Token) -> bool:
    """True for "that the rule be scrapped": wished, whatever the noun or verb above."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    plain = [child.lower_ for child in helpers] == ["be"] and verb.tag_ == "VBN"
    return plain and any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children)


def is_inverted(verb: Token) -> bool:
    """True for "should Beijing extend its ban": a condition."""
    helper = next((c.i for c in verb.children if c.dep_ == "aux" and c.lower_ == "should"), None)
    return helper is not None and any(
        child.dep_ in {"nsubj", "nsubjpass"} and child.i > helper for child in verb.children
    )


def _embedded(  # noqa: PLR0911  (one return a construction)
    token: Token, above: Token
) -> Modality | None:
    """Read what an embedding verb, adjective or noun makes of its complement."""
    found = _embeddings().get(above.lemma_.lower()) or _embeddings().get(above.lower_)
    if above.lemma_ in {"say", "report", "rumor", "allege", "believe", "think"}:
        if token.dep_ == "xcomp" and _is_impersonal(above):
            return "said-to"
        ahead = above.lemma_ in {"believe", "think"} and _own(token) == "will"
        return "expected" if ahead else None
    if above.lemma_ in {"signal", "hint", "suggest"} and token.dep_ == "ccomp":
        return None
    if above.lemma_ == "look" and token.dep_ == "prep" and token.lower_ == "for":
        return "demanded"
    if (
        token.dep_ == "advcl"
        and token.tag_ == "VBG"
        and above.lemma_ in {"conditional", "contingent"}
    ):
        return "demanded"
    if found is None or not _is_complement(token, above):
        return None
    if found == "said-to" and not _is_impersonal(above):
        return None
    if above.lemma_ in {"decision", "move"} and _has_told(above):
        return "did"
    outer = _own(above)
    if found == "will" and outer in {"possible", "said-to"}:
        return outer
    return cast("Modality", found)


def _equated(token: Token, be: Token) -> Modality | None:
    """Read "its demand is that …", "a pause is one option", "lifting them is a goal"."""
    other = {"attr"} if token.dep_ in {"nsubj", "csubj"} else {"nsubj"}
    for noun in be.children:
        found = _embeddings().get(noun.lemma_.lower()) if noun.dep_ in other else None
        if found is not None and noun.pos_ == "NOUN":
            return cast("Modality", found)
    return "will" if token.dep_ == "xcomp" else None


def _has_told(noun: Token) -> bool:
    """True for a move that did something already: "the decision to halt sales angered …"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in _SINCE:
        return True
    if noun.dep_ == "nsubj":
        return noun.head.tag_ == "VBD"
    return noun.dep_ == "nsubjpass" and any(
        child.dep_ == "auxpass" and child.tag_ == "VBD" for child in noun.head.children
    )


def _is_complement(token: Token, above: Token) -> bool:
    if token.dep_ == "prep":
        if above.pos_ == "NOUN":
            return token.lower_ in {"of", "for", "to", "about"}
        return token.lower_ in {"to", "for", "about", "of"} and _is_gerund_of(token)
    if token.dep_ in {"dobj", "pobj"}:
        planned = token.lemma_.lower() in {*words("acts", "vehicle_noun"), *_embeddings()}
        return (planned and above.lemma_ != "get") or above.pos_ in {"NOUN", "ADP"}
    if above.lemma_ in {"get", "need", "call", "look", "lean"}:
        return token.dep_ == "xcomp" or _is_wanted(token)
    if token.dep_ == "advcl" and (above.lemma_ in _ASKS or _is_wanted(token)):
        return True
    return token.dep_ in {"xcomp", "ccomp", "acl", "pcomp", "acomp", "csubj"} or (
        token.dep_ == "relcl" and above.pos_ == "NOUN" and _is_that_clause(token)
    )


def _is_wanted(verb: Token) -> bool:
    """True for what somebody is to do: "for them to be removed", "getting China to lift …"."""
    openers = {child.lower_ for child in verb.children if child.dep_ in {"mark", "aux"}}
    return "to" in openers and (verb.dep_ == "ccomp" or "for" in openers)


def _is_gerund_of(preposition: Token) -> bool:
    return any(child.dep_ == "pcomp" for child in preposition.children)


def _is_that_clause(verb: Token) -> bool:
    """True for "a request that Beijing tighten controls", whatever the parser calls it."""
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children)


def _is_impersonal(verb: Token) -> bool:
    """True for "is reported to", false for "Reuters reported that"."""
    return any(child.dep_ in {"auxpass", "nsubjpass", "expl"} for child in verb.children)


def of_noun(noun: Token) -> Modality:
    """Read the modality of an act that a noun names: "is considering new restrictions"."""
    above = noun.head
    while (
        above.pos_ in {"ADP", "NOUN"}
        and above.dep_ in {"prep", "pobj", "conj", "dobj"}
        and (above.lemma_.lower() not in _embeddings())
    ):
        above = above.head
    found = _embeddings().get(above.lemma_.lower())
    if found is None or above.i == noun.i:
        return modality(noun)
    outer = _own(above)
    if outer is not None and found not in {"demanded", "expected"}:
        return outer
    return cast("Modality", found)


def is_denied(verb: Token) -> bool:  # noqa: PLR0911  (one return a construction)
    """True for what is said not to happen: "no plan to lift", "refused to ease"."""
    here, beside = verb, False
    for _ in range(5):
        if any(child.dep_ == "neg" or child.lower_ in {"never", "no"} for child in here.children):
            return True
        if here.i != verb.i and not beside and _refuses(here):
            return True
        if here.dep_ == "ccomp" and here.head.lemma_.lower() == "deny":
            return True
        if here.dep_ == "pcomp" and here.head.lower_ in {"against", "without"}:
            return True
        if here.dep_ not in {"xcomp", "acl", "pcomp", "prep", "dobj", "conj"}:
            return False
        if here.dep_ == "conj" and any(child.dep_ in _OF_ITS_OWN for child in here.children):
            return False
        beside = here.dep_ == "conj"
        here = here.head
    return False


def _refuses(token: Token) -> bool:
    """True for "refused to", "ruled out", "its refusal to"; a rule refuses nothing."""
    if token.lemma_.lower() == "rule":
        return token.pos_ == "VERB" and any(child.lower_ == "out" for child in token.children)
    return token.lemma_.lower() in _REFUSALS


def is_pending(verb: Token) -> bool:
    """True for "has yet to lift"."""
    above = verb.head
    return (
        verb.dep_ == "xcomp"
        and above.lemma_ == "have"
        and any(child.lower_ == "yet" for child in (*above.children, *verb.children))
    )


@remembered
def is_condition(token: Token) -> bool:
    """True for a verb inside "if …", "once …": a condition, not an event of its own."""
    here = token
    for _ in range(8):
        if is_inverted(here) and token.i >= here.i:
            return True
        if here.dep_ == "relcl" or _is_weighed(here):
            return False
        if here.dep_ in {"pcomp", "ccomp"} and here.head.lower_ in {"provided", "providing"}:
            return True
        if here.dep_ in {"advcl", "ccomp", "pcomp", "conj"} and any(
            child.dep_ in {"mark", "advmod", "aux", "prep", "intj"}
            and child.lower_ in _CONDITIONS
            and child.i < here.i
            and (child.lower_ != "should" or child.i == here.left_edge.i)
            and (child.lower_ != "once" or child.i == here.left_edge.i)
            for child in here.children
        ):
            return True
        if here.head.i == here.i:
            return False
        here = here.head
    return False


@remembered
def is_asked(token: Token) -> bool:
    """True inside a question: "Is China considering resuming exports?" tells nothing."""
    last = token.sent[-1]
    while last.i > token.i and (last.is_space or last.is_quote):
        last = last.nbor(-1)
    return last.text == "?"


def is_complained_of(verb: Token) -> bool:
    """True for conduct named in a charge alone: "accused it of …", "rebuked it for …"."""
    here = verb
    while here.dep_ in {"advcl", "xcomp", "conj"} and here.head.i != here.i:
        here = here.head
    if here.dep_ == "pcomp" and here.head.lower_ == "by" and here.head.head.dep_ == "pcomp":
        here = here.head.head
    above = here.head
    charged = here.dep_ == "pcomp" and above.lower_ in {"of", "for"}
    return charged and above.head.lemma_.lower() in words("talks", "accuse_verb")


def _is_weighed(verb: Token) -> bool:
    """True for "weighing whether to require licenses": a thing considered, no condition."""
    asks = any(child.dep_ == "mark" and child.lower_ == "whether" for child in verb.children)
    above = verb.head
    return asks and words("acts", "embed").get(above.lemma_.lower()) == "possible"


def is_counterfactual(verb: Token) -> bool:
    """True for "would have imposed": what did not come."""
    here = verb
    while True:
        helpers = [child.lower_ for child in here.children if child.dep_ == "aux"]
        if here.tag_ == "VBN" and helpers[-2:] == ["would", "have"]:
            return True
        if here.dep_ not in {"ccomp", "xcomp"} or here.head.i == here.i or here.i < here.head.i:
            return False
        here = here.head


def is_hoped(verb: Token) -> bool:
    """True in "shares rose on hopes that …", "amid fears it would …": what nobody in power says."""
    noun = verb.head
    while verb.dep_ in {"xcomp", "conj", "ccomp"} and noun.pos_ in {"VERB", "AUX"}:
        verb, noun = noun, noun.head
    moods = noun.lemma_.lower() in words("acts", "mood_noun") and noun.pos_ == "NOUN"
    return moods and verb.dep_ in {"acl", "ccomp", "relcl"} and noun.dep_ in {"pobj", "nsubj"}


def wants(token: Token) -> bool:
    """True for a noun or verb of wishing and demanding."""
    return words("acts", "embed").get(token.lemma_.lower()) == "demanded"
