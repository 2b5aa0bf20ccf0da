"""What becomes of controls and goods without anybody acting: "the curbs expire", "is subject to".

A *state* is an act on a control told by its outcome: the control takes effect, lapses or stays;
or the goods come under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    antecedent,
    conjuncts,
    is_negated,
    is_passive,
    objects,
    particle_lemma,
    prepositional,
    subtree,
)
from comity.read.measures.control import (
    acts_of,
    is_control,
    is_export_control,
    is_shelved,
    known,
    owns,
)
from comity.read.measures.goods import Anaphora
from comity.read.measures.traded import goods_of
from comity.read.story import Story

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADDS = {"add", "place", "put", "include"}
_REMOVES = {"remove", "delete", "take", "strike", "drop", "exclude", "cut", "strip"}
_PREDICATES = {"acomp", "attr", "advcl", "oprd", "amod", "ccomp"}
_HOLDS = {"place", "force", "effect"}
_VALID = {"valid", "applicable", "operative", "effective"}
_BEGINS = {"begin", "start", "kick"}
_ENDS = {"expire", "lapse", "end"}
_STAYS = {"remain", "stay", "be", "stand", "hold", "persist", "continue"}
#: Verbs and particles of what comes to an end by itself.
_GOES = {"come off", "go away", "fall away", "disappear", "vanish", "go", "drop away", "roll off"}
#: What a control is that nothing has changed.
_KEPT = {"unaffected", "unchanged", "untouched", "intact"}
_PUTS = {"put", "place", "bring", "add", "include", "subject"}
_UNDER = {"bring", "put", "place"}
_FALLS = {"come", "fall", "be"}
_FACES = {"face", "require", "need"}
#: Every verb that this module knows.
STATE_VERBS = {*_BEGINS, *_ENDS, *_STAYS, *_PUTS, *_FALLS, *_FACES, *_ADDS, *_REMOVES}
STATE_VERBS |= {"take", "come", "go", "enter", "become", "make", "apply", "blacklist", "leave"}
_HITS = {"hit", "cover", "target", "encompass", "include", "comprise"}
_COVERS = {*_HITS, "apply", "extend"}
_OTHERS = {"other", "new", "further", "separate", "similar", "additional", "more", "another"}
STATE_VERBS |= _COVERS
STATE_VERBS |= {"arrive", "materialize", "sanction", "restore", "return", "readmit"}
STATE_VERBS |= {"affect", "touch", "change", "join", "disappear", "vanish", "fall", "drop", "roll"}
_HINGES = {"subject", "conditional", "contingent", "dependent"}
#: How many words back "that" may reach over the goods of a control.
_NEAR = 8
_BARE = {"punct", "advmod", "npadvmod", "cc", "conj"}
_ASIDE = {"prep", "advmod", "advcl"}
_FOLLOWS = {"prep", "advmod", "acomp", "prt", "xcomp"}
_ON_LIST = ("under", "on", "to", "onto", "in", "into")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a control does, or what control goods are under."""

    head: Token
    action: str
    #: The control, where the head is the goods.
    control: Token | None = None
    #: Whether it tells more of a rule told before, where there is one.
    describes: bool = False


def state_of(story: Story, verb: Token, seen: Anaphora) -> State | None:
    """Return what a verb tells of a control or of controlled goods, None where it tells nothing."""
    lasting = _lasting(verb, seen)
    if lasting is not None or is_negated(verb):
        return lasting
    ways = (_checked(story, verb), _controlled(story, verb, seen), _covering(story, verb, seen))
    found = next((way for way in ways if way is not None), None) or _coming(verb)
    return found or _shut(story, verb) or _joining(story, verb)


def _checked(story: Story, verb: Token) -> State | None:
    """Read "shipments of graphite would face stricter checks"."""
    if verb.lemma_.lower() != "face":
        return None
    goods = next((each for each in _subjects(verb) if is_traded(story, each)), None)
    check = next((each for each in objects(verb) if _is_stricter(each)), None)
    if goods is None or check is None:
        return None
    return State(head=goods, action="tighten", control=check)


def _covering(story: Story, verb: Token, seen: Anaphora) -> State | None:
    """Read "the curbs hit suppliers of ethane", "the rules also cover magnets"."""
    lemma = verb.lemma_.lower()
    if lemma not in _COVERS:
        return None
    control = next((each for each in _subjects(verb) if _rules(each, seen)), None)
    covered = objects(verb) if lemma in _HITS else list(prepositional(verb, "to"))
    head = next((each for each in covered if is_traded(story, each) or _trades(story, each)), None)
    if control is None or head is None:
        return None
    more = any(child.lower_ in _OTHERS for child in control.children)
    return State(head=head, action="impose", control=control, describes=not more)


