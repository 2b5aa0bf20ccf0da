"""Which side a pronoun takes up: "it", "their", "he"; none where it takes up a thing or a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, subjects
from comity.read.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from comity.read.names.mention import Mention
    from comity.read.story import Story

#: How many tokens before its sentence a pronoun may reach back.
_REACH = 60
SIDES = {"it", "its", "itself", "they", "their", "them"}
PEOPLE = {"he", "his", "she", "her", "him"}
_SUBJECTS = {"nsubj", "nsubjpass"}


def leads(doc: Doc, mention: Mention) -> bool:
    """True for a name that acts or owns: a subject, an agent, "Beijing's"."""
    name = doc[mention.last]
    return name.dep_ in {*_SUBJECTS, "poss", "agent"} or (
        name.dep_ == "pobj" and name.head.dep_ == "agent"
    )


def side_of_pronoun(story: Story, pronoun: Token) -> str | None:
    """Resolve a pronoun to who is asked to act, the last side that led, or the last named."""
    if pronoun.lower_ in PEOPLE:
        earlier = [p for p in story.names.people if p.head < pronoun.i and p.side]
        return earlier[-1].side if earlier else None
    asked = _asked(story, pronoun)
    if asked is not None:
        return asked
    subject = pronoun.lower_ in {"it", "they"} and pronoun.dep_ in _SUBJECTS
    if subject and (_is_thing(story, pronoun) or _is_speaking_company(story, pronoun)):
        return None
    return _led(story, pronoun)


def _led(story: Story, pronoun: Token) -> str | None:
    """Return the last side that led before a pronoun, else the last named."""
    start, barred = max(0, pronoun.sent.start - _REACH), _askers(story, pronoun)
    named = [
        one
        for one in story.names.sides
        if one.side not in barred
        and (
            (start <= one.first < pronoun.i and one.kind != "adjective")
            or one.last + 1 == pronoun.i
        )
    ]
    leading = [one for one in named if leads(story.doc, one)]
    near = [one for one in leading if one.first >= pronoun.sent.start]
    if not near and pronoun.lower_ == "it" and pronoun.dep_ in _SUBJECTS:
        main = _main_side(story, pronoun)
        if main is not None and main not in barred:
            return main
    accused = [one for one in named if barred and story.doc[one.last].dep_ == "dobj"]
    near = near or leading or accused or named
    return near[-1].side if near else None


def _main_side(story: Story, pronoun: Token) -> str | None:
    """Return whose the main subject before is: "The EU's package, which Rome backed, … It …"."""
    subject = _subject_before(pronoun)
    if subject is None or subject.sent.start == pronoun.sent.start:
        return None
    for each in (subject, *subject.children):
        if each is subject or each.dep_ in {"poss", "amod", "compound"}:
            named = story.names.side_at(each.i)
            if named is not None:
                return named.side
    return None


def _askers(story: Story, pronoun: Token) -> set[str]:
    """Return whom a verb's object can't be: China in "China urged it to lift the curbs"."""
    found: set[str] = set()
    if pronoun.dep_ not in {"dobj", "dative"} or pronoun.lower_ not in SIDES:
        return found
    for doer in subjects(pronoun.head):
        person, named = story.names.person_at(doer.i), story.names.side_at(doer.i)
        found |= {person.side} if person is not None and person.side else set()
        found |= {named.side} if named is not None else set()
    return found


def _asked(story: Story, pronoun: Token) -> str | None:
    """Return the side in "asked Japan to lift its curbs", "… the curbs it placed"."""
    verb = governor(pronoun)
    if verb.dep_ == "relcl":
        verb = governor(verb)
    if verb.dep_ != "xcomp" or verb.i >= pronoun.i:
        return None
    objects = (c for c in verb.head.children if c.dep_ in {"dobj", "nsubjpass"})
    below = (c for c in verb.children if c.dep_ == "nsubj")
    for doer in (*objects, *below):
        named = story.names.side_at(doer.i)
        if named is not None:
            return named.side
        if doer.lower_ in {"it", "them"} and doer.i < pronoun.i:
            return _led(story, doer)
    return None


def _is_speaking_company(story: Story, pronoun: Token) -> bool:
    """True for "it" in "Siemens said it had resumed sales"."""
    if pronoun.dep_ != "nsubj":
        return False
    told = story.chains.of(pronoun.i)
    spoken = bool(told) and told[-1].kind == "company" and told[-1].span is not None
    return spoken and pronoun.head.dep_ in {"ccomp", "advcl", "conj"}


def _is_thing(story: Story, pronoun: Token) -> bool:
    """True where the subject before a pronoun is no side: "The requirement … It …"."""
    subject = _subject_before(pronoun)
    if subject is None or subject.lower_ in SIDES:
        return False
    if pronoun.lower_ == "it" and subject.tag_ in {"NNS", "NNPS"}:
        return False
    verb = pronoun.head
    acts = verb.lemma_.lower() in words("acts", "control_verb") or verb.lemma_ in {"add", "put"}
    ruling = subject.lemma_.lower() in {
        *words("acts", "vehicle_noun"),
        *words("acts", "control_noun"),
    }
    if acts and not ruling and any(child.dep_ == "dobj" for child in verb.children):
        return False
    return story.names.side_at(subject.i) is None and story.names.side_of(subject) is None


def _subject_before(pronoun: Token) -> Token | None:
    """Return the subject of the clause before a pronoun, else of the sentence before."""
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    for token in before:
        if token.dep_ in _SUBJECTS and token.head.i != pronoun.head.i:
            return token
    if pronoun.sent.start == 0:
        return None
    previous = pronoun.doc[pronoun.sent.start - 1].sent
    roots = (t for t in previous if t.dep_ in _SUBJECTS and t.head.dep_ == "ROOT")
    return next(roots, None)
