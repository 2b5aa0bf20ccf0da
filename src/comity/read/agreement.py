"""Agreements in a story: what was reached, and who owes what under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.allegation import find_allegations
from comity.read.lexicon import words
from comity.read.modality import is_condition
from comity.read.proposal import Slot
from comity.read.story import PAIR, Draft, Story
from comity.read.syntax import (
    clause,
    conjuncts,
    governor,
    is_negated,
    noun_phrase,
    objects,
    prepositional,
    span_of,
    subjects,
    subtree,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_STRUCK = {"strike", "reach", "sign", "agree", "clinch", "seal", "broker", "forge"}
_PROMISES = {"agree", "promise", "pledge", "commit", "vow", "undertake"}
_UNREACHED = re.compile(
    r"\b(?:no|any|some (?:form|kind) of|another|an?\s+(?:more|new|possible|potential|broader"
    r"|lasting|final|eventual|long-term|comprehensive))\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"^\s*(?:under|as part of)\s+(?:the (?:terms of the )?|their |that |this |its )?"
    r"(?:[A-Z]\w+ )?(?P<what>it|deal|agreement|truce|(?:joint )?statement|framework|accord|pact"
    r"|arrangement|consensus|understanding|plan)\b",
    re.IGNORECASE,
)


def find_agreements(story: Story) -> list[Draft]:
    """Find agreements, terms and allegations of breach, in that order."""
    agreements = _agreements(story)
    names = AgreementNames(story, agreements)
    under = _under_sentences(story)
    terms = [draft for token in story.doc for draft in _term(story, token, names, under)]
    return [*agreements, *terms, *find_allegations(story, names)]


class AgreementNames:
    """How the story's agreements are called, for slots that refer to one."""

    def __init__(self, story: Story, agreements: list[Draft]) -> None:
        self._story = story
        self._agreements = agreements

    def near(self, token: Token) -> str | None:
        """Return the agreement that a statement most likely speaks of: the last told before it."""
        earlier = [one for one in self._agreements if one.head <= token.i]
        chosen = (earlier or self._agreements)[-1:] if earlier else self._agreements[:1]
        return chosen[0].value("name") if chosen else None

    def slot(self, first: int, last: int, token: Token) -> Slot | None:
        """Return the agreement named between two tokens, else the one spoken of."""
        for each in self._story.doc[first : last + 1]:
            if each.lemma_.lower() in words("talks", "strong_agreement_noun"):
                name = _place_of(self._story, each)
                value = f"{name} {_noun(each)}" if name else self.near(token)
                if value:
                    return Slot(value=value, span=noun_phrase(each))
        return None


def _noun(token: Token) -> str:
    text = token.lower_ if token.tag_ == "NN" else token.lemma_.lower()
    joint = any(child.lower_ == "joint" for child in token.children)
    return f"joint {text}" if joint else text


def _place_of(story: Story, noun: Token) -> str | None:
    """Return where an agreement was reached: "the Geneva agreement", "reached in Geneva"."""
    reach = words("talks", "reach_verb")
    holders = [
        noun,
        *(c for c in noun.children if c.dep_ in {"acl", "relcl"} and c.lemma_ in reach),
    ]
    for each in story.names.within(story.names.venues, *subtree(noun)):
        token = story.doc[each.last]
        own = token.dep_ in {"compound", "nmod", "amod"} and token.head.i == noun.i
        inside = token.dep_ == "pobj" and token.head.lower_ == "in"
        if each.kind == "venue" or not (own or (inside and token.head.head in holders)):
            continue
        if own and each.kind == "country":
            continue
        return each.span.text
    return None


def _agreements(story: Story) -> list[Draft]:
    found: list[Draft] = []
    for token in story.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.lemma_.lower() not in words(
            "talks", "agreement_noun"
        ):
            if token.lemma_ == "settle" and any(
                each.lemma_ in {"difference", "dispute"} for each in objects(token)
            ):
                _add(found, _settlement(story, token))
            continue
        draft = _agreement(story, token)
        if draft is not None:
            _add(found, draft)
    return found


