"""Mends for what is done to controls: verbs of acting that a small parser takes for something else.

"froze, until next year, the rules announced in May" has rules for an object, and "restrictions
the ministry put on sales should go" is about restrictions, not about a ministry.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = {"NOUN", "PROPN"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_PAST = {"VBD", "VBN"}
_WISHES = {"want", "see", "have", "get", "like", "prefer", "need"}
_ASKS = {"ask", "urge", "press", "tell", "order", "lobby", "implore", "beg", "call", "exhort"}
#: What somebody asks in: "urged the minister in a letter to block sales".
_PAPERS = {"letter", "statement", "meeting", "call", "memo", "note", "speech", "interview", "talk"}
_PAPERS |= {"message", "report", "petition", "resolution", "hearing", "conversation", "post"}
#: Where things are put or kept, each with its preposition.
SHELVED = {"hold": "on", "ice": "on", "place": "in", "force": "in"}
MONTHS = {"January", "February", "March", "April", "May", "June", "July", "August"}
MONTHS |= {"September", "October", "November", "December"}
_OUTER = {"det", "amod", "poss", "nummod", "compound", "nmod"}
_LETS = {"let", "allow", "help", "have", "make"}
_LETTERS = {"letter", "notice", "order", "notification", "directive", "memo"}
_INFORMS = {"inform", "notify", "advise", "tell", "require", "warn", "instruct", "order"}
_AMONG = {"among", "including"}
#: Participles that a tagger takes for adjectives, with their verbs.
_IRREGULAR = {"frozen": "freeze", "shelved": "shelve", "halted": "halt", "paused": "pause"}
_IRREGULAR |= {"eased": "ease", "tightened": "tighten", "suspended": "suspend", "lifted": "lift"}


@cache
def _acts() -> frozenset[str]:
    kinds = {"control_verb", "flow_verb", "revoke_verb"}
    told = (row["word"] for row in table("acts") if row["class"] in kinds)
    return frozenset(each for word in told for each in (word, word.split()[0]))


@cache
def _ruled() -> frozenset[str]:
    """Return nouns that such verbs act on: controls, rules, licenses and trade."""
    kinds = {"control_noun", "core_control_noun", "vehicle_noun", "license_noun", "flow_noun"}
    return frozenset(row["word"] for row in table("acts") if row["class"] in kinds)


def raise_delayed(verb: Token) -> None:
    """Mend "froze, until May, the rules announced a month before": an object that comes late."""
    above = verb.head
    item = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
    if item is None or item.lemma_.lower() not in _ruled() or above.i > item.i:
        return
    if verb.tag_ not in _PAST or above.lemma_.lower() not in _acts() or _has_object(above):
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", "dobj"} for c in verb.children):
        return
    if item.left_edge.i == 0 or verb.doc[item.left_edge.i - 1].text != ",":
        return
    for child in list(verb.lefts):
        if child.i < item.left_edge.i:
            child.head = above
    item.head, item.dep_ = above, "dobj"
    verb.head, verb.dep_, verb.tag_ = item, "acl", "VBN"


def raise_reduced(verb: Token) -> None:
    """Mend "Curbs brought in by the ministry would go": the curbs would, nobody brought."""
    outer = verb.head
    if verb.dep_ == "advcl" and any(c.dep_ in _SUBJECTS for c in outer.children):
        return
    item = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
    if verb.tag_ not in _PAST or item is None or item.lemma_.lower() not in _ruled():
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", "dobj"} for c in verb.children):
        return
    passive = any(c.dep_ == "auxpass" for c in outer.children)
    item.head, item.dep_ = outer, "nsubjpass" if passive else "nsubj"
    verb.head, verb.dep_, verb.tag_ = item, "acl", "VBN"
    raise_agent(verb)


def raise_letter(verb: Token) -> None:
    """Mend "after receiving a letter from the ministry informing it of curbs": the letter did."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in {*_INFORMS, *_acts()}:
        return
    for paper in verb.head.children:
        near = paper.dep_ == "dobj" and paper.right_edge.i == verb.left_edge.i - 1
        if near and paper.lemma_.lower() in _LETTERS:
            verb.head, verb.dep_ = paper, "acl"


def raise_agent(verb: Token) -> None:
    """Mend "curbs brought in by Tokyo": a name behind "by" acts, wherever it is no place."""
    if verb.tag_ != "VBN" or verb.lemma_.lower() not in _acts():
        return
    for child in verb.children:
        named = any(deep.pos_ == "PROPN" for deep in child.children)
        if child.lower_ == "by" and child.dep_ == "prep" and named:
            child.dep_ = "agent"


