"""Codes that notices name: those of control lists, which share a form, and those of tariffs."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Literal

from comity.read.notices.notice import Code
from comity.read.proposal import Span

#: Category, product group, number, then paragraphs; what may stand beside it differs by language.
CONTROL = r"[0-9][A-E]\d{3}(?:\.[a-z](?:\.\d{1,2}(?:\.(?:[a-z]|[ivx]+)(?:\.\d{1,2})?)?)?)?"
#: Chapters of the Harmonized System, the first two digits of any code of a tariff.
_CHAPTERS = 97


def control_codes(
    text: str,
    found: Iterable[re.Match[str]],
    scheme: Literal["cn", "eccn", "eu"],
    changed: Container[str] | None = None,
) -> Iterator[Code]:
    """Yield codes of a control list, each once, where it is named first.

    Args:
        text: The notice, for the quotes.
        found: Where codes stand, each as the group `code`.
        scheme: Whose list.
        changed: Those that the notice changes; by default all.
    """
    first = {each["code"]: each for each in reversed(list(found))}
    for code, each in sorted(first.items(), key=lambda one: one[1].start()):
        is_changed = changed is None or code in changed
        yield Code(
            scheme=scheme, code=code, span=Span.of(text, *each.span("code")), is_changed=is_changed
        )


def tariff_codes(
    text: str, places: Iterable[tuple[int, int]], *, is_changed: bool = True
) -> Iterator[Code]:
    """Yield codes of a tariff without their dots, each once; what is no chapter is no code.

    Args:
        text: The notice.
        places: Where codes stand.
        is_changed: Whether the notice changes what holds for them.
    """
    seen: set[str] = set()
    for start, end in sorted(places):
        digits = "".join(str(int(sign)) for sign in text[start:end] if sign.isdecimal())
        if digits not in seen and 1 <= int(digits[:2]) <= _CHAPTERS:
            seen.add(digits)
            span = Span.of(text, start, end)
            yield Code(scheme="hs", code=digits, span=span, is_changed=is_changed)
