"""Measures named by a noun: "a halt to sales", "its easing of the curbs", "new restrictions"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, particle_lemma, prepositional, subtree
from comity.read.lexicon import words
from comity.read.measures.control import acts_of, is_control, is_core, is_flow, is_tariff, known
from comity.read.measures.goods import Anaphora, put_same_goods
from comity.read.measures.mood import is_outside, is_term
from comity.read.measures.slots import fill
from comity.read.measures.state import listed_as
from comity.read.measures.traded import goods_of
from comity.read.proposal import Modality, Slot
from comity.read.speech.modality import is_asked, is_condition, is_denied, modality, of_noun
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token


def of_noun_act(story: Story, noun: Token, seen: Anaphora) -> Draft | None:
    """Read a noun that names the act: "a halt to sales", "Beijing's easing of its controls"."""
    action = acts_of("act_noun").get(noun.lemma_.lower())
    delisted = _delisted(noun)
    listed = delisted is not None or _listed_control(noun)
    action = delisted or ("impose" if listed else action)
    planned = _planned(noun, seen)
    wished = _wished(noun)
    action, planned = (wished, wished) if wished else (action or planned, planned)
    if action is None or is_condition(noun) or _belongs_to_verb(noun) or _is_nested(noun):
        return None
    idle = is_asked(noun) or is_term(governor(noun), "did")
    if idle or (not planned and not listed and _is_hindered(noun)):
        return None
    if not (listed or planned) and not _acts_on_trade(story, noun):
        return None
    if not (listed or planned) and (is_denied(noun) or _is_subject(story, noun)):
        return None
    standing = not (listed or planned) and _stands(noun)
    if standing and not story.moments.within(*subtree(noun)):
        return None
    action = _of_flow(noun, action)
    draft = story.draft("measure", noun, mood="in-force" if standing else _noun_mood(noun))
    fill(story, draft, verb=noun, head=noun, action=action, seen=seen)
    if delisted is not None:
        draft.slots["measure_kind"] = Slot(value="entity_listing")
    _complete(draft, noun, planned, seen)
    answers = planned is not None and _answers(noun) and "goods" not in draft.slots
    if answers:
        draft.slots["measure_kind"] = Slot(value="unspecified")
    told = "goods" in draft.slots or delisted is not None or answers
    known_well = "issuer" in draft.slots and told
    return draft if known_well and not (planned and is_outside(story, draft)) else None


def _is_dated(story: Story, noun: Token) -> bool:
    """True for "an April ban on sales", "its 2023 curbs": the control, and when it came."""
    if noun.lemma_.lower() not in {*known("core_control_noun"), "rule"} or is_tariff(noun):
        return False
    if any(child.dep_ in {"relcl", "acl"} for child in noun.children):
        return False
    first = noun.left_edge.i
    return noun.i > first and any(
        each.type == "DATE" for each in story.moments.within(first, noun.i - 1)
    )


def of_dated(story: Story, noun: Token, seen: Anaphora) -> Draft | None:
    """Read the control that "reversed an April ban on sales" tells by the way."""
    if not _is_dated(story, noun) or is_condition(noun) or not is_control(noun, seen):
        return None
    draft = story.draft("measure", noun, mood="did")
    draft.attribution = ()
    fill(story, draft, verb=noun, head=noun, action="impose", seen=seen)
    when = [m for m in story.moments.within(noun.left_edge.i, noun.i - 1) if m.type == "DATE"]
    slot = story.moments.best(when)
    if slot is not None:
        draft.slots["time"] = slot
    return draft if "issuer" in draft.slots and "goods" in draft.slots else None


def _delisted(noun: Token) -> str | None:
    """Read "the removal of South Korea from a white list", "its addition to the Entity List"."""
    lemma = noun.lemma_.lower()
    if lemma == "blacklisting":
        return "impose" if any(prepositional(noun, "of")) else None
    if lemma not in {"removal", "exclusion", "addition", "inclusion"}:
        return None
    verbs = {"removal": "remove", "exclusion": "remove", "addition": "add", "inclusion": "add"}
    return listed_as(verbs[lemma], noun)


def _is_subject(story: Story, noun: Token) -> bool:
    """True for "restrictions on exports would be discussed": known, where no date tells of them."""
    plain = noun.dep_ in {"nsubj", "nsubjpass"} and noun.tag_ == "NNS"
    return plain and is_core(noun) and not story.moments.within(*subtree(noun))


def _is_hindered(noun: Token) -> bool:
    """True for "slow-rolling approvals", "a delay in releases": what is held up isn't granted."""
    lemma = noun.lemma_.lower()
    if lemma == "delay":
        delayed = {each.lemma_.lower() for each in prepositional(noun, "of", "to", "in")}
        return not delayed & {*known("core_control_noun"), "rule"}
    if acts_of("act_noun")[lemma] not in {"ease", "lift"}:
        return False
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    lefts = {child.lemma_.lower() for child in noun.lefts}
    slow = known("hinder_word")
    return bool(lefts & slow) or any(t.lower_ in slow for t in noun.lefts) or above.lemma_ in slow


