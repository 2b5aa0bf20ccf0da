"""One entry for each measure: what several sentences tell of the same act is joined."""

from __future__ import annotations

from comity.read.names.goods import is_like
from comity.read.proposal import Slot, Source
from comity.read.story import Draft

#: Ways of telling of an act that is done: they may meet in one entry.
_DONE = {"did", "said-to"}
#: Characters to a sentence that tells who told what the one before tells.
_NEAR = 10
#: How many measures before one that is told again are looked at.
_RECENT = 100


def merge(found: list[Draft], draft: Draft) -> None:
    """Add a measure, or its further evidence where it was told before."""
    for earlier in reversed(found[-_RECENT:]):
        if _explains(earlier, draft):
            action = {earlier.value("action"), draft.value("action")} - {"ease"}
            if draft.value("action") in action:
                earlier.slots["action"] = draft.slots["action"]
            return
        if _is_same(earlier, draft):
            _join(earlier, draft)
            return
    found.append(draft)


def settle(found: list[Draft]) -> list[Draft]:
    """Give goods to measures that name none, from those of the same issuer; join what is one."""
    kept: list[Draft] = []
    later: dict[str | None, Draft] = {}
    for draft in reversed(found):
        if _may_lend(draft):
            later[draft.value("issuer")] = draft
    before: dict[str | None, Draft] = {}
    for draft in found:
        issuer = draft.value("issuer")
        lender = before.get(issuer) or later.get(issuer)
        if _may_lend(draft):
            before[issuer] = draft
        elif lender is not None and not lists(draft) and not _is_vague(draft):
            draft.slots["goods"] = _inferred(lender.slots["goods"])
        merge(kept, draft)
    return kept


def describe(told: Draft, draft: Draft) -> None:
    """Add what a sentence tells of a rule to the measure that made it."""
    named = [slot for slot in _cells(draft, "goods") if slot.span is not None]
    if len(named) > 1 and len(told.values("goods")) == 1:
        del told.slots["goods"]
    _add_goods(told, draft)
    for name in ("condition", "effective", "until", "duration"):
        told.put(name, next(iter(_cells(draft, name)), None))
    told.attribution = _told_by(told, draft)
    told.evidence += [each for each in draft.evidence if each not in told.evidence]
    told.slots["measure_kind"] = draft.slots["measure_kind"]


def _cells(draft: Draft, name: str) -> tuple[Slot, ...]:
    slot = draft.slots.get(name)
    return () if slot is None else slot if isinstance(slot, tuple) else (slot,)


def _may_lend(draft: Draft) -> bool:
    return not lists(draft) and "goods" in draft.slots


def _is_vague(draft: Draft) -> bool:
    """True for "resolute measures", which nobody told more of."""
    return draft.value("measure_kind") == "unspecified"


def _inferred(slot: Slot | tuple[Slot, ...]) -> Slot | tuple[Slot, ...]:
    if isinstance(slot, tuple):
        return tuple(Slot(value=one.value) for one in slot)
    return Slot(value=slot.value)


def _join(earlier: Draft, draft: Draft) -> None:
    for name, slot in draft.slots.items():
        earlier.fill(name, slot)
    _add_goods(earlier, draft)
    earlier.evidence += [each for each in draft.evidence if each not in earlier.evidence]
    if earlier.modality == "said-to" and draft.modality == "did":
        earlier.modality, earlier.attribution = "did", draft.attribution
    earlier.attribution = _told_by(earlier, draft)


def _told_by(earlier: Draft, draft: Draft) -> tuple[Source, ...]:
    """Return who tells a measure: the ministry behind "China", the sources behind an outlet.

    What the article tells itself has the source that the next sentence gives.
    """
    mine, more = earlier.attribution, draft.attribution
    names = [link.name for link in mine]
    if mine and (names == [link.name for link in more[: len(mine)]] or _is_vaguer(mine, more)):
        return more
    papers = any(link.kind == "document" for link in more)
    near = 0 <= draft.evidence[0].start - earlier.evidence[0].end <= _NEAR
    return mine or (more if papers or near else ())


def _is_vaguer(mine: tuple[Source, ...], more: tuple[Source, ...]) -> bool:
    """True for a state where its ministry speaks too."""
    return [link.kind for link in mine] == ["government"] and [link.kind for link in more] == [
        "institution"
    ]


def _add_goods(earlier: Draft, draft: Draft) -> None:
    """Join the goods that two sentences tell of one measure."""
    slots = [*_cells(earlier, "goods"), *_cells(draft, "goods")]
    distinct: list[Slot] = []
    named = [one for one in slots if one.span is not None]
    for one in named or slots:
        if not any(is_like(str(one.value), str(other.value)) for other in distinct):
            distinct.append(one)
    if distinct:
        earlier.slots["goods"] = tuple(distinct) if len(distinct) > 1 else distinct[0]


def _explains(one: Draft, two: Draft) -> bool:
    """True where one sentence tells an act and what it lets: "lifted the ban, letting … resume"."""
    acts = {one.value("action"), two.value("action")}
    lets = acts in ({"ease", "lift"}, {"ease", "suspend"})
    if not lets or one.evidence[-1] != two.evidence[0] or one.modality != two.modality:
        return False
    goods, more = one.values("goods"), two.values("goods")
    return one.value("issuer") == two.value("issuer") and (
        not goods or not more or share(goods, more)
    )


def share(goods: list[str], more: list[str]) -> bool:
    """True where two measures have goods in common."""
    return any(is_like(one, other) for one in goods for other in more)


def lists(draft: Draft) -> bool:
    """True for parties put on a list, or taken off it."""
    return draft.value("measure_kind") == "entity_listing"


def _is_same(one: Draft, two: Draft) -> bool:
    same = all(one.value(name) == two.value(name) for name in ("issuer", "action"))
    moods = {one.modality, two.modality}
    if not same or not (len(moods) == 1 or moods <= _DONE) or lists(one) != lists(two):
        return False
    times = one.value("time"), two.value("time")
    if all(times) and not _agree(*times):
        return False
    goods, more = one.values("goods"), two.values("goods")
    targets = one.value("target"), two.value("target")
    if all(targets) and targets[0] != targets[1] and goods != more:
        return False
    kinds = one.value("measure_kind") == two.value("measure_kind")
    return not goods or not more or (share(goods, more) and (kinds or set(goods) == set(more)))


def _agree(one: str | None, two: str | None) -> bool:
    """True for "2025-04" and "2025-04-04": one is told more exactly."""
    first, second = str(one), str(two)
    return first.startswith(second) or second.startswith(first) or "REF" in first + second