def _rules(token: Token, seen: Anaphora) -> bool:
    """True for a control, or for the letter that imposes one."""
    letter = token.lemma_.lower() in {"letter", "notice", "order", "directive", "suspension"}
    return letter or (is_control(token, seen) and token.lemma_.lower() in known("control_noun"))


def _trades(story: Story, token: Token) -> bool:
    """True for "suppliers of ethane"."""
    lemma = token.lemma_.lower()
    rules = {*known("trader_noun"), *known("license_noun"), "requirement"}
    return lemma in rules and bool(story.goods_in(*subtree(token)))


def _shut(story: Story, verb: Token) -> State | None:
    """Read "exports of its best chips remain off limits"."""
    off = any(token.lower_ == "off" for token in verb.rights)
    limits = any(token.lower_ in {"limits", "-limits"} for token in verb.subtree)
    barred = any(c.lower_ in known("shut_word") and c.dep_ in _PREDICATES for c in verb.rights)
    barred = barred and verb.lemma_ != "be"
    if verb.lemma_.lower() not in _STAYS or not ((off and limits) or barred):
        return None
    goods = next((each for each in _subjects(verb) if _may_be_shut(story, each)), None)
    return None if goods is None else State(head=goods, action="maintain")


def _may_be_shut(story: Story, token: Token) -> bool:
    return is_traded(story, token) or (token.pos_ == "NOUN" and bool(goods_of(story, token)))


def listing_act(verb: Token) -> str | None:
    """Return what putting parties on a list, or taking them off, does: impose, tighten or lift."""
    return listed_as(verb.lemma_.lower(), verb)


def listed_as(lemma: str, act: Token) -> str | None:
    """Return what an act on a list does, named by a verb or by its noun."""
    if lemma in {"blacklist", "sanction"}:
        return "impose"
    if lemma in _ADDS and any(map(_is_list, _beneath(act, {"to", "on", "onto", "in"}))):
        return "impose"
    if lemma in {"restore", "return", "readmit"} and any(map(_is_white, _beneath(act, {"to"}))):
        return "ease"
    if lemma in _REMOVES:
        for each in _beneath(act, {"from", "off"}):
            if _is_white(each):
                return "tighten"
            if _is_list(each):
                return "lift"
    return None


def _beneath(verb: Token, names: set[str]) -> Iterator[Token]:
    """Yield the objects of prepositions below a verb, however the parser hung them."""
    for token in verb.subtree if verb.pos_ != "NOUN" else verb.sent:
        if token.i > verb.i and token.dep_ == "pobj" and token.head.lower_ in names:
            yield from conjuncts(token)


def beneath_list(verb: Token) -> Iterator[Token]:
    """Yield the lists that a verb puts parties on or takes them off."""
    yield from filter(_is_list, _beneath(verb, {"to", "on", "onto", "in", "from", "off"}))


def _is_white(token: Token) -> bool:
    """True for a list of those who are trusted."""
    names = {token.lemma_.lower(), " ".join(t.lower_ for t in token.lefts) + f" {token.lower_}"}
    return any(name in known("tighten_list") or name.endswith("white list") for name in names)


def _is_list(token: Token) -> bool:
    return token.lemma_.lower() in known("lift_list")


def no_longer(verb: Token) -> bool:
    """True for "no longer" before a verb."""
    before = verb.doc[max(verb.sent.start, verb.i - 3) : verb.i].text.lower()
    return "no longer" in before