def raise_let(verb: Token) -> None:
    """Mend "let the plant resume trade": the plant is to, there is no resume of the plant."""
    item, doer = verb.head, verb.doc[verb.i - 1] if verb.i else verb
    let = item.head
    begins = verb.lemma_.lower() in words("acts", "begin_verb")
    if not begins or let.lemma_ not in _LETS or item.dep_ != "dobj" or item.i != verb.i + 1:
        return
    if doer.head.i not in {verb.i, item.i} or doer.pos_ not in _NOUNS or doer.i < let.i:
        return
    verb.head, verb.dep_, verb.tag_, verb.pos_ = let, "ccomp", "VB", "VERB"
    for child in [*item.lefts, *verb.lefts]:
        if child.i < doer.i:
            child.head = doer
    doer.head, doer.dep_ = verb, "nsubj"
    item.head = verb


def raise_late(item: Token) -> None:
    """Mend "put on ice for six months a package of controls": no measure of the months."""
    span = item.head
    verb = span.head.head
    late = span.dep_ == "pobj" and span.head.dep_ == "prep" and item.i > span.i
    if late and verb.lemma_.lower() in _acts() and not _has_object(verb):
        item.head, item.dep_ = verb, "dobj"


def raise_contact(verb: Token) -> None:
    """Mend "Restrictions the ministry put on sales should go": the restrictions should."""
    outer = verb.head
    item = next((c for c in verb.lefts if c.dep_ in _SUBJECTS and c.pos_ == "NOUN"), None)
    if verb.tag_ not in {"VBD", "VBN"} or item is None or item.lemma_.lower() not in _ruled():
        return
    doer = next((c for c in item.rights if c.dep_ == "appos" and c.i < verb.i), None)
    if doer is None or doer.i != verb.i - 1:
        return
    role = verb.dep_
    item.head, item.dep_ = outer, role
    verb.head, verb.dep_, verb.tag_, verb.pos_ = item, "relcl", "VBD", "VERB"
    doer.head, doer.dep_ = verb, "nsubj"
    for child in list(verb.rights):
        if child.lower_ in {"on", "against"} and any(d.dep_ == "pobj" for d in child.children):
            child.head, child.dep_ = item, "prep"


def raise_wished(verb: Token) -> None:
    """Mend "wants the curbs on chips eased": they are to be eased, they ease nothing."""
    above = verb.head
    if verb.tag_ not in _PAST or above.lemma_ not in _WISHES or verb.lemma_.lower() not in _acts():
        return
    if above.tag_ in _PAST and above.lemma_ in {"see", "get", "have"}:
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", "dobj"} for c in verb.children):
        return
    for child in verb.lefts:
        if child.dep_ == "nsubj" and child.lemma_.lower() in _ruled():
            child.dep_, verb.tag_ = "nsubjpass", "VBN"


def raise_listed(item: Token) -> None:
    """Mend "20 steps in as many days, among them a rule …": the rule is one of the steps."""
    pronoun = item.doc[item.left_edge.i - 1] if item.left_edge.i else item
    if pronoun.lower_ == "them" and pronoun.i > 1:
        among = pronoun.doc[pronoun.i - 1]
    else:
        among = next((c for c in item.lefts if c.lower_ == "among"), item)
        among = among if any(c.lower_ == "them" for c in among.children) else item
    if among.lower_ not in _AMONG or among.i == item.i or item.lemma_.lower() not in _ruled():
        return
    listed = next((t for t in reversed(item.doc[item.sent.start : among.i]) if _is_many(t)), None)
    if listed is None or listed.i in {d.i for d in item.subtree}:
        return
    among.head, among.dep_ = listed, "prep"
    item.head, item.dep_ = listed, "parataxis"


def _is_many(token: Token) -> bool:
    acted = token.dep_ == "dobj" and token.head.lemma_.lower() in _acts()
    return token.tag_ == "NNS" and acted and token.lemma_.lower() in _ruled()


def raise_dated(clause: Token) -> None:
    """Mend "a rule, issued on May 3, which widened …": the rule did, not the month."""
    day = clause.head
    prep, told = day.head, day.head.head
    pronoun = any(c.lower_ in {"which", "that"} and c.dep_ in _SUBJECTS for c in clause.children)
    dated = day.text in MONTHS and day.dep_ == "pobj" and told.dep_ in {"acl", "relcl"}
    if pronoun and dated and prep.dep_ == "prep" and told.head.i < told.i:
        clause.head = told.head


