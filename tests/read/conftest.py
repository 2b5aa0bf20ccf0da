"""What the tests of reading share: a document from a few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from comity.read import Document, Reading, read_document

pytest.importorskip("spacy", reason="reading stories needs the extra 'read'")


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Return a function that reads a text published on 30 July 2025."""

    def _read(text: str, published: date | None = date(2025, 7, 30)) -> Reading:
        return read_document(Document(name="story", text=text, published=published))

    return _read