def _agreement(story: Story, noun: Token) -> Draft | None:
    verb = _reaching(noun)
    if verb is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return None
    if verb is None or _UNREACHED.search(noun_phrase(noun).text) or is_negated(verb):
        return None
    strong = noun.lemma_.lower() in words("talks", "strong_agreement_noun") or _noun(
        noun
    ).startswith("joint")
    if not strong:
        return None
    draft = story.draft("agreement", verb if verb.pos_ == "VERB" else noun)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        draft.modality = "did"
    if draft.modality not in {"did", "said-to", "in-force"} or is_condition(verb):
        return None
    draft.modality = "did"
    return _described(story, draft, noun, verb)


def _reaching(noun: Token) -> Token | None:  # noqa: PLR0911  (one return a construction)
    """Return the verb that says an agreement was reached, however it is attached."""
    reach = words("talks", "reach_verb")
    for child in noun.children:
        if (
            child.dep_ in {"acl", "relcl"}
            and child.lemma_.lower() in reach
            and child.tag_ in {"VBN", "VBD"}
        ):
            return child
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if after.tag_ in {"VBN", "VBD"} and after.lemma_ in _STRUCK and not objects(after):
        return after
    above = noun.head
    reduced = noun.dep_ == "nsubj" and above.tag_ in {"VBN", "VBD"} and above.lemma_ in _STRUCK
    if reduced and not objects(above):
        return above
    if noun.dep_ in {"dobj", "nsubjpass"} and above.lemma_.lower() in reach:
        return above
    if (
        noun.dep_ == "pobj"
        and above.head.lemma_.lower() in {*reach, "refer"}
        and above.lower_ in {"on", "to", "at", "upon"}
    ):
        return above.head
    if (
        noun.dep_ == "pobj"
        and above.lower_ == "with"
        and above.head.lemma_ in {"wrap", "end", "conclude", "emerge", "finish"}
    ):
        return above.head
    for child in noun.children:
        if child.dep_ == "relcl" and child.lemma_ in {"agree", "formalise", "formalize"}:
            return child
    return None


def _described(story: Story, draft: Draft, noun: Token, verb: Token) -> Draft:
    first, last = verb.sent.start, verb.sent.end - 1
    place = _place_of(story, noun) or _clause_place(story, verb)
    span = span_of(story.doc, noun.left_edge.i, _name_end(story, noun, place))
    if place is not None:
        draft.put("place", _place_slot(story, place, first, last))
    name = f"{place} {_noun(noun)}" if place else noun_phrase(noun).text
    draft.put("name", Slot(value=name, span=span))
    draft.put("reached", _reached(story, verb))
    for each in story.moments.within(first, min(last + 30, len(story.doc) - 1)):
        if (
            each.type == "DURATION"
            and each.value.startswith("P")
            and each.value.endswith("D")
            and _lasts(story, each.start)
        ):
            draft.put("duration", story.moments.slot(each))
    _put_parties(story, draft, verb)
    return draft


def _reached(story: Story, verb: Token) -> Slot | None:
    """Return when: the time of the reaching verb, else of the verb that reports it."""
    reporting = governor(verb)
    for head in (verb, reporting):
        times = story.moments.of_verb(head, *subtree(head))
        dated = [each for each in times if each.type == "DATE" and "REF" not in each.value]
        if dated:
            return story.moments.best(dated)
    return None


def _lasts(story: Story, start: int) -> bool:
    before = story.text[max(0, start - 40) : start]
    return (
        bool(re.search(r"\b(?:lasts?|for|valid|a|initial)\s+(?:an?\s+)?(?:initial\s+)?$", before))
        and "suspend" not in before
    )


def _name_end(story: Story, noun: Token, place: str | None) -> int:
    end = noun.i
    for each in story.names.within(story.names.venues, noun.i, noun.right_edge.i):
        if each.span.text == place:
            end = each.last
    return end


def _clause_place(story: Story, verb: Token) -> str | None:
    cities = [
        each
        for each in story.names.within(story.names.venues, verb.sent.start, verb.sent.end - 1)
        if story.doc[each.last].dep_ == "pobj" and story.doc[each.last].head.lower_ in {"in", "at"}
    ]
    ranked = sorted(cities, key=lambda each: ("city", "country", "venue").index(each.kind))
    return ranked[0].span.text if ranked and ranked[0].kind != "venue" else None


