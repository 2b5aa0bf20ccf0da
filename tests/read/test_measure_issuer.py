"""A measure that names nobody has the issuer that its goods, its story or its addressees tell."""

from __future__ import annotations

from collections.abc import Callable

from comity.read import Proposal, Reading

Read = Callable[..., Reading]


def _measures(reading: Reading) -> list[Proposal]:
    return [each for each in reading.proposals if each.type == "measure"]


def test_an_agentless_end_belongs_to_who_controls_the_goods(read: Read) -> None:
    """The curbs that end are those told before on the same goods, whoever is named in between."""
    told = _measures(
        read(
            "Washington restricted sales of ethane to China in May. "
            "Beijing has slowed approvals of rare earths. "
            "The ethane curbs were dropped on Wednesday after China gave way."
        )
    )
    assert [
        (each.value("issuer"), each.value("action"))
        for each in told
        if each.value("goods") == "ethane"
    ] == [("US", "impose"), ("US", "lift")]


def test_whom_trade_goes_to_does_not_hold_it_up(read: Read) -> None:
    """A halt to sales to a country is not that country's act."""
    (measure,) = _measures(read("Shipments of ethane to China were halted in June."))
    assert (measure.value("issuer"), measure.value("target")) == ("US", "CN")


def test_nobody_is_guessed_where_no_side_is_told(read: Read) -> None:
    """Goods alone accuse no government."""
    assert not _measures(read("Shipments of ethane were halted in June."))


def test_firms_that_were_told_are_no_government(read: Read) -> None:
    """Where firms say what they were told, the authority that told them lets them."""
    (measure,) = _measures(
        read(
            "Siemens and France's Dassault said they had been told by the US government "
            "that they could resume sales of chip design software to Chinese customers."
        )
    )
    assert (measure.value("issuer"), measure.value("action")) == ("US", "ease")


def test_a_body_named_in_short_is_of_who_acts_in_the_main_clause(read: Read) -> None:
    """A country in a side clause lends its name to no council."""
    told = _measures(
        read(
            "The European Union tried again on Friday. "
            "After Hungary gave in, the Council banned exports of machine tools to Russia."
        )
    )
    assert [each.value("issuer") for each in told] == ["EU"]


def test_it_is_not_the_curbs_that_add_firms_to_a_list(read: Read) -> None:
    """A singular pronoun takes up the government before, not the plural just told."""
    told = _measures(
        read(
            "China put tungsten under export control on Friday. The curbs took effect at once. "
            "It added 12 U.S. firms to its export control list."
        )
    )
    assert [
        (each.value("issuer"), each.value("target"))
        for each in told
        if each.value("measure_kind") == "entity_listing"
    ] == [("CN", "US")]


def test_who_is_supplied_does_not_halt_it(read: Read) -> None:
    """A buyer's nationality told in an aside names no issuer."""
    (measure,) = _measures(
        read(
            "Washington is at odds with Beijing. Some deliveries of chip tools to SMIC, the "
            "biggest Chinese foundry, have been halted, Reuters reported."
        )
    )
    assert measure.value("issuer") == "US"
