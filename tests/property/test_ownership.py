"""Who belongs to whom, worked out by sets that bear themselves as well."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.screen.ownership import Holding, Ownership, Stake, Unknown
from oracle import HOLDS, MAY, NO, Side

_NAMES = ("a", "b", "c", "d", "e")
_DAY = date(2026, 1, 1)
_SHARES = (None, 0, 10, 25, 40, 49, 50, 60, 100)

_stakes = st.lists(
    st.builds(
        lambda owner, owned, share: Stake(
            owner=owner, owned=owned, percent=None if share is None else Decimal(share)
        ),
        st.sampled_from(_NAMES),
        st.sampled_from(_NAMES[:4]),
        st.sampled_from(_SHARES),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=400)
@given(_stakes, st.dictionaries(st.sampled_from(_NAMES), st.booleans(), max_size=3))
def test_holdings_are_as_every_set_of_parties_that_bears_itself_says(
    stakes: list[Stake], listed: dict[str, bool]
) -> None:
    """Sure, possible, open or none, whatever the circles; and the same owners count."""
    ownership = Ownership(stakes)
    side = Side(stakes, {one.owned for one in stakes}, listed, 50)
    for name in ownership.owned:
        found = ownership.holding(name, listed, on=_DAY, least=Decimal(50))
        if isinstance(found, Holding):
            assert side.grade(name) == (HOLDS if found.is_sure else MAY)
            assert side.counted(name) == found.owners
        else:
            assert side.grade(name) == (None if isinstance(found, Unknown) else NO)


@settings(deadline=None, max_examples=100)
@given(_stakes, st.dictionaries(st.sampled_from(_NAMES), st.booleans(), max_size=3))
def test_what_is_left_unstated_never_clears_a_party(
    stakes: list[Stake], listed: dict[str, bool]
) -> None:
    """A party that is clear stays clear, and one that is held stays held, by any finer table."""
    ownership = Ownership(stakes)
    for name in ownership.owned:
        before = ownership.holding(name, listed, on=_DAY, least=Decimal(50))
        rest = 100 - sum(one.percent or 0 for one in stakes if one.owned == name)
        if rest <= 0:
            continue
        more = [*stakes, Stake(owner="listed", owned=name, percent=Decimal(rest))]
        after = Ownership(more).holding(
            name, {**listed, "listed": True}, on=_DAY, least=Decimal(50)
        )
        if before is None:
            assert not (isinstance(after, Holding) and after.is_sure)
        if isinstance(before, Holding) and before.is_sure:
            assert isinstance(after, Holding)
            assert after.is_sure