def _of_flow(noun: Token, action: str) -> str:
    """Turn the act round where it is done to trade, or to a license: "a suspension of exports"."""
    if action == "suspend" and _stops_flow(noun):
        action = "impose"
    licenses = known("relief_noun") & {h.lemma_.lower() for h in prepositional(noun, "of")}
    taken = noun.lemma_.lower() in {"suspension", "revocation", "withdrawal", "cancellation"}
    return "tighten" if taken and licenses else action


def _stops_flow(noun: Token) -> bool:
    """True for "a suspension of exports", which imposes, unlike one of controls, which eases."""
    flows = known("flow_noun")
    controls = known("core_control_noun")
    heads = list(prepositional(noun, "of", "on"))
    return any(h.lemma_.lower() in flows for h in heads) and not any(
        h.lemma_.lower() in controls for h in heads
    )


def _stands(noun: Token) -> bool:
    """True for a control spoken of as known: "China's ban on …", "the restrictions on …"."""
    if noun.lemma_.lower() not in known("core_control_noun") or _in_complaint(noun):
        return False
    return any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in {"the", "this", "these"})
        for child in noun.children
    )


def _is_nested(noun: Token) -> bool:
    """True for the ban in "an end to the ban on exports", "amounts to a ban": told before it."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"to", "of", "on", "in"}:
        return False
    outer = noun.head.head
    if outer.lemma_ == "amount":
        return True
    return outer.pos_ == "NOUN" and outer.lemma_.lower() in acts_of("act_noun")


def _planned(noun: Token, seen: Anaphora) -> str | None:
    """Read "is considering new restrictions", "threatened tighter controls"."""
    above = noun.head
    if _follows(noun):
        return "impose" if is_control(noun, seen) else None
    if noun.dep_ == "conj" and above.dep_ == "dobj":
        above = above.head
    above = _sought(noun) or above
    weighed = noun.dep_ in {"dobj", "conj"} or above.i != noun.head.i
    weighed = weighed and above.lemma_.lower() in acts_of("embed")
    if weighed and _opens(noun) and not is_denied(above):
        return "ease"
    named = is_control(noun, seen) or _answers(noun)
    if not weighed or not named or is_denied(above):
        return None
    dutied = any(is_tariff(child) for child in noun.lefts)
    bare = dutied or not any(child.dep_ in {"det", "poss"} for child in noun.children)
    weighs = {"possible", "demanded"} if above.i != noun.head.i else {"possible"}
    steps = is_core(noun) or _answers(noun)
    if bare and acts_of("embed")[above.lemma_.lower()] in weighs and steps:
        return "impose"
    degree = set() if _is_view(noun) else {child.lower_ for child in noun.children}
    if degree & {"tighter", "stricter", "tougher", "broader", "wider"}:
        return "tighten"
    return (
        "impose" if degree & {"new", "more", "further", "additional", "fresh", "similar"} else None
    )


def _answers(noun: Token) -> bool:
    """True for "countermeasures", "measures of its own": steps that nobody has named yet."""
    own = any(child.lower_ == "own" for child in prepositional(noun, "of"))
    back = any(child.lower_.startswith("retaliat") for child in noun.lefts)
    steps = noun.lemma_.lower() in {"measure", "step", "action"}
    return noun.lemma_.lower() == "countermeasure" or (steps and (own or back))


def _sought(noun: Token) -> Token | None:
    """Return the verb in "was looking into licenses", "called for curbs"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.head.pos_ != "VERB":
        return None
    looks = prep.lower_ == "into" and prep.head.lemma_ == "look"
    calls = prep.lower_ == "for" and prep.head.lemma_ in {"call", "push", "press", "lobby", "ask"}
    return prep.head if looks or calls else None


