"""Allegations in a story: who accuses whom of what, in breach of which agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.read.agreements.accuser import (
    Party,
    accused_by,
    accusers,
    charge_of,
    is_side,
    named,
    others,
)
from comity.read.agreements.breach import blamed, breaches, speaker
from comity.read.agreements.complaint import find_complaints
from comity.read.agreements.conduct import conduct_range, conduct_span
from comity.read.language.syntax import (
    conjuncts,
    governor,
    is_negated,
    is_passive,
    noun_phrase,
    objects,
    prepositional,
    span_of,
    subjects,
    subtree,
    token_span,
)
from comity.read.lexicon import words
from comity.read.names.mention import Mention
from comity.read.proposal import Slot, Source, Span
from comity.read.speech.modality import is_condition, wants
from comity.read.story import PAIR, Draft, Story, is_team
from comity.read.times.telling import told_at, told_before

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.agreements.agreement import AgreementNames

#: Tokens between a sentence and the next one.
_NEXT = 2
#: Verbs that accuse by themselves, whatever follows.
_SCOLDS = {"accuse", "blame", "lash", "blast", "slam", "condemn", "denounce", "protest"}
_CHARGES = {"accuse", "blame", "charge", "allege"}
#: What the charge follows, where it isn't "of" or "for".
_WITH = {"charge": ("with",), "reproach": ("with",)}
_BLAMED = {"dobj", "oprd"}
#: Tokens over which one speaker goes on with one charge.
_ONE_SPEECH = 250
#: Tokens between a verb that brands and the word for a breach.
_NEAR = 10
_SCOLDS |= {"criticize", "criticise", "castigate", "rebuke", "decry"}


def find_allegations(story: Story, names: AgreementNames) -> list[Draft]:
    """Find every allegation of a story, each once."""
    told = [draft for token in story.doc for draft in _allegation(story, token, names)]
    found = _distinct([*told, *_claims(story, names, told)])
    _elaborate(story, found, names)
    return found


def _allegation(story: Story, token: Token, names: AgreementNames) -> Iterator[Draft]:
    if token.pos_ not in {"VERB", "NOUN"} or is_condition(token) or is_negated(token):
        return
    lemma, found = token.lemma_.lower(), list[Draft]()
    if token.pos_ == "VERB" and lemma in words("talks", "accuse_verb"):
        found = list(_accusation(story, token, names))
    elif token.pos_ == "VERB" and lemma in words("talks", "brand_verb"):
        found = list(_branding(story, token, names))
    if not found and token.tag_ == "VBG" and token.dep_ == "advcl":
        found = list(_reason(story, token, names))
    yield from found or _complaints(story, token, names)


def _complaints(story: Story, word: Token, names: AgreementNames) -> Iterator[Draft]:
    for one in find_complaints(story, word):
        draft = _alleged(story, one.word, one.accuser, one.accused, list(one.acts), names)
        if one.conduct is not None:
            draft.slots["conduct"] = Slot(value=one.conduct.text, span=one.conduct)
        yield draft


def _branding(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "called that a flagrant breach of faith"."""
    after = story.doc[verb.i + 1 : verb.i + _NEAR]
    if not len(after) or after[0].lower_ in {"on", "for", "off"}:
        return
    noun = next((t for t in after if t.lemma_.lower() in words("talks", "breach_noun")), None)
    makers = [party for party in accusers(story, verb) if is_side(story, party)]
    if noun is None or not makers or noun.pos_ != "NOUN":
        return
    told = [side for each in story.doc[verb.i + 1 : noun.i] if (side := story.side(each))]
    other = story.other_side(makers[0][0])
    blamed = [side for side in told if side[0] != makers[0][0]]
    if not blamed and not told and other is not None:
        blamed = [(other, noun_phrase(noun))]
    for party in blamed[:1]:
        draft = _alleged(story, verb, makers[0], party, [noun], names)
        span = noun_phrase(noun, of=True)
        draft.slots["conduct"] = Slot(value=span.text, span=span)
        yield draft


