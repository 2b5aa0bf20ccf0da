"""What several sentences tell of one measure is one proposal; what two acts do is two."""

from __future__ import annotations

from collections.abc import Callable

from comity.read import Proposal, Reading

Read = Callable[..., Reading]


def _measures(reading: Reading) -> list[Proposal]:
    return [each for each in reading.proposals if each.type == "measure"]


def test_a_license_told_after_a_rule_describes_it(read: Read) -> None:
    """A rule and the license that it requires are one measure with the goods of both sentences."""
    (measure,) = _measures(
        read(
            "Japan will tighten controls on exports of three chemicals to South Korea. "
            "Suppliers will need a permit for each shipment of photoresist and hydrogen fluoride."
        )
    )
    assert measure.value("action") == "tighten"
    assert len(measure.evidence) == 2
    goods = measure.slots["goods"]
    assert isinstance(goods, tuple)
    assert [slot.value for slot in goods] == ["photoresists", "hydrogen fluoride"]


def test_a_ban_takes_goods_from_the_measure_of_its_issuer(read: Read) -> None:
    """An act that names no goods has those of the same government's measure, marked inferred."""
    first, second = _measures(
        read("Chile curbed exports of lithium in May. Chile eased the ban in June.")
    )
    assert (first.value("goods"), second.value("goods")) == ("lithium", "lithium")
    assert second.value("action") == "ease"


def test_acts_of_different_days_stay_apart(read: Read) -> None:
    """Two impositions on different goods by one government are two measures."""
    told = _measures(
        read("Peru banned exports of tin in March. Peru banned exports of copper scrap in June.")
    )
    assert [each.value("time") for each in told] == ["2025-03", "2025-06"]
