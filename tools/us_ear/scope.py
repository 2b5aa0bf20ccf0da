"""Reads which paragraphs of an entry a control of the Commerce Control List applies to.

Where the words name paragraphs and nothing else, the goods are exact. Where they name a technical
test or point to another entry, the goods are the widest paragraph they could touch, with a
question; the question comes from `rulings.csv`, or from a pattern where the words only point to
other entries. Which destinations a control reaches is the matter of `route`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
ECCN = re.compile(r"[0-9][A-E][0-9]{3}")
_PARAGRAPH = r"[a-z]{1,2}(?:\.(?:\d{1,2}|[a-z]{1,2}))*"
_REASON = r"(?:[A-Z]{2} )?"
_WHOLE = rf"{_REASON}(?:applies|apply)(?: to)?(?: the)? entire entry"
_WHO = r"(?:[A-Z]{2}(?: and [A-Z]{2})?|Russian industry sector sanctions?)"
#: The whole entry, alone or before a sentence that says where; `route` reads that.
_ENTIRE = (
    rf"(?:Country Chart\. )?{_WHO} (?:applies|apply)(?: to)?(?: the)? entire entry"
    rf"(?: [A-Z]{{2}} applies to entire entry| \(refer to .*\)|\. .*)?"
)
_LEAD = re.compile(
    rf"^{_REASON}(?:applies|apply)(?: only)?(?: to)? "
    r"(?:those )?(?:items |paragraphs? |\"software\" )?(?:controlled by |in )?(?:items? )?"
)
_TOKEN = re.compile(
    rf"(?P<eccn>[0-9][A-E][0-9]{{3}})?\.?(?P<para>{_PARAGRAPH}|\d{{1,2}}(?:\.[a-z])*)$"
)
_SUB = r"(?:\.(?:\d{1,2}|[a-z]{1,2}))"
_CODE = (
    rf"(?:\b[0-9][A-E][0-9]{{3}}(?:\.[a-z]{{1,2}}\b{_SUB}*)?"
    rf"|(?<=[ (])\.(?:[a-z]{{1,2}}|\d{{1,2}})\b{_SUB}*"
    rf"|(?<=[ (])[a-z]{_SUB}+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One prefix of a goods set, with its sign and the question that membership may hang on."""

    prefix: str
    sign: str = "+"
    question: str = ""


Parts = tuple[Part, ...]
Rulings = Mapping[tuple[str, str], Sequence[Part]]