def _place_slot(story: Story, text: str, first: int, last: int) -> Slot:
    named = story.names.within(story.names.venues, first, last)
    return Slot(value=text, span=next((e.span for e in named if e.span.text == text), None))


def _put_parties(story: Story, draft: Draft, verb: Token) -> None:
    sides = story.sides(subjects(verb))
    if len(sides) < PAIR and draft.attribution:
        last = draft.attribution[-1]
        if last.span is not None:
            named = {
                one.side: one.span
                for one in story.names.sides
                if last.span.start <= one.span.start and one.span.end <= last.span.end
            }
            sides = list(named.items())
    if len(sides) == PAIR:
        draft.put_all("parties", [Slot(value=side, span=span) for side, span in sides])
    elif len(story.main_sides) == PAIR:
        draft.put_all(
            "parties", [Slot(value=side) for side in sorted(story.main_sides, reverse=True)]
        )


def _settlement(story: Story, verb: Token) -> Draft | None:
    """Read "settled their differences over …" as an understanding."""
    if is_condition(verb):
        return None
    draft = story.draft("agreement", verb)
    if draft.modality != "did":
        return None
    item = objects(verb)[0]
    about = next(iter(prepositional(item, "over", "on", "about")), None)
    topic = noun_phrase(about, of=True).text if about is not None else item.text
    span = span_of(story.doc, verb.i, item.i)
    draft.put("name", Slot(value=f"understanding on {topic}", span=span))
    _put_parties(story, draft, verb)
    times = story.moments.of_verb(verb, *subtree(verb))
    draft.put("reached", story.moments.best([each for each in times if each.type == "DATE"]))
    return draft


def _add(found: list[Draft], draft: Draft | None) -> None:
    """Add an agreement, or what is told further of one already found."""
    if draft is None:
        return
    for earlier in found:
        same_place = earlier.value("place") and earlier.value("place") == draft.value("place")
        unplaced = not draft.value("place") or not earlier.value("place")
        same_time = (earlier.value("reached") or "?")[:7] == (draft.value("reached") or "!")[:7]
        timeless = "reached" not in draft.slots
        if same_place or (
            unplaced
            and (same_time or timeless)
            and "understanding" not in (draft.value("name") or "")
        ):
            if _is_formal(draft) and not _is_formal(earlier):
                place = earlier.value("place")
                noun = (draft.value("name") or "").removeprefix(f"{draft.value('place')} ")
                told = draft.slots["name"]
                earlier.slots["name"] = Slot(
                    value=f"{place} {noun}" if place else noun,
                    span=told.span if isinstance(told, Slot) else None,
                )
            for name, slot in draft.slots.items():
                earlier.fill(name, slot)
            if draft.evidence[0] not in earlier.evidence:
                earlier.evidence.append(draft.evidence[0])
            if not draft.attribution:
                earlier.attribution = ()
            return
    found.append(draft)


def _is_formal(draft: Draft) -> bool:
    name = draft.value("name") or ""
    return "joint statement" in name or not name.endswith(("consensus", "understanding"))


def _term(
    story: Story, token: Token, names: AgreementNames, under: frozenset[int]
) -> Iterator[Draft]:
    if token.pos_ not in {"VERB", "AUX"} or is_condition(token):
        return
    if token.lemma_ == "be" and _interpretation(token) is not None:
        yield from _interpreted(story, token, names)
    elif token.lemma_.lower() in _PROMISES:
        for child in token.children:
            if child.dep_ in {"xcomp", "ccomp"} and not is_negated(token):
                for verb in conjuncts(child):
                    yield from _owed(story, verb, subjects(token), names, clause_head=child)
    elif token.sent.start in under and _is_main(token):
        yield from _owed(story, token, subjects(token) or _owners(token), names, clause_head=token)