def _reason(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "put five firms on a list, saying they had forwarded servers": a listing's reason."""
    report = next((one for one in story.chains.reports if one.cue == verb.i), None)
    listed = [each for each in objects(verb.head) if each.pos_ in {"NOUN", "PROPN"}]
    if report is None or not listed or verb.head.pos_ != "VERB":
        return
    acts = [
        child
        for child in verb.children
        if child.dep_ == "ccomp"
        and child.tag_ in {"VBN", "VBD"}
        and any(deep.dep_ == "nsubj" and deep.lower_ in {"they", "it"} for deep in child.children)
        and any(deep.dep_ == "aux" and deep.lower_ == "had" for deep in child.children)
    ]
    makers = accusers(story, verb)
    for firm in accused_by(story, listed)[:1]:
        if acts and makers and makers[0][0] != firm[0]:
            draft = _alleged(story, verb, makers[0], firm, acts[:1], names)
            span = span_of(story.doc, acts[0].i, acts[0].right_edge.i)
            draft.slots["conduct"] = Slot(value=span.text, span=span)
            yield draft


def _accusation(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "accused China of failing to …", "lashed out at the US over …"."""
    named = [child for child in verb.children if child.dep_ in _BLAMED and child.i > verb.i]
    named += [child for child in verb.children if child.dep_ == "nsubjpass"]
    named += prepositional(verb, "at", "against")
    pairs = _pairs(story, verb, named)
    holders = [verb, *named, *(d for c in verb.children if c.dep_ == "agent" for d in c.children)]
    acts = [
        part
        for holder in holders
        for act in prepositional(holder, "of", "for", *_WITH.get(verb.lemma_.lower(), ()))
        if act.i > verb.i
        if act.dep_ in {"pcomp", "conj"}
        or (holder.dep_ == "pobj" and holder.head.dep_ == "agent")
        or (holder.i == verb.i and act.head.lower_ not in _WITH.get(verb.lemma_.lower(), ()))
        for part in _coordinated(act)
    ]
    over = [item for item in prepositional(verb, "over", "about") if item.pos_ == "NOUN"]
    for accuser, accused_side in pairs:
        if acts:
            for act in acts:
                yield _alleged(story, verb, accuser, accused_side, [act], names)
        elif over:
            yield _alleged(story, verb, accuser, accused_side, _listed(over), names)
        elif verb.lemma_.lower() in _SCOLDS:
            acts = [each for each in named if each.pos_ == "NOUN" and not is_team(each)]
            yield _alleged(story, verb, accuser, accused_side, acts, names)


def _pairs(story: Story, verb: Token, named: list[Token]) -> list[tuple[Party, Party]]:
    """Return who accuses whom: sides, those who accuse each other, and parties that are none."""
    if any(child.lower_ in {"other", "another"} for child in named):
        sides = [side for doer in subjects(verb) if (side := story.side(doer))]
        if len(sides) != PAIR and len(story.main_sides) == PAIR:
            subject = next((token_span(doer) for doer in subjects(verb)), token_span(verb))
            sides = [(side, subject) for side in story.main_sides]
        return [(sides[0], sides[1]), (sides[1], sides[0])] if len(sides) == PAIR else []
    makers, blamed = accusers(story, verb), accused_by(story, named)
    same = makers[:1] and blamed[:1] and makers[0][0] == blamed[0][0]
    if verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and (same or not makers):
        makers = [side for doer in subjects(governor(verb.head)) if (side := story.side(doer))]
    if not makers and is_passive(verb):
        makers = charge_of(story, verb)
    makers = others(story, makers, blamed)
    plain = all(is_side(story, party) for party in (*makers[:1], *blamed[:1]))
    if not plain and verb.lemma_.lower() not in _CHARGES:
        return []
    return [(one, two) for one in makers[:1] for two in blamed[:1] if one[0] != two[0]]


def _coordinated(act: Token) -> list[Token]:
    """Take apart "failing to uphold … and continuing to withhold …", however it is attached."""
    inner = [deep for deep in act.subtree if deep.dep_ == "conj" and deep.tag_ == act.tag_ == "VBG"]
    return [act, *(each for each in inner if each.i != act.i)]


def _listed(over: list[Token]) -> list[Token]:
    """Return the steps listed after "over steps …, among them A, B and C"."""
    among = [
        token
        for token in over[0].sent
        if token.lower_ in {"among", "including"} and token.i > over[0].i
    ]
    for each in among:
        head = each.head if each.lower_ == "among" else next(iter(each.children), each)
        if head.pos_ in {"NOUN", "PROPN"}:
            return conjuncts(head)
    return over


def _alleged(
    story: Story,
    verb: Token,
    accuser: Party,
    accused: Party,
    acts: list[Token],
    names: AgreementNames,
) -> Draft:
    draft = story.draft("allegation", verb, mood="did")
    spoken = [story.sentence(act) for act in acts if act.sent.start != verb.sent.start]
    draft.evidence = spoken if spoken and verb.is_punct else draft.evidence
    draft.attribution = _spoken_by(story, verb, draft) or _institution(story, accuser[1])
    draft.put("accuser", Slot(value=accuser[0], span=accuser[1]))
    draft.put("accused", Slot(value=accused[0], span=accused[1]))
    spans = [conduct_span(story, act) for act in acts]
    draft.put_all("conduct", [Slot(value=span.text, span=span) for span in spans])
    first, last = (acts[0].left_edge.i, acts[-1].right_edge.i) if acts else subtree(verb)
    draft.put(
        "agreement",
        names.slot(first, last, verb) or names.slot(verb.sent.start, verb.sent.end - 1, verb),
    )
    goods = [one for act in acts for one in _goods_of(story, act)]
    if goods and len(acts) == 1:
        draft.put("goods", Slot(value=goods[0].value, span=goods[0].span))
    times = story.moments.of_verb(verb, *subtree(verb)) or told_at(story, verb)
    times = times or told_before(story, verb, accuser[0])
    draft.put("time", story.moments.best([each for each in times if each.type == "DATE"]))
    return draft


def _institution(story: Story, accuser: Span) -> tuple[Source, ...]:
    """Return an accuser that is less than a whole government as the source of its charge."""
    for one in story.names.sides:
        inside = accuser.start <= one.span.start and one.span.end <= accuser.end
        if inside and one.kind == "institution":
            return (Source(name=one.value, kind="institution", span=accuser),)
    for person in story.names.people:
        if person.span == accuser:
            return (Source(name=person.name, kind="official", span=accuser),)
    return ()


def _spoken_by(story: Story, verb: Token, draft: Draft) -> tuple[Source, ...]:
    """Return the chain to an allegation, its own speaker included where it is not a whole side."""
    own = [
        link
        for report in story.chains.reports
        if report.cue == verb.i
        for link in story.chains.links(report)
        if link.kind != "government" and link.name not in {"each", "both", "other"}
    ]
    held = {link.name for link in draft.attribution}
    return (*draft.attribution, *(link for link in own if link.name not in held))


def _goods_of(story: Story, act: Token) -> list[Mention]:
    start, end = conduct_range(act)
    return story.goods_in(start, end)


def _claims(story: Story, names: AgreementNames, told: list[Draft]) -> Iterator[Draft]:
    """Read "said that China had violated …", "according to Seoul, Tokyo had breached …"."""
    for report in story.chains.reports:
        accuser = speaker(story, report)
        known = any(one.head == report.cue for one in told)
        if accuser is None or known or wants(story.doc[report.cue]):
            continue
        for acts in breaches(story, report):
            both = len(story.sides(subjects(acts[0]))) >= PAIR
            if both or any(_is_told_in(one, acts[0]) for one in told):
                continue
            cue = story.doc[report.cue]
            again = any(
                d.lemma_ in words("talks", "conduct_noun") and story.side(d) is None
                for d in subjects(acts[0])
            )
            if again and any(one.value("accuser") == accuser[0] for one in told):
                continue
            accused = blamed(story, acts[0], cue, accuser[0])
            if accused is None and cue.lemma_ == "allege":
                accused = next((p for d in subjects(acts[0]) if (p := named(story, d))), None)
            if accused is not None:
                yield _alleged(story, cue, accuser, accused, acts, names)


def _is_told_in(allegation: Draft, act: Token) -> bool:
    """True for conduct that another verb already accused of."""
    conduct = allegation.slots.get("conduct", ())
    slots = (conduct,) if isinstance(conduct, Slot) else conduct
    return any(slot.span and slot.span.start <= act.idx < slot.span.end for slot in slots)


def _elaborate(story: Story, allegations: list[Draft], names: AgreementNames) -> None:
    """Add to an allegation what its accuser says next: "the practices violate the consensus"."""
    for report in story.chains.reports:
        if not allegations:
            return
        links = story.chains.links(report) if report.sources else []
        if not links or links[-1].kind not in {"institution", "officials", "official"}:
            continue
        side = story.side(story.doc[report.sources[0]])
        cue = story.doc[report.cue]
        mine = [
            one
            for one in allegations
            if one.head < report.cue and side and one.value("accuser") == side[0]
        ]
        if not mine or cue.sent.start - story.doc[mine[-1].head].sent.end > _NEXT:
            continue
        for verb in (t for first, last in report.content for t in story.doc[first : last + 1]):
            about = (
                [each for each in subjects(verb) if each.lemma_ in words("talks", "conduct_noun")]
                if verb.pos_ == "VERB"
                else []
            )
            if about and verb.lemma_ in words("talks", "breach_verb"):
                draft = mine[-1]
                draft.put("agreement", names.slot(verb.i, verb.right_edge.i, verb))
                draft.evidence.append(story.sentence(verb))
                draft.attribution = draft.attribution or tuple(links)


def _distinct(allegations: list[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in allegations:
        conduct = draft.slots.get("conduct")
        first = conduct[0] if isinstance(conduct, tuple) else conduct
        beside = [one for one in kept.values() if _is_beside(one, draft)]
        if beside:
            held = beside[0].slots.get("conduct", ())
            more = [held] if isinstance(held, Slot) else list(held)
            told = [conduct] if isinstance(conduct, Slot) else list(conduct or ())
            more += [slot for slot in told if slot.value not in {one.value for one in more}]
            beside[0].put_all("conduct", more)
            if len(more) > 1:
                beside[0].slots["conduct"] = tuple(more)
            for name, slot in draft.slots.items():
                beside[0].fill(name, slot)
            beside[0].evidence += [e for e in draft.evidence if e not in beside[0].evidence]
            continue
        kept.setdefault(
            (draft.value("accuser"), draft.value("accused"), first.span if first else draft.head),
            draft,
        )
    return list(kept.values())


def _is_beside(one: Draft, two: Draft) -> bool:
    """True for one charge in two verbs: "complained … and accused …", "Such steps violate …"."""
    pairs = [(each.value("accuser"), each.value("accused")) for each in (one, two)]
    if pairs[0] != pairs[1] or (one.head == two.head and one.evidence[0] == two.evidence[0]):
        return False
    voices = {link.name for each in (one, two) for link in each.attribution[-1:]}
    near = abs(one.head - two.head) <= _ONE_SPEECH and len(voices) <= 1
    return near or one.evidence[0] == two.evidence[0]
