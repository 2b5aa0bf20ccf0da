"""What is traded, by grammar: "exports of …", "controls on …", "selling …", "wafer shipments".

A phrase about trade leads, step by step, to the noun that names the goods: from a control to what
it is on, from trade to what is shipped, from a count to what is counted. That noun is the goods,
whether a table lists it or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comity.read.language.syntax import conjuncts, objects, prepositional, span_of, subjects
from comity.read.lexicon import words
from comity.read.names.goods import classes, describing, named, plain, qualified
from comity.read.proposal import Slot, Span
from comity.read.story import Story

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.names.mention import Mention

#: How many steps lead from a control to its goods: "a list of items requiring approval for …".
_STEPS = 6
_ON: tuple[str, ...] = (
    "on",
    "over",
    "for",
    "of",
    "against",
    "governing",
    "covering",
    "regarding",
    "concerning",
)
_ON += ("targeting", "around", "to", "in", "about")
_OF = ("of", "in", "on", "for")
_PASSAGES: tuple[str, ...] = (
    "flow_noun",
    "control_noun",
    "act_noun",
    "license_noun",
    "relief_noun",
)
_PASSAGES += ("trader_noun", "vehicle_noun")
#: How many words the name of goods has at most.
_LONG = 8
#: Nouns of goods that are also ways of ruling trade: "radar systems", "a licensing system".
_MACHINES = {"system", "block", "check", "mechanism"}
_RULED = {"license", "licensing", "licence", "permit", "quota", "approval", "control", "export"}
_RULED |= {"screening", "review", "registration", "licencing"}
_ALWAYS_GOODS = {"item", "product", "good", "goods", "equipment", "material", "device", "substance"}
_ALWAYS_GOODS |= {"part", "unit", "component", "article"}
#: What tells that items are made with goods.
_HOLDS = {"contain", "relate", "include", "use", "incorporate", "make", "hold", "involve"}
_SERVES = {"serve", "supply", "service", "support"}
#: What takes goods up again, and how many words back they may be.
_AGAIN = {"the", "this", "that", "these", "those", "such"}
_BACK = 400


def goods_of(story: Story, head: Token, steps: int = _STEPS) -> list[Slot]:
    """Return the goods that a phrase or clause names, none where it names none."""
    if steps == 0:
        return []
    if head.pos_ in {"VERB", "AUX"} and head.dep_ not in {"amod", "compound"}:
        return _of_clause(story, head, steps)
    if leads_on(head):
        return _of_passage(story, head, steps)
    return _of_name(story, head)


def goods_among(story: Story, heads: Iterable[Token], steps: int = _STEPS) -> list[Slot]:
    """Return the goods that several coordinated phrases name, each once."""
    found: dict[object, Slot] = {}
    for place, head in enumerate(heads):
        if place and head.lemma_.lower() in {*_class("control_noun"), *_class("act_noun")}:
            continue
        for slot in goods_of(story, head, steps):
            found.setdefault(slot.value, slot)
    return list(found.values())


def leads_on(noun: Token) -> bool:
    """True for a noun that isn't goods but leads to them: trade, a control, a license, a count."""
    lemma = noun.lemma_.lower()
    if lemma in _class("count_noun"):
        return any(child.lower_ == "of" for child in noun.children)
    if lemma in _MACHINES:
        return any(child.lemma_.lower() in _RULED for child in noun.lefts)
    if lemma in _class("act_noun") and lemma not in _class("core_control_noun"):
        return any(child.dep_ in {"prep", "poss"} for child in noun.children)
    return any(lemma in _class(each) for each in _PASSAGES)


def is_service(noun: Token) -> bool:
    """True for what is supplied without being goods: "maintenance", "technical support"."""
    return noun.lemma_.lower() in _class("service_noun")


def _class(name: str) -> frozenset[str]:
    return frozenset(words("acts", name))


def _of_clause(story: Story, verb: Token, steps: int) -> list[Slot]:
    """Take what is shipped, sold or used: the object, and what stands for it."""
    undergone = [each for each in objects(verb) if each.i != verb.i]
    if verb.lemma_.lower() in _SERVES and any(map(_is_served, undergone)):
        given = list(prepositional(verb, "with"))
        return goods_among(story, given or _told(verb), steps - 1)
    serves = verb.lemma_.lower() in _class("service_verb") and verb.tag_ == "VBG"
    if serves and undergone and undergone[0].i > verb.i and undergone[0].pos_ == "NOUN":
        return [as_goods(span_of(verb.doc, verb.i, undergone[0].i))]
    found = goods_among(story, undergone, steps - 1)
    if found:
        return found
    for each in (*prepositional(verb, "in", "of", "for", "on"), *_clauses(verb)):
        found = goods_of(story, each, steps - 1)
        if found:
            return found
    return []


def _is_served(token: Token) -> bool:
    """True for whom goods go to: "stop serving Chinese chip designers"."""
    return token.lemma_.lower() in {*_class("party_noun"), *_class("trader_noun")}