def raise_asked(verb: Token) -> None:
    """Mend "urged him in a letter to block sales": he is to, the letter does nothing."""
    paper = verb.head
    if verb.tag_ != "VB" or paper.lemma_.lower() not in _PAPERS or paper.dep_ != "pobj":
        return
    ask = paper.head.head
    told = any(c.dep_ in {"dobj", "nsubjpass"} and c.i < paper.i for c in ask.children)
    if ask.lemma_ in _ASKS and told and not any(c.dep_ == "xcomp" for c in ask.children):
        verb.head, verb.dep_ = ask, "xcomp"


def mend_prep(prep: Token) -> None:
    """Mend a preposition that the parser hung too high, or on a month."""
    raise_monthly(prep)
    lower_over(prep)


def lower_over(prep: Token) -> None:
    """Mend "bristled at curbs on sales that it rolled out": the curbs are on sales."""
    control = prep.doc[prep.i - 1] if prep.i > prep.sent.start else prep
    if prep.lower_ != "on" or control.lemma_.lower() not in words("acts", "core_control_noun"):
        return
    traded = {*words("acts", "flow_noun"), *words("acts", "thing_noun")}
    if control.dep_ == "pobj" and any(c.lemma_.lower() in traded for c in prep.children):
        prep.head = control


def raise_monthly(prep: Token) -> None:
    """Mend "the halt in May of exports": a halt of exports, no May of them."""
    month = prep.head
    if prep.lower_ != "of" or month.text not in MONTHS or month.dep_ != "pobj":
        return
    if month.head.head.pos_ == "NOUN":
        prep.head = month.head.head


def raise_since(verb: Token) -> None:
    """Mend "Since Tokyo barred exports, …": a clause, no exports that were barred."""
    item, prep = verb.head, verb.head.head
    doer = verb.doc[verb.i - 1] if verb.i else verb
    if verb.tag_ not in _PAST or item.dep_ != "pobj" or item.i < verb.i or prep.pos_ == "VERB":
        return
    opens = prep.lower_ in {"since", "after", "before"} and prep.i < doer.i
    named = doer.pos_ == "PROPN" and doer.dep_ in {"compound", "nmod"} and doer.head.i == item.i
    if not opens or not named or verb.lemma_.lower() not in _acts() or prep.head.i == prep.i:
        return
    for child in list(item.lefts):
        if child.i < doer.i:
            child.head = doer
    verb.head, verb.dep_, verb.tag_, verb.pos_ = prep.head, "advcl", "VBD", "VERB"
    doer.head, doer.dep_ = verb, "nsubj"
    item.head, item.dep_ = verb, "dobj"
    prep.head, prep.dep_ = verb, "mark"


def raise_third(token: Token) -> None:
    """Mend "has required permits, told firms to stop and frozen licenses": a further act."""
    item = token.head
    lemma = _IRREGULAR.get(token.lower_, token.lemma_.lower())
    before = token.doc[token.i - 1] if token.i else token
    if before.dep_ != "cc" or token.i > item.i or lemma not in _acts() or item.dep_ != "conj":
        return
    if item.lemma_.lower() not in _ruled() or token.tag_ not in {"JJ", "VBN"}:
        return
    beside = item.head if item.head.pos_ == "VERB" and item.head.tag_ in _PAST else None
    first = _perfect(item) or beside
    if first is None:
        return
    token.lemma_, token.tag_, token.pos_ = lemma, first.tag_, "VERB"
    for child in list(item.lefts):
        if child.i < token.i:
            child.head = token
    token.head, token.dep_ = first, "conj"
    item.head, item.dep_ = token, "dobj"


def _perfect(token: Token) -> Token | None:
    """Return the nearest verb before a token, in its sentence, that stands in the perfect."""
    for verb in reversed(token.doc[token.sent.start : token.i]):
        helped = verb.pos_ == "VERB" and any(
            c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children
        )
        if helped and verb.tag_ in _PAST:
            return verb
    return None


def lower_control(token: Token) -> None:
    """Mend "suspend for a year the chip controls it announced": controls, nobody controls."""
    item = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    if token.tag_ not in {"VBZ", "VBP"} or item is None or item.i != token.i - 1:
        return
    if token.lemma_.lower() not in words("acts", "core_control_noun"):
        return
    above = token.head
    while above.pos_ not in {"VERB", "AUX"} and above.head.i != above.i:
        above = above.head
    if above.lemma_.lower() not in _acts() or _has_object(above) or above.i > token.i:
        return
    if any(c.dep_ in {"aux", "dobj", "mark"} for c in token.children):
        return
    token.head, token.dep_, token.tag_, token.pos_ = above, "dobj", "NNS", "NOUN"
    for child in list(item.lefts):
        if child.dep_ in {"det", "poss"}:
            child.head = token
    item.head, item.dep_ = token, "compound"
    for child in token.rights:
        if child.dep_ in {"ccomp", "advcl"} and child.tag_ in _PAST:
            child.dep_ = "relcl"