class UnreadScopeError(ValueError):
    """Words that neither the grammar nor a ruling covers; carries what was assumed instead."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        super().__init__("no ruling")


def plain(text: str) -> str:
    """Return the words with straight quotes, single spaces and no stray gaps before a paragraph."""
    text = " ".join(text.translate(_QUOTES).split())
    text = re.sub(r"(?<=[0-9a-z])\. (?=(?:[a-z]|\d{1,2})\b(?:[.,]| and| or|$))", ".", text)
    text = re.sub(r"(?<=[0-9]{3}) \.(?=[a-z]\b)", ".", text)
    return text.replace(".and ", "and ").rstrip(" .")


def fingerprint(text: str) -> str:
    """Return a short digest of the words that ignores punctuation, quotes and case."""
    words = re.sub(r"[^a-z0-9.]+", " ", plain(text).lower())
    words = re.sub(r"\.(?= |$)", "", words)
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:10]


def read_scope(eccn: str, text: str, rulings: Rulings) -> Parts:
    """Return the goods that the words of a control name.

    Raises:
        UnreadScopeError: Where neither the grammar nor a ruling covers the words.
    """
    ruled = rulings.get((eccn, fingerprint(text)))
    if ruled:
        return tuple(ruled)
    words = plain(text)
    words = re.sub(r" (?:of this entry|only)$", "", words)
    if re.fullmatch(_ENTIRE, words):
        return (Part(prefix=eccn),)
    found = _except(eccn, words) or _listed(eccn, words)
    if found:
        return found
    question = ask(words)
    own = own_paragraphs(eccn, words)
    if question and not own:
        return (Part(prefix=eccn, question=question),)
    raise UnreadScopeError((Part(prefix=eccn, question=question or "Does this control apply?"),))


def _except(eccn: str, words: str) -> Parts:
    found = re.fullmatch(rf"{_WHOLE},? except:? (?P<list>.+)", words, re.IGNORECASE)
    if not found:
        return ()
    listed = _paragraphs(eccn, found["list"])
    if not listed:
        return ()
    return (Part(prefix=eccn), *(Part(prefix=prefix, sign="-") for prefix in listed))


def _listed(eccn: str, words: str) -> Parts:
    lead = _LEAD.match(words)
    if not lead:
        return ()
    rest = words[lead.end() :]
    taken: list[str] = []

    def take(match: re.Match[str]) -> str:
        taken.extend(_paragraphs(eccn, match["list"]) or ["?"])
        return ""

    rest = re.sub(r" \(except (?P<list>[^)]+)\)", take, rest)
    listed = _paragraphs(eccn, rest)
    if not listed or "?" in taken:
        return ()
    return (
        *(Part(prefix=prefix) for prefix in listed),
        *(Part(prefix=prefix, sign="-") for prefix in taken),
    )


def _paragraphs(eccn: str, text: str) -> list[str]:
    """Return the prefixes that a list of paragraphs names, or none if it says anything else."""
    items = re.split(r",? and |,? or |, ?", text.strip(" .,"))
    prefixes: list[str] = []
    for item in items:
        ends = [_token(eccn, end, prefixes) for end in re.split(r" to | through ", item.strip())]
        if not all(ends):
            return []
        prefixes += _range(ends[0], ends[-1]) if ends[1:] else ends
    return prefixes


def _token(eccn: str, text: str, before: Sequence[str]) -> str:
    """Return the prefix that a token names; `.16` after `.d.15` is `.d.16`."""
    found = _TOKEN.match(text.strip())
    if not found or found["eccn"] not in (None, eccn):
        return ""
    if not found["para"][0].isdigit():
        return f"{eccn}.{found['para']}"
    return f"{before[-1].rpartition('.')[0]}.{found['para']}" if before else ""


def _range(first: str, last: str) -> list[str]:
    """Return every prefix from the first to the last, which differ in their last part only."""
    stem, _, start = first.rpartition(".")
    other, _, end = last.rpartition(".")
    if stem != other:
        msg = f"range of unlike paragraphs: {first} to {last}"
        raise ValueError(msg)
    if start.isdigit():
        return [f"{stem}.{number}" for number in range(int(start), int(end) + 1)]
    return [f"{stem}.{chr(letter)}" for letter in range(ord(start), ord(end) + 1)]


def own_paragraphs(eccn: str, words: str) -> list[str]:
    """Return the paragraphs of the entry itself that the words mention."""
    return re.findall(rf"{eccn}\.{_PARAGRAPH}", words)


def ask(words: str) -> str:
    """Return a question in our words for a scope that points to other entries, or blank."""
    body = re.sub(rf"^{_REASON}(?:applies|apply)(?: to)? ", "", words)
    codes = _codes(body)
    if not codes:
        return ""
    if re.search(r"meets? or exceeds?|meet the characteristics", body):
        return f"Does it meet or exceed what {codes} describes?"
    thing = _thing(body)
    if not thing:
        return ""
    why = re.search(r"(?:controlled )?for ([A-Z]{2}) reasons?", body, re.IGNORECASE)
    item = f"{thing} for an item of {codes}"
    item += f" that is itself controlled for {why[1].upper()} reasons" if why else ""
    other = re.match(r"entire entry,? except", body)
    return f"Is it something other than {item}?" if other else f"Is it {item}?"


def _thing(body: str) -> str:
    """Return what kind of thing the words speak of; software and technology before goods."""
    for pattern in (r"technology|software", r"equipment|commodities"):
        found = re.search(pattern, body, re.IGNORECASE)
        if found:
            return found.group().lower()
    return ""


def _codes(body: str) -> str:
    """Return the entries and paragraphs that the words name, ranges kept, joined in our words."""
    named: list[str] = []
    entry = ""
    body = re.sub(r" \(except[^)]*\)", "", body)
    for found in re.findall(rf"{_CODE}(?: (?:to|through) {_CODE})?", body):
        inner = ECCN.search(found)
        if inner:
            entry = inner.group()
            named.append(found)
            continue
        bare = found.lstrip(".")
        stem = named[-1].rpartition(".")[0] if bare[0].isdigit() and named else entry
        named.append(f"{stem}.{bare}")
    return _join(list(dict.fromkeys(named)))


def _join(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} or {parts[-1]}" if parts else ""


def signature(parts: Sequence[Part]) -> Iterator[str]:
    """Yield what makes two goods sets the same set."""
    return (f"{part.sign}{part.prefix}?{bool(part.question)}" for part in parts)