def _told(verb: Token) -> Iterator[Token]:
    """Yield who is told to stop, whose trade it is: "told makers of chip tools to stop …"."""
    here = verb
    while here.dep_ in {"xcomp", "ccomp", "pcomp", "prep"}:
        here = here.head
        if here.pos_ == "VERB":
            yield from (each for each in objects(here) if each.i < verb.i)
    yield from (each for each in subjects(verb) if each.pos_ == "NOUN")


def _clauses(verb: Token) -> Iterator[Token]:
    """Yield the clauses below a verb that tell what it is about, and its doers as traders."""
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "pcomp"}:
            yield child
        elif child.dep_ == "prep" and child.lower_ in {"before", "from", "without"}:
            yield from (deep for deep in child.children if deep.dep_ == "pcomp")
        elif child.dep_ == "advcl" and child.lemma_.lower() in _class("ship_verb"):
            yield child
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and _is_ruled(verb, child):
            yield child


def _is_ruled(verb: Token, subject: Token) -> bool:
    """True for a subject that tells the goods: "importers of …", "such items need a license"."""
    lemma = subject.lemma_.lower()
    if lemma in _class("trader_noun") or (lemma in _class("flow_noun") and verb.dep_ == "acl"):
        return True
    if verb.dep_ == "relcl" and verb.lemma_.lower() in _class("move_verb"):
        return True
    traded = lemma in {*_class("flow_noun"), *_ALWAYS_GOODS}
    return traded and verb.lemma_.lower() in {*_class("need_verb"), *_class("gain_verb")}


def _of_passage(story: Story, noun: Token, steps: int) -> list[Slot]:
    lemma = noun.lemma_.lower()
    flows = lemma in _class("flow_noun")
    told = _led_to(story, noun)
    found = goods_among(story, told, steps - 1)
    if found and is_service(noun) and told[0].i > noun.i:
        return [as_goods(span_of(noun.doc, noun.i, told[0].i))]
    if found:
        return found
    told_with = describing(noun)
    if told_with is not None:
        last, span = told_with
        listed = _listed(story, last)
        if listed is not None or names_itself(story, last):
            return [listed or as_goods(span)]
    given = [*noun.children, *(_uses(noun) if lemma in _class("license_noun") else ())]
    for clause in given:
        if clause.dep_ in {"acl", "relcl", "advcl", "xcomp"} and _covers(clause):
            found = goods_of(story, clause, steps - 1)
            if found:
                return found
    for place in prepositional(noun, "to", "from", "in") if flows else ():
        found = goods_among(story, prepositional(place, "of"), steps - 1)
        if found:
            return found
    return [as_goods(named(noun))] if is_service(noun) else []


def _led_to(story: Story, noun: Token) -> list[Token]:
    """Return what a passage is of or on; trade that is of one thing is for another."""
    lemma = noun.lemma_.lower()
    flows = lemma in _class("flow_noun")
    names = _OF if flows or lemma in _class("trader_noun") else _ON
    ways = (("of",), names) if flows else (names,)
    found = ([each for each in below(noun, *way) if not _is_aim(story, each)] for way in ways)
    return next(filter(None, found), [])


def _uses(license_: Token) -> Iterator[Token]:
    """Yield what a license is given for: "were granted licenses by Beijing to export magnets"."""
    if license_.dep_ in {"dobj", "nsubjpass"}:
        yield from (c for c in license_.head.children if c.lemma_.lower() in _class("ship_verb"))


def below(noun: Token, *names: str) -> Iterator[Token]:
    """Yield what a noun's prepositions lead to, those right behind it that hang elsewhere too."""
    for each in prepositional(noun, *names):
        yield _before_which(noun) if each.lower_ == "which" else each
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    if after is None or after.head.i == noun.i or after.lower_ not in names or after.lower_ == "in":
        return
    if after.dep_ in {"prep", "dative"}:
        for deep in after.children:
            if deep.dep_ in {"pobj", "pcomp"}:
                yield from conjuncts(deep)


def _before_which(noun: Token) -> Token:
    """Return the earths in "rare earths, exports of which it restricted"."""
    comma = noun.left_edge.i - 1
    return noun.doc[comma - 1] if comma > 0 and noun.doc[comma].text == "," else noun


def _covers(clause: Token) -> bool:
    """True for a clause that tells what a control covers: "that apply to …", "requiring …"."""
    lemma = clause.lemma_.lower()
    if any(child.dep_ == "prep" and child.lower_ == "under" for child in clause.children):
        return True
    if any(lemma in _class(each) for each in ("cover_verb", "ship_verb", "let_verb")):
        return True
    ruled = {*_class("trader_noun"), *_class("flow_noun")}
    return any(
        child.dep_ in {"nsubj", "nsubjpass"} and child.lemma_.lower() in ruled
        for child in clause.children
    )


def _is_aim(story: Story, token: Token) -> bool:
    """True for whom or where trade goes: "exports to China", "sales in Russia"."""
    return story.names.side_at(token.i) is not None or token.pos_ == "PRON"