def lower_subject(token: Token) -> None:
    """Mend "the export controls it imposed would go": controls that go, nobody controls."""
    item = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    made = next((c for c in token.rights if c.dep_ in {"ccomp", "advcl"}), None)
    if item is None or item.i != token.i - 1 or made is None or made.tag_ not in _PAST:
        return
    if token.lemma_.lower() not in words("acts", "core_control_noun") or token.tag_ == "VBD":
        return
    outer = next((v for v in (token.head, *token.head.rights) if _lacks_subject(v, made)), None)
    if outer is None or not any(c.dep_ == "nsubj" for c in made.lefts):
        return
    token.tag_, token.pos_ = "NNS", "NOUN"
    passive = any(c.dep_ == "auxpass" for c in outer.children)
    token.head, token.dep_ = outer, "nsubjpass" if passive else "nsubj"
    for child in list(item.lefts):
        if child.dep_ in {"det", "poss"}:
            child.head = token
    item.head, item.dep_ = token, "compound"
    made.dep_ = "relcl"


def _lacks_subject(verb: Token, after: Token) -> bool:
    """True for the verb behind a clause that has no subject but that clause."""
    own = any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)
    helped = any(c.dep_ in {"aux", "auxpass"} and c.i > after.i for c in verb.children)
    return verb.i > after.i and verb.pos_ in {"VERB", "AUX"} and helped and not own


def raise_shelved(hold: Token) -> None:
    """Mend "put on hold announcements": what follows is put there, not held."""
    held = hold.head
    if hold.dep_ == "compound" and hold.lower_ in SHELVED and held.head.lower_ == "on":
        held.head, held.dep_, hold.head, hold.dep_ = held.head.head, "dobj", held.head, "pobj"
        return
    verb, on = hold.head, hold.doc[hold.i - 1] if hold.i else hold
    if hold.dep_ == "compound" and on.lower_ == "on" and not any(on.children):
        hold.head, hold.dep_ = on, "pobj"
        return
    if on.lower_ != SHELVED.get(hold.lower_) or on.head.i != verb.i:
        return
    for child in list(hold.children):
        if child.dep_ in {"dobj", "appos", "npadvmod"} and child.i > hold.i:
            child.head, child.dep_ = verb, "dobj"
    hold.head, hold.dep_ = on, "pobj"


def raise_former(which: Token) -> None:
    """Mend "the former required firms to …", "the latter restricted exports": a clause."""
    verb = which.doc[which.i + 1] if which.i + 1 < len(which.doc) else which
    item = verb.head
    if verb.tag_ not in {"VBN", "VBD"} or verb.dep_ != "amod" or item.i < verb.i:
        return
    outer, role = item.head, item.dep_
    if outer.i != item.i and role in {"nsubj", "nsubjpass"}:
        rooted = outer.head.i == outer.i
        verb.head, verb.dep_ = (verb, "ROOT") if rooted else (outer.head, outer.dep_)
        outer.head, outer.dep_ = verb, "xcomp"
    else:
        verb.head, verb.dep_ = (verb, "ROOT") if outer.i == item.i else (outer, "conj")
    verb.tag_, verb.pos_ = "VBD", "VERB"
    item.head, item.dep_ = verb, "dobj"
    which.head, which.dep_ = verb, "nsubj"


def lower_rule(token: Token) -> None:
    """Mend "reinstated the subsidiaries rule": a rule, not somebody who rules."""
    before = token.doc[token.i - 1] if token.i else token
    named = token.lemma_.lower() in {"rule", *words("acts", "core_control_noun")}
    if token.tag_ not in {"VB", "VBP", "VBZ"} or not named or before.dep_ not in {"nsubj", "dobj"}:
        return
    if before.dep_ == "dobj" and before.i == token.i - 1 and before.head.lemma_.lower() in _acts():
        token.head = before.head
        before.head = token
    if token.head.i > token.i or token.head.lemma_.lower() not in _acts():
        return
    if before.head.i != token.i:
        return
    if any(child.dep_ in {"aux", "dobj", "mark"} for child in token.children):
        return
    token.dep_, token.pos_, token.tag_ = "dobj", "NOUN", "NN"
    for child in list(before.lefts):
        if child.dep_ in _OUTER:
            child.head = token
    before.dep_ = "compound"


def _has_object(verb: Token) -> bool:
    return any(c.dep_ in {"dobj", "nsubjpass", "ccomp"} for c in verb.children)
