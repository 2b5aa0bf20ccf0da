"""What kind of measure it is, and what goods its clause leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Proposal, Reading

Read = Callable[..., Reading]


def _goods(measure: Proposal) -> list[object]:
    slot = measure.slots["goods"]
    return [one.value for one in (slot if isinstance(slot, tuple) else (slot,))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Suppliers were granted temporary licences by China to export tungsten.",
            "export_control",
        ),
        ("Exports of graphite will require a permit at once, China announced.", "licence"),
        ("The Netherlands revoked a permit for lithography machines.", "export_control"),
        ("China placed nine American firms on its control list on Friday.", "entity_listing"),
        ("Washington extended its curbs to affiliates of listed firms.", "entity_listing"),
        ("Washington imposed an embargo on oil sales to Venezuela.", "embargo"),
        ("China tightened its curbs on graphite.", "export_control"),
    ],
)
def test_the_kind_follows_from_what_is_acted_on(read: Read, text: str, wanted: str) -> None:
    """What requires a permit is a license requirement, giving one eases a control."""
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert str(measures[0].value("measure_kind")).startswith(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "BIS ordered makers of jet engines to stop supplying Chinese buyers.",
            ["jet engines"],
        ),
        (
            "An American ban on supplying Chinese chip firms with lithography machines began.",
            ["lithography machines"],
        ),
        (
            "Beijing restricted the export of any product in which gallium plays a part.",
            ["gallium"],
        ),
        (
            "Beijing barred Nexperia's Dongguan unit, from shipping finished products abroad.",
            ["finished products"],
        ),
        (
            "Washington plans to deny emergency requests to ship three ethane cargoes to China.",
            ["ethane"],
        ),
        (
            "Washington suspended sales of engine components for Comac's C919 to China.",
            ["engine components"],
        ),
    ],
)
def test_goods_are_what_is_shipped_not_who_ships_it(
    read: Read, text: str, wanted: list[str]
) -> None:
    """Parties, requests and planes that parts are for are no goods of a measure."""
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert wanted == _goods(measures[0])
