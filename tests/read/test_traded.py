"""Goods are named by grammar, whether a table lists them or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("told", "goods"),
    [
        ("Chile banned exports of guano.", "guano"),
        ("Chile imposed curbs on the sale of tunnel boring machines.", "tunnel boring machines"),
        ("Chile stopped selling rail ties to Peru.", "rail ties"),
        ("Chile requires exporters of iodine pellets to seek a permit.", "iodine pellets"),
        ("Chile halted wafer shipments.", "wafer"),
        ("Chile imposed a license requirement that covers sales of borax.", "borax"),
    ],
)
def test_the_goods_stand_at_the_end_of_the_passage(
    told: str, goods: str, read: Callable[..., Reading]
) -> None:
    """From a control to its trade, from trade to what is shipped: the last noun names the goods."""
    measures = [each for each in read(told).proposals if each.type == "measure"]
    assert [each.value("goods") for each in measures] == [goods]


def test_parties_are_no_goods(read: Callable[..., Reading]) -> None:
    """Who ships is not what is shipped."""
    reading = read("Chile allowed miners to resume exports of lithium.")
    assert [each.value("goods") for each in reading.proposals if each.type == "measure"] == [
        "lithium"
    ]