def _lasting(verb: Token, seen: Anaphora) -> State | None:
    """Read what a control does by itself: it takes effect, expires, remains, no longer applies."""
    head = next(
        (
            _what_stands(child, seen)
            for child in verb.children
            if child.dep_ in {"nsubj", "nsubjpass"}
            and _is_standing(_what_stands(child, seen), seen)
        ),
        None,
    )
    if head is None:
        return None
    lemma = verb.lemma_.lower()
    gone = "suspend" if is_shelved(verb) and lemma in _STAYS else "lift" if _goes(verb) else None
    if gone is not None:
        return State(head=head, action=gone)
    into = [*objects(verb), *prepositional(verb, "into")]
    if any(o.lemma_ in _HOLDS - {"place"} for o in into) or (
        lemma in _BEGINS and not objects(verb) and head.head.i == verb.i
    ):
        named = acts_of("act_noun").get(head.lemma_.lower())
        again = named in {"lift", "suspend", "ease"} and not any(head.rights) and seen.last
        return None if again else State(head=head, action="impose", describes=_is_told(head))
    if head.lemma_.lower() in known("relief_noun") and lemma not in _STAYS:
        return None
    held = bool((_HOLDS | _VALID) & {deep.lemma_ for deep in verb.subtree}) and lemma in _STAYS
    ends = lemma in _ENDS and not any(c.dep_ in {"dobj", "xcomp"} for c in verb.children)
    ends = ends and not (_is_pause(head) or _is_bound(verb))
    if ends or (_is_over(verb) and (lemma == "apply" or held)):
        return State(head=head, action="lift")
    stays = _stays(verb)
    return State(head=head, action=stays) if stays else None


def _is_pause(head: Token) -> bool:
    """True for a pause or an easing, whose end lifts nothing."""
    return acts_of("act_noun").get(head.lemma_.lower()) in {"suspend", "ease", "extend"}


def _is_bound(verb: Token) -> bool:
    """True for "before the curbs expire": until when, and nothing that is told."""
    return any(c.lower_ in {"before", "until"} for c in verb.lefts)


def _is_over(verb: Token) -> bool:
    """True for "no longer applies", "are no longer in force"."""
    last = verb.doc[verb.i + 1 : verb.i + 3].text.lower()
    return no_longer(verb) or last.startswith("no longer")


def _goes(verb: Token) -> bool:
    """True for "would come off", "disappeared", "must go"."""
    told = particle_lemma(verb)
    if told not in _GOES or is_negated(verb) or objects(verb):
        return False
    return told != "go" or (verb.tag_ == "VB" and not any(c.dep_ in _FOLLOWS for c in verb.rights))


def _is_told(head: Token) -> bool:
    """True for "the rule", told before; "Japan's own rules" may not have been."""
    return any(child.lower_ in {"the", "this", "these", "both"} for child in head.children)


def _stays(verb: Token) -> str | None:
    """Read "remains in place", "will stay as it is", "stays"."""
    lemma = verb.lemma_.lower()
    kept = {deep.lemma_ for deep in verb.subtree} & _HOLDS
    if lemma in {"affect", "touch", "change"} and is_negated(verb) and is_passive(verb):
        return "maintain"
    if lemma in {*_STAYS, "leave"} and any(c.lower_ in _KEPT for c in verb.children):
        return "maintain"
    as_is = any(c.lower_ == "as" for c in verb.subtree) and lemma != "be"
    bare = {"stay", "stand", "remain", "persist"}
    if lemma in bare and not any(c.dep_ not in _BARE for c in verb.rights):
        return "maintain"
    if lemma in _STAYS and (as_is or kept) and any(c.dep_ in _ASIDE for c in verb.children):
        since = verb.dep_ == "relcl" and any(c.lower_ == "since" for c in verb.children)
        return "impose" if since else "maintain"
    return None


def _what_stands(subject: Token, seen: Anaphora) -> Token:
    """Return what "that" stands for in "controls on metals that have been in place since …"."""
    found = antecedent(subject)
    if found.i == subject.i or _is_standing(found, seen):
        return found
    for token in reversed(found.doc[max(found.sent.start, found.i - _NEAR) : found.i]):
        if token.pos_ == "NOUN" and token.lemma_.lower() in known("core_control_noun"):
            return token
    return found


def _is_standing(token: Token, seen: Anaphora) -> bool:
    return is_control(token, seen) or token.lemma_.lower() in known("relief_noun")