def _under_sentences(story: Story) -> frozenset[int]:
    """Return the sentences that tell terms: "Under the deal, …" and what goes on in that vein."""
    found: set[int] = set()
    running = False
    for sentence in story.doc.sents:
        opened = bool(_UNDER.match(sentence.text))
        root = sentence.root
        ahead = any(c.lower_ in {"will", "would", "shall"} for c in root.children) or (
            root.lemma_ == "be" and any(c.dep_ == "xcomp" for c in root.children)
        )
        sided = any(c.dep_ == "nsubj" and story.side(c) for c in root.children)
        running = opened or (running and ahead and sided)
        if running:
            found.add(sentence.start)
    return frozenset(found)


def _is_main(token: Token) -> bool:
    if token.dep_ == "xcomp" and token.head.lemma_ == "be" and token.head.dep_ == "ROOT":
        return True
    if token.dep_ == "conj" and token in _sharing(token.head):
        return False
    if token.dep_ == "conj" and token.head.dep_ == "xcomp" and token.head.head.lemma_ == "be":
        return True
    if token.lemma_ in {"be", "have"} or token.dep_ not in {"ROOT", "conj", "advcl"}:
        return False
    return token.dep_ != "advcl" or any(c.lower_ in {"while", "whereas"} for c in token.children)


def _sharing(verb: Token) -> list[Token]:
    """Return the verbs that share their object with this one: "suspend or remove"."""
    if any(child.dep_ in {"dobj", "ccomp"} for child in verb.children):
        return []
    return [c for c in verb.children if c.dep_ == "conj" and c.i - verb.i <= PAIR]


def _owners(verb: Token) -> list[Token]:
    """Return whose thing moves in "US tariffs came down"."""
    return objects(verb) or [child for child in verb.children if child.dep_ == "nsubj"]


def _interpretation(verb: Token) -> Token | None:
    return next(
        (
            c
            for c in verb.children
            if c.dep_ == "nsubj"
            and c.lemma_ in {"interpretation", "reading", "understanding", "view"}
        ),
        None,
    )


def _interpreted(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    head = _interpretation(verb)
    if head is None:
        return
    side = story.side(head)
    for child in verb.children:
        if child.dep_ == "ccomp":
            for draft in _owed(story, child, subjects(child), names, clause_head=child):
                if side is not None:
                    draft.put("interpreted_by", Slot(value=side[0], span=noun_phrase(head)))
                agreed = names.slot(head.i + 1, child.left_edge.i - 1, head)
                if agreed is not None:
                    draft.slots["agreement"] = agreed
                draft.attribution = ()
                yield draft


def _owed(
    story: Story, verb: Token, doers: list[Token], names: AgreementNames, *, clause_head: Token
) -> Iterator[Draft]:
    sides = [side for doer in doers if (side := story.side(doer))]
    if not sides:
        return
    draft = story.draft("agreement_term", verb)
    if draft.modality in {"possible", "expected", "demanded"}:
        return
    agreed = verb.dep_ == "xcomp" or (verb.dep_ == "conj" and clause_head.dep_ == "xcomp")
    if agreed and draft.modality == "will":
        draft.modality = "did"
    agreement = names.near(verb)
    draft.put("agreement", Slot(value=agreement) if agreement else None)
    code = "both" if len({side for side, _ in sides}) > 1 else sides[0][0]
    draft.put("obligor", Slot(value=code, span=sides[0][1]))
    _, end = clause(verb)
    end = max([end, *(clause(each)[1] for each in _sharing(verb))])
    first = verb.i
    span = span_of(story.doc, first, end)
    draft.put("obligation", Slot(value=span.text, span=span))
    goods = story.goods_in(first, end)
    if goods:
        draft.put("goods", Slot(value=goods[0].value, span=goods[0].span))
    for beneficiary in [
        *prepositional(verb, "to", "for"),
        *(d for o in objects(verb) for d in prepositional(o, "to", "for")),
    ]:
        if (
            story.names.side_of(beneficiary)
            and beneficiary.tag_ == "NNS"
            and beneficiary.lemma_ in {"customer", "buyer", "company", "firm"}
        ):
            whole = noun_phrase(beneficiary)
            draft.put("beneficiary", Slot(value=whole.text, span=whole))
    draft.put("condition", story.condition(verb, first, end))
    for each in story.moments.within(first, end):
        due = story.moments.slot(each) if each.type == "DATE" else None
        if due is not None and due.bound in {"by", "before"}:
            draft.put("due", due)
    yield draft
