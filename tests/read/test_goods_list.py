"""Lists of goods, and goods taken up again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading

LISTS = {
    "Washington halted shipments of ethane, butane and jet engine components to China.": [
        "ethane",
        "butane",
        "jet engine parts",
    ],
    "China restricted the export of drones, infrared imaging devices and high-precision lasers.": [
        "drones",
        "infrared imaging devices",
        "lasers",
    ],
    "China placed export controls on seven rare earths on Friday, including terbium and yttrium.": [
        "rare earths",
        "terbium",
        "yttrium",
    ],
}


@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_goods_is_read_to_its_end(text: str, read: Callable[..., Reading]) -> None:
    """Every item is told once, listed in a table or not, before the place they go to."""
    (measure,) = (each for each in read(text).proposals if each.type == "measure")
    goods = measure.slots["goods"]
    assert isinstance(goods, tuple)
    assert LISTS[text] == [slot.value for slot in goods]


def test_a_metal_taken_up_again_is_the_one_told_before(read: Callable[..., Reading]) -> None:
    """Metals called such are those of the sentence before, at the word that says so."""
    text = "Prices of gallium rose. China banned exports of such metals on Friday."
    (measure,) = (each for each in read(text).proposals if each.type == "measure")
    goods = measure.slots["goods"]
    assert not isinstance(goods, tuple)
    assert goods.span is not None
    assert goods.value == "gallium"
    assert goods.span.text == "metals"
