"""What may leave and what may not, told of goods and firms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading

_SCENE = "The United States and China held talks. "


@pytest.mark.parametrize(
    ("text", "action", "modality"),
    [
        ("Gallium may not leave China without a permit.", "impose", "in-force"),
        ("Nvidia can once again sell its H20 chip to China, the U.S. said.", "ease", "did"),
        (
            "AMD may resume sales of AI chips to China, the U.S. government said.",
            "ease",
            "did",
        ),
        ("Beijing made the export of gallium subject to licensing.", "impose", "did"),
        (
            "Washington has put on hold licenses that allowed firms to ship ethane.",
            "tighten",
            "did",
        ),
        ("Two suppliers of ethane had their licenses revoked by the US.", "tighten", "did"),
    ],
)
def test_an_allowance_tells_the_act_behind_it(
    text: str, action: str, modality: str, read: Callable[..., Reading]
) -> None:
    """What goods and firms may do tells what a government did."""
    told = [each for each in read(_SCENE + text).proposals if each.type == "measure"]
    assert [(action, modality)] == [(each.value("action"), each.modality) for each in told]