def _controlled(story: Story, verb: Token, seen: Anaphora) -> State | None:
    """Read what goods come under: "will be subject to curbs", "put seven metals under control"."""
    lemma, action, traders = verb.lemma_.lower(), "impose", False
    if lemma in known("exempt_verb"):
        goods, controls, action = objects(verb), list(_beneath(verb, {"from"})), "ease"
    elif lemma in _REMOVES and any(map(_is_list, _beneath(verb, {"from", "off"}))):
        goods, controls, action = objects(verb), list(_beneath(verb, {"from", "off"})), "lift"
    elif lemma in _PUTS:
        goods, controls = objects(verb), list(prepositional(verb, *_ON_LIST))
        controls = controls or list(_beneath(verb, {"under"} if lemma in _UNDER else set()))
        controls = controls or list(_beneath(verb, {"to"} if lemma == "subject" else set()))
        widens = lemma == "subject" and any(map(owns, goods))
        action = "tighten" if widens else action
        if lemma in _ADDS and not any(_is_plain_control(each, seen) for each in controls):
            controls = [each for each in _beneath(verb, {"to", "on"}) if _is_list(each)]
        if lemma in _ADDS and not controls:
            controls = [each for one in prepositional(verb, "to") for each in _put_before(one)]
            action = "tighten"
    elif lemma in _FALLS and any(c.lower_ == "under" for c in verb.children):
        goods, controls = _subjects(verb), list(prepositional(verb, "under", "within"))
    elif lemma in _FACES:
        goods, controls = _subjects(verb), objects(verb)
        traders = any(_trades(story, each) for each in goods)
    else:
        made = next((c for c in verb.children if c.lower_ in _HINGES and c.dep_ == "ccomp"), verb)
        turned = any(c.lower_ in _HINGES and c.dep_ == "oprd" for c in verb.children)
        goods = objects(verb) if turned else _subjects(made)
        controls = list(_subject_to(verb))
    adds = lemma in _ADDS
    control = next(
        (c for c in controls if _is_plain_control(c, seen) or (adds and _is_list(c))), None
    )
    plain = lemma in _FACES and traders
    plain = plain or (lemma in _PUTS and control is not None and is_export_control(control))
    banned = control is not None and control.lemma_.lower() in {"embargo", "sanction"}
    plain = plain or (banned and any(map(story.names.side_of, goods)))
    plain = plain or (lemma in known("exempt_verb") and not any(map(story.names.side_of, goods)))
    goods = [each for each in goods if control is None or each.i != control.i]
    head = next((each for each in goods if is_traded(story, each) or plain), None)
    if control is not None and head is None and lemma in known("exempt_verb"):
        return State(head=control, action=action)
    if control is None or head is None:
        return None
    return State(head=head, action=action, control=control)


def _put_before(token: Token) -> Iterator[Token]:
    """Yield the control in "the seven that it had put under control in April"."""
    for clause in token.children:
        if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in _PUTS:
            yield from prepositional(clause, *_ON_LIST)


def _coming(verb: Token) -> State | None:
    """Read "its licenses came through", "the clearance arrived"."""
    through = verb.lemma_ == "come" and any(c.lower_ in {"through", "in"} for c in verb.rights)
    if not through and verb.lemma_ not in {"arrive", "materialize"}:
        return None
    granted = (c for c in verb.children if c.dep_ == "nsubj")
    given = next((c for c in granted if c.lemma_.lower() in known("license_noun")), None)
    return None if given is None else State(head=given, action="ease")


def _joining(story: Story, verb: Token) -> State | None:
    """Read "five more elements will join its controlled list"."""
    lists = [each for each in objects(verb) if _is_list(each)] if verb.lemma_ == "join" else []
    goods = next((each for each in _subjects(verb) if is_traded(story, each)), None)
    if not lists or goods is None:
        return None
    return State(head=goods, action="tighten" if _is_more(goods) else "impose", control=lists[0])


def _is_more(token: Token) -> bool:
    """True for "five more elements": what a list grows by."""
    return any(d.lower_ in _OTHERS for c in token.lefts for d in (c, *c.children))


def _is_stricter(token: Token) -> bool:
    """True for "stricter checks", "tighter scrutiny"."""
    checks = {"check", "scrutiny", "inspection", "review", "screening", "vetting"}
    closer = {"stricter", "tighter", "tougher", "closer", "heightened", "harsher"}
    words = {child.lower_ for child in token.children}
    return token.lemma_.lower() in checks and bool(words & closer)


def _subjects(verb: Token) -> list[Token]:
    return [antecedent(c) for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]


def _subject_to(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.lower_ in _HINGES and child.dep_ in _PREDICATES:
            yield from prepositional(child, "to", "on", "upon")


def _is_plain_control(token: Token, seen: Anaphora) -> bool:
    return token.lemma_.lower() in known("license_noun") or is_control(token, seen)


def is_traded(story: Story, token: Token) -> bool:
    """True for goods or trade, not for parties."""
    things = {*known("thing_noun"), "category", "code"} - known("party_noun")
    things -= {"anything", "everything"}
    if token.lemma_.lower() in things or token.lemma_.lower() in known("flow_noun"):
        return True
    return bool(story.goods_in(token.left_edge.i, token.i))