def _follows(noun: Token) -> bool:
    """True for curbs that somebody "responded with", or that an act "was followed by"."""
    above = noun.head
    if above.lower_ == "with":
        return above.head.lemma_.lower() in known("strike_verb")
    if noun.dep_ == "nsubj" and above.lemma_ in {"follow", "loom"}:
        return not any(child.dep_ == "dobj" for child in above.children)
    return noun.dep_ == "pobj" and above.dep_ == "agent" and above.head.lemma_ == "follow"


def _is_view(noun: Token) -> bool:
    """True for "further review": what looks at trade and rules none of it."""
    return noun.lemma_.lower() in {*known("procedure_noun"), "policy", "decision", "action"}


def _complete(draft: Draft, noun: Token, planned: str | None, seen: Anaphora) -> None:
    """Add what "was looking into general licenses" leaves to be understood."""
    if planned == "ease" and "goods" not in draft.slots:
        put_same_goods(draft, seen)
    if planned and noun.dep_ == "nsubj":
        draft.modality = modality(noun.head)
    if planned and noun.head.lower_ == "into":
        draft.modality = "possible"


def _opens(noun: Token) -> bool:
    """True for what lets trade pass: "general licenses", "a fast lane", "an exemption"."""
    lemma = noun.lemma_.lower()
    if lemma in known("way_noun"):
        return any(child.lower_ in {"fast", "green", "special"} for child in noun.lefts)
    general = any(child.lower_ in {"general", "blanket", "bulk"} for child in noun.lefts)
    return lemma in known("reprieve_noun") or (lemma in known("license_noun") and general)


def _wished(noun: Token) -> str | None:
    """Read "has sought an exemption from the rules": to be let."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else noun.head
    asks = acts_of("embed").get(above.lemma_.lower()) == "demanded" and above.pos_ == "VERB"
    return "ease" if asks and noun.dep_ in {"dobj", "pobj"} and _opens(noun) else None


def _listed_control(noun: Token) -> bool:
    """True for a control named among the steps complained of: "guidelines on export controls"."""
    if noun.lemma_.lower() not in {
        "guideline",
        "guidance",
        "curb",
        "control",
        "restriction",
        "rule",
    }:
        return False
    return noun.dep_ in {"conj", "dep", "appos", "attr"} and _in_complaint(noun)


def _in_complaint(noun: Token) -> bool:
    return any(
        token.lemma_.lower() in words("talks", "accuse_verb")
        for token in noun.sent
        if token.pos_ == "VERB"
    )


def _noun_mood(noun: Token) -> Modality:
    if _in_complaint(noun):
        return "said-to"
    return of_noun(noun)


def _belongs_to_verb(noun: Token) -> bool:
    """True where a verb that acts on controls already has this noun."""
    if noun.dep_ == "nsubj" and noun.head.lemma_.lower() in {"remain", "stay", "expire", "lapse"}:
        return True
    if noun.dep_ not in {"dobj", "nsubjpass"}:
        return False
    if f"{noun.head.lemma_.lower()} {noun.lemma_.lower()}" in acts_of("idiom"):
        return True
    if noun.lemma_.lower() in known("license_noun"):
        return True
    return bool(known("control_verb") & {noun.head.lemma_.lower(), particle_lemma(noun.head)})


def _acts_on_trade(story: Story, noun: Token) -> bool:
    for head in prepositional(noun, "to", "of", "on", "in", "for", "from"):
        lemma = head.lemma_.lower()
        if is_tariff(head) or any(map(is_tariff, prepositional(head, "of", "on"))):
            continue
        if lemma in known("flow_noun") or lemma in known("core_control_noun"):
            return True
        if noun.lemma_ in {"ban", "embargo", "curb"} and is_flow(story, head):
            return True
        ships = head.lemma_.lower() in {*known("ship_verb"), *known("service_noun")}
        if is_core(noun) and ships and goods_of(story, head):
            return True
    return (
        is_core(noun) and noun.lemma_.lower() in {"ban", "embargo"} and bool(goods_of(story, noun))
    )
