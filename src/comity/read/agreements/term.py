"""Terms of agreements: who owes what, by when, on what condition, and as whom reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.agreements.duty import (
    gapped,
    is_sought,
    parts,
    pledged,
    provided,
    trimmed,
    under_which,
)
from comity.read.agreements.passage import find_passages
from comity.read.language.syntax import (
    clause,
    conjuncts,
    is_negated,
    noun_phrase,
    objects,
    prepositional,
    span_of,
    subjects,
)
from comity.read.lexicon import words
from comity.read.proposal import Slot
from comity.read.speech.modality import is_condition, modality
from comity.read.story import PAIR, Draft, Story
from comity.read.talks.noun import is_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from comity.read.agreements.agreement import AgreementNames
    from comity.read.proposal import Modality, Span

_STOPS = {".", ",", ";", ":", '"', "\u201d"}
_SUPPOSES = {"suppose", "require", "oblige", "set", "bind", "expect"}
_PROMISES = {"agree", "promise", "pledge", "commit", "vow", "undertake", "consent", "guarantee"}
_READS = {"see", "read", "interpret", "understand", "view", "regard", "treat"}
_BARS = {"bar", "preclude", "prohibit", "forbid", "ban", "prevent", "exclude"}
_BINDS = {"commit", "oblige", "require", "bind", "compel", "obligate"}


def find_terms(story: Story, names: AgreementNames) -> list[Draft]:
    """Find every term that a story tells."""
    under = find_passages(story)
    found: dict[int, Draft] = {}
    for token in story.doc:
        for draft in [*_laid_down(story, token, names), *_term(story, token, names, under)]:
            found.setdefault(draft.head, draft)
    return [found[head] for head in sorted(found)]


def _laid_down(story: Story, token: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "the pact obliges Beijing to …", "a pledge by China to …"."""
    told = provided(story, token) or pledged(story, token) or under_which(story, token)
    if token.lemma_.lower() in _PROMISES and token.pos_ == "VERB":
        told = told or gapped(story, token)
    if not told or is_condition(token) or is_negated(token):
        return
    agreed = names.slot(token.left_edge.i, token.i, token) if token.pos_ == "VERB" else None
    ahead = any(child.lower_ in {"will", "would"} for child in token.children)
    for duty in told:
        helped = {child.lower_ for child in duty.act.children if child.dep_ == "aux"}
        to_come = ahead or token.lemma_ == "call" or helped & {"will", "would"}
        mood: Modality = "will" if to_come else "did"
        side = (duty.owner.side, duty.owner.span)
        for act, first, last in parts(duty.act, duty.last):
            draft = _drafted(story, act, side, (first, last), names)
            draft.modality = mood
            if agreed is not None:
                draft.slots["agreement"] = agreed
            yield draft


def _term(
    story: Story, token: Token, names: AgreementNames, under: frozenset[int]
) -> Iterator[Draft]:
    if token.pos_ not in {"VERB", "AUX"} or is_condition(token) or _is_disowned(token):
        return
    if token.lemma_ == "be" and _interpretation(token) is not None:
        yield from _interpreted(story, token, names)
    elif token.lemma_.lower() in _READS:
        yield from _read_as(story, token, names)
    elif token.lemma_.lower() in _BINDS and any(
        child.dep_ in {"dobj", "ccomp"} for child in token.children
    ):
        yield from _bound(story, token, names)
    elif token.lemma_.lower() in _PROMISES and not _agree_together(story, token):
        yield from _promised(story, token, names)
    elif token.dep_ == "conj" and _is_other_half(story, token):
        yield from _owed(story, token, subjects(token), names, clause_head=token)
    elif token.dep_ == "relcl" and _provides(token):
        yield from _provision(story, token, names)
    elif token.sent.start in under and _is_main(token) and not _speaks(token):
        act = next((c for c in token.children if c.dep_ == "xcomp" and _supposes(token)), token)
        doers = subjects(token) or _owners(token)
        yield from _owed(story, act, doers, names, clause_head=act)


def _speaks(verb: Token) -> bool:
    told = any(child.dep_ == "ccomp" for child in verb.children)
    return verb.lemma_ in _PROMISES or (told and verb.lemma_.lower() in words("cues", "cue"))


def _is_other_half(story: Story, verb: Token) -> bool:
    """True for "…, and Beijing lowered its own" after "Washington agreed to cut its tariff"."""
    above = verb.head
    if _speaks(verb) or above.lemma_ not in _PROMISES or verb.tag_ not in {"VBD", "VBN"}:
        return False
    own = [side for c in verb.children if c.dep_ == "nsubj" and (side := story.side(c))]
    others = {side[0] for doer in subjects(above) if (side := story.side(doer))}
    return len(others) == 1 and any(side[0] not in others for side in own)


