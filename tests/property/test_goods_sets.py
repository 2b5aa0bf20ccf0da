"""A code is in a goods set as far as everything that it could mean is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import CODES, DAYS, GOODS, Values, goods_rows, law_of

from comity.register.goods import GoodsIndex
from oracle import RegimeOracle

_REGIME = {"regime": "us_ear"}


@settings(deadline=None)
@given(goods_rows(), st.sampled_from(sorted(CODES)), st.sampled_from(GOODS))
def test_a_code_matches_upwards_and_downwards(rows: list[Values], scheme: str, goods: str) -> None:
    """Within a prefix a code is in; above one it may be; the longest prefix and sets decide."""
    law = law_of({"regimes": [_REGIME], "goods": rows})
    index = GoodsIndex(law.groups["goods", "us_ear"])
    oracle = RegimeOracle(law, "us_ear", DAYS[0])
    for code in ("", *CODES[scheme]):
        expected = oracle.grade_goods(goods, scheme, code)
        assert expected == index.match(goods, scheme, code).status
        found = {one.goods: one.status for one in index.matches(scheme, code)}
        assert expected == found.get(goods, 0)