def _of_name(story: Story, head: Token) -> list[Slot]:
    told = told_again(story, head)
    if told:
        return told
    listed = _listed(story, head)
    thing = head.lemma_.lower() in _class("thing_noun")
    span = qualified(head) if thing and (listed is None or head.text == _text(listed)) else None
    if listed is not None and (span is None or span.text == head.text):
        return [listed]
    if span is None or not may_be_goods(story, head):
        plain_name = may_be_goods(story, head)
        return [as_goods(named(head))] if plain_name else _included(story, head, steps=1)
    inside = _held(story, head)
    if not inside:
        return [as_goods(span)]
    within = span.start <= inside[0].span.start < span.end
    return [Slot(value=inside[0].value, span=span if within else inside[0].span)]


def _held(story: Story, head: Token) -> list[Mention]:
    """Return what items contain: "products containing …", "any product in which … make up"."""
    for child in head.rights:
        told = child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in _HOLDS
        inner = child.dep_ == "relcl" and any(
            deep.lower_ == "which" and deep.head.lower_ in {"in", "of"} for deep in child.subtree
        )
        if told or inner:
            return story.goods_in(child.left_edge.i, child.right_edge.i)
    return []


def _text(slot: Slot) -> str:
    return slot.span.text if slot.span else ""


def _included(story: Story, head: Token, steps: int) -> list[Slot]:
    return goods_among(story, prepositional(head, "including"), steps)


def told_again(story: Story, head: Token) -> list[Slot]:
    """Return the goods told before that "the metals", "such equipment" take up again."""
    lefts = {child.lower_ for child in head.lefts}
    bare = all(child.dep_ in {"det", "predet", "amod"} for child in head.lefts)
    bare = bare and not any(c.dep_ == "amod" and c.lower_ not in _AGAIN for c in head.lefts)
    described = any(c.dep_ in {"acl", "relcl", "prep", "amod"} for c in head.rights)
    if not lefts & _AGAIN or not bare or (described and not lefts & {"such", "these", "those"}):
        return []
    lemma = head.lemma_.lower()
    before = story.goods_in(max(0, head.i - _BACK), head.i - 1)
    any_goods = lemma in _class("any_goods_noun")
    for place in range(len(before) - 1, -1, -1):
        if any_goods or lemma in classes(before[place].value):
            many = head.tag_ in {"NNS", "NNPS"} and any_goods
            group = [before[place], *(_listed_before(story, before, place) if many else ())]
            span = named(head)
            return [Slot(value=one.value, span=span) for one in reversed(group)]
    return []


def _listed_before(story: Story, before: list[Mention], place: int) -> Iterator[Mention]:
    """Yield the goods that stand in one list before another."""
    for one, two in zip(before[place - 1 :: -1], before[place:0:-1], strict=False):
        between = [t for t in story.doc[one.last + 1 : two.first] if t.pos_ not in {"ADJ", "NUM"}]
        if not between or any(t.text != "," and t.pos_ != "CCONJ" for t in between):
            return
        yield one


def _listed(story: Story, last: Token) -> Slot | None:
    """Return what a table calls the goods whose name holds a token, as its last or near it."""
    near = story.goods_in(max(0, last.i - _LONG), last.i + _LONG)
    found = next((one for one in near if one.first <= last.i <= one.last), None)
    return None if found is None else Slot(value=found.value, span=found.span)


def names_itself(story: Story, token: Token) -> bool:
    """True for a noun that names goods that no table lists."""
    return may_be_goods(story, token) and not leads_on(token) and not _is_party(story, token)


def _is_party(story: Story, token: Token) -> bool:
    """True for "Huawei sales": whose trade it is, not what is traded."""
    return any(one.first <= token.i <= one.last for one in story.names.companies)


def may_be_goods(story: Story, item: Token) -> bool:
    """True for a noun that can name goods: a thing, no party, place, time or idea."""
    if item.pos_ == "PROPN" and any(map(str.isdigit, item.text)):
        return True
    if not item.text[:1].isalpha():
        return False
    common = item.pos_ == "NOUN" or (item.pos_ == "PROPN" and item.text.islower())
    lemma = item.lemma_.lower()
    if lemma in _ALWAYS_GOODS:
        inner = {"amod", "compound", "nmod", "acl", "relcl"}
        made = any(child.lower_ == "for" for child in item.rights)
        owned = any(story.names.company_at(c.i) or story.names.side_at(c.i) for c in item.lefts)
        if owned and lemma in _class("party_noun"):
            return False
        told = (c for c in item.children if story.names.side_at(c.i) is None)
        return made or any(child.dep_ in inner or _is_model(child) for child in told)
    others = (words("talks", "not_goods"), _class("party_noun"), _class("count_noun"))
    if not common or any(lemma in each for each in others):
        return False
    return story.names.side_at(item.i) is None and story.names.person_at(item.i) is None


def _is_model(token: Token) -> bool:
    """True for "F-35", which a parser takes for a number."""
    return token.dep_ == "nummod" and token.text[0].isalpha() and any(map(str.isdigit, token.text))


def as_goods(span: Span) -> Slot:
    """Make a slot of goods that no table lists."""
    return Slot(value=plain(span.text), span=span)