def _provides(verb: Token) -> bool:
    """True for "a framework under which Beijing would …", "a deal that would see Beijing …"."""
    if verb.head.lemma_.lower() not in words("talks", "strong_agreement_noun"):
        return False
    if is_sought(verb.head):
        return False
    return any(
        deep.tag_ == "WDT" and child.lower_ in {"under", "in", "by"}
        for child in verb.children
        for deep in child.children
    ) or any(child.lower_ == "whereby" for child in verb.children)


def _provided(verb: Token) -> list[Token]:
    """Return the verbs of what an agreement provides, also where the next hangs too high."""
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    beside = [
        token
        for token in verb.doc[verb.i + 1 : verb.sent.end]
        if token.dep_ == "conj"
        and token.head.i in {verb.i, verb.head.head.i, verb.head.head.head.i}
        and any(child.dep_ == "nsubj" for child in token.children)
        and helpers & {child.lower_ for child in token.children if child.dep_ == "aux"}
    ]
    return [verb, *beside]


def _promised(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "China agreed to lift … and resume …", "has committed to lifting …"."""
    inner = [d for c in verb.children if c.lower_ == "to" for d in c.children]
    for child in [*verb.children, *(d for d in inner if d.dep_ == "pcomp")]:
        aim = child.dep_ == "advcl" and child.i > verb.i and _is_infinitive(child)
        if (aim or child.dep_ in {"xcomp", "ccomp", "pcomp"}) and not is_negated(verb):
            for act in (one for one in _duties(child) if one.lemma_ not in _PROMISES):
                yield from _owed(story, act, subjects(verb), names, clause_head=child)


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _provision(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "a framework under which Beijing would …, and Washington would …"."""
    for act in (duty for each in _provided(verb) for duty in _duties(each)):
        for draft in _owed(story, act, subjects(act), names, clause_head=verb):
            agreed = names.slot(verb.head.i, verb.head.i, verb)
            if agreed is not None:
                draft.slots["agreement"] = agreed
            yield draft


def _duties(act: Token) -> list[Token]:
    """Take "to lift … and resume …" apart, but not "to suspend or remove …"."""
    shared = {each.i for each in _sharing(act)}
    others = [one for one in conjuncts(act)[1:] if one.i not in shared]
    own = [one for one in others if not any(child.dep_ == "nsubj" for child in one.children)]
    return [act, *own]


def _supposes(token: Token) -> bool:
    """True for "is supposed to", "is required to": what is owed comes after."""
    return token.lemma_ in _SUPPOSES or _is_going(token)


def _is_going(token: Token) -> bool:
    """True for "is going to approve", which tells a time to come and no step."""
    return token.lower_ == "going" and any(child.dep_ == "xcomp" for child in token.children)


def _is_disowned(token: Token) -> bool:
    """True for "denied that he had promised to lift"."""
    return token.dep_ == "ccomp" and token.head.lemma_ in {"deny", "dispute", "reject", "refute"}


def _agree_together(story: Story, verb: Token) -> bool:
    return verb.lemma_ == "agree" and agrees_together(story, verb)


def agrees_together(story: Story, verb: Token) -> bool:
    """True for "the two sides agreed": what both owe is an agreement of its own."""
    doers = subjects(verb)
    return (
        any(is_both(each) for each in doers)
        or len({side for side, _ in story.sides(doers)}) >= PAIR
    )


def _read_as(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "Washington reads the deal as obliging Beijing to approve applications"."""
    side = next((s for doer in subjects(verb) if (s := story.side(doer))), None)
    for act in prepositional(verb, "as"):
        agreed = names.slot(verb.i, act.left_edge.i - 1, verb)
        if side is None or agreed is None or act.dep_ != "pcomp":
            continue
        for draft in [*_bound(story, act, names), *_barred(story, act, side[0], names)]:
            draft.slots["interpreted_by"] = Slot(value=side[0], span=side[1])
            draft.slots["agreement"] = agreed
            draft.modality = "will"
            yield draft


def _barred(story: Story, act: Token, reader: str, names: AgreementNames) -> Iterator[Draft]:
    """Read "understands the deal as barring new curbs": what the other side may not do."""
    other = story.other_side(reader)
    if act.lemma_ not in _BARS or other is None or not objects(act):
        return
    draft = story.draft("agreement_term", act)
    agreement = names.near(act)
    draft.put("agreement", Slot(value=agreement) if agreement else None)
    draft.put("obligor", Slot(value=other))
    span = span_of(story.doc, act.i, clause(act)[1])
    draft.put("obligation", Slot(value=span.text, span=span))
    yield draft


def _bound(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "the accord commits Malaysia not to ban exports"."""
    told = names.slot(verb.left_edge.i, verb.i, verb)
    if told is None and verb.dep_ != "pcomp":
        return
    for act in (child for child in verb.children if child.dep_ in {"xcomp", "ccomp"}):
        doers = [c for c in act.children if c.dep_ == "nsubj"] or [
            c for c in verb.children if c.dep_ == "dobj"
        ]
        for draft in _owed(story, act, doers, names, clause_head=act):
            if told is not None:
                draft.slots["agreement"] = told
            draft.modality = "did" if draft.modality == "will" else draft.modality
            yield draft


def _is_main(token: Token) -> bool:
    outer = {"ROOT", "ccomp", "conj", "advcl"}
    if token.dep_ == "xcomp" and token.head.lemma_ == "be" and token.head.dep_ in outer:
        return True
    if token.lemma_ in {"be", "have", "tell", "say"} or token in _sharing(token.head):
        return False
    if token.dep_ == "conj" and token.head.dep_ == "xcomp" and token.head.head.lemma_ == "be":
        return True
    if token.dep_ == "ccomp" and token.head.dep_ == "ROOT":
        return token.i < token.head.i
    if token.dep_ not in {"ROOT", "conj", "advcl"}:
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


def _is_each(token: Token) -> bool:
    """True for "each country", "both sides"."""
    told = {"each", "both", "two"} & {child.lower_ for child in token.children}
    return bool(told) and token.lemma_.lower() in words("talks", "delegate_noun")


def _owed(
    story: Story, verb: Token, doers: list[Token], names: AgreementNames, *, clause_head: Token
) -> Iterator[Draft]:
    sides = [side for doer in doers if (side := story.side(doer))]
    sides = sides or [
        (side, noun_phrase(d)) for d in doers if _is_each(d) for side in story.main_sides
    ]
    if not sides:
        return
    mood = modality(verb)
    if mood in {"possible", "expected", "demanded"}:
        return
    agreed = verb.dep_ in {"xcomp", "pcomp"} or (
        verb.dep_ == "conj" and clause_head.dep_ == "xcomp"
    )
    agreed = agreed and not (verb.head.lemma_ == "be" and verb.head.tag_ in {"VBZ", "VBP"})
    agreed = agreed and not _is_going(verb.head)
    mood = "will" if verb.head.lemma_ == "be" and mood == "did" and not agreed else mood
    code = "both" if len({side for side, _ in sides}) > 1 else sides[0][0]
    _, end = clause(verb)
    end = max([end, *(clause(each)[1] for each in _sharing(verb))])
    asides = [child.left_edge.i for child in verb.rights if child.dep_ == "parataxis"]
    end = min([end, *(aside - 1 for aside in asides)])
    while end > verb.i and (story.doc[end].text in _STOPS or story.doc[end].dep_ == "cc"):
        end -= 1
    if not _is_of_substance(verb, end):
        end = verb.sent.end - 1
    end = trimmed(verb, end)
    if verb.lemma_ == "do" or not _is_of_substance(verb, end, bare=verb.lemma_ == "let"):
        return
    for act, start, last in parts(verb, end):
        helpers = [child.i for child in verb.children if child.dep_ == "neg"]
        first = min([start, *helpers]) if act is verb else start
        draft = _drafted(story, act, (code, sides[0][1]), (first, last), names)
        draft.modality = "did" if agreed and mood == "will" else mood
        yield draft


def _is_of_substance(verb: Token, end: int, *, bare: bool = False) -> bool:
    """True where an obligation names a thing, for some verbs no pronoun: not "let it"."""
    kinds = {"NOUN", "PROPN", "NUM"} if bare else {"NOUN", "PROPN", "NUM", "PRON"}
    return any(each.pos_ in kinds for each in verb.doc[verb.i + 1 : end + 1])


def _drafted(
    story: Story, act: Token, side: tuple[str, Span], words_: tuple[int, int], names: AgreementNames
) -> Draft:
    """Draft a term from who owes it and the first and last token of what is owed."""
    first, end = words_
    draft = story.draft("agreement_term", act)
    draft.head = max(act.i, first)
    agreement = names.near(act)
    draft.put("agreement", Slot(value=agreement) if agreement else None)
    draft.put("obligor", Slot(value=side[0], span=side[1]))
    span = span_of(story.doc, first, end)
    draft.put("obligation", Slot(value=span.text, span=span))
    goods = story.goods_in(first, end) or story.goods_in(act.i, end)
    if goods:
        draft.put("goods", Slot(value=goods[0].value, span=goods[0].span))
    for beneficiary in [
        *prepositional(act, "to", "for"),
        *(d for o in objects(act) for d in prepositional(o, "to", "for")),
    ]:
        if (
            story.names.side_of(beneficiary)
            and beneficiary.tag_ == "NNS"
            and beneficiary.lemma_ in {"customer", "buyer", "company", "firm"}
        ):
            whole = noun_phrase(beneficiary)
            draft.put("beneficiary", Slot(value=whole.text, span=whole))
    draft.put("condition", story.condition(act, first, end))
    for each in story.moments.within(first, end):
        due = story.moments.slot(each) if each.type == "DATE" else None
        if due is not None and due.bound in {"by", "before"}:
            draft.put("due", due)
            draft.put("time", due)
    return draft
