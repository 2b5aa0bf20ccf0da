"""Names of other scripts in Latin letters: what they mean, how they sound, and how sure that is.

Each function returns one rendering or several; matching takes the best.
What a word means or how a brand writes itself stands in `lexicon/`.
"""

from __future__ import annotations

import re
from itertools import islice

from comity.screen import lexicon

_RANGES = (
    ("kana", 0x3040, 0x30FF),
    ("kana", 0x31F0, 0x31FF),
    ("kana", 0xFF66, 0xFF9D),
    ("han", 0x3400, 0x4DBF),
    ("han", 0x4E00, 0x9FFF),
    ("han", 0xF900, 0xFAFF),
    ("hangul", 0xAC00, 0xD7A3),
    ("hangul", 0x1100, 0x11FF),
    ("arabic", 0x0600, 0x06FF),
    ("arabic", 0x0750, 0x077F),
    ("arabic", 0xFB50, 0xFDFF),
    ("arabic", 0xFE70, 0xFEFF),
    ("hebrew", 0x0590, 0x05FF),
    ("cyrillic", 0x0400, 0x052F),
    ("greek", 0x0370, 0x03FF),
    ("greek", 0x1F00, 0x1FFF),
)
_MOST_RENDERINGS = 4
_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
_PLACES = ("initial", "vowel", "final")
_SONOROUS = ("", "n", "m", "ng", "l")
_VOICED = {"k": "g", "t": "d", "p": "b"}
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_NUMBER = re.compile(
    "第(?:[〇一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]+)|[〇一二三四五六七八九]{3,}(?=[所厂院号])"
)
_KANA_AS_FOREIGN = (("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("ji", "di"))


def script_of(text: str) -> str:
    """Name the script that a name is written in: the first that is not Latin, else `latin`."""
    if text.isascii():
        return "latin"
    found = {name for char in text for name, low, high in _RANGES if low <= ord(char) <= high}
    for name in ("kana", "hangul", "han", "arabic", "hebrew", "cyrillic", "greek"):
        if name in found:
            return name
    return "latin"


def renderings(text: str, script: str) -> list[str]:
    """Write a name in Latin letters, in every way that its script suggests, the best first."""
    if script == "han":
        return _from_han(text)
    if script == "kana":
        return _from_kana(text)
    if script == "hangul":
        return _from_hangul(text)
    if script == "arabic":
        return _from_arabic(text)
    return [to_ascii(text)]


def to_ascii(text: str) -> str:
    """Write any text in plain ASCII, letter by letter."""
    from anyascii import anyascii

    return str(anyascii(text))


def _segment(text: str, table: dict[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """Cut a text at the longest known phrases; an unknown run has no renderings."""
    longest = max(map(len, table))
    parts: list[tuple[str, tuple[str, ...]]] = []
    unknown, at = "", 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            phrase = text[at : at + size]
            if phrase in table:
                if unknown:
                    parts.append((unknown, ()))
                    unknown = ""
                parts.append((phrase, table[phrase]))
                at += size
                break
        else:
            unknown += text[at]
            at += 1
    return [*parts, (unknown, ())] if unknown else parts


def _alternatives(parts: list[tuple[str, ...]]) -> list[str]:
    """Join the first choices, then the second ones where there are any, and so on."""
    most = max((len(part) for part in parts), default=0)
    lines = [
        " ".join(part[min(choice, len(part) - 1)] for part in parts if part)
        for choice in range(min(most, _MOST_RENDERINGS - 1))
    ]
    return list(dict.fromkeys(lines))


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text, errors=lambda rest: f" {to_ascii(rest)} "))


def _from_han(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    plain = _HAN_NUMBER.sub(lambda match: f" {_han_number(match.group())} ", lexicon.simplify(text))
    bare = re.sub(r"[\s·•・]", "", plain)
    found: list[str] = []
    if any(sign in plain for sign in lexicon.japanese_signs()):
        found.extend(_glossed(plain, "ja")[:2])
    person = _han_person(bare)
    found.extend(person)
    if not person or len(bare) > len("诸葛亮"):
        found.extend(_glossed(plain, "zh"))
        spelled = " ".join(
            "".join(lazy_pinyin(part))
            for part, _ in _segment(plain, lexicon.han_words("zh"))
            if part.strip()
        )
        found.append(spelled)
    return list(dict.fromkeys(found))[: _MOST_RENDERINGS + 1]


def _han_number(text: str) -> str:
    """Write Chinese digits as ours: 七一六 is 716, 三十八 is 38."""
    digits = text.strip("第")
    tens, marked, ones = digits.rpartition("十")
    if not marked:
        return "".join(str(_HAN_DIGITS.index(digit)) for digit in digits)
    return str(10 * _HAN_DIGITS.index(tens or "一") + _HAN_DIGITS.index(ones or _HAN_DIGITS[0]))


def _glossed(text: str, language: str) -> list[str]:
    segments = _segment(text, lexicon.han_words(language))
    return _alternatives([known or (_pinyin(part),) for part, known in segments])


def _han_person(text: str) -> list[str]:
    """Read two to four Han characters that open with a surname as a person's name."""
    surnames = lexicon.phrases("han_surnames")
    shortest, longest = 2, 4
    if not shortest <= len(text) <= longest or text in lexicon.han_words("zh"):
        return []
    for size in (2, 1):
        if text[:size] in surnames and len(text) > size:
            given = _pinyin(text[size:])
            return [f"{surname} {given}" for surname in surnames[text[:size]]]
    return []


def _from_kana(text: str) -> list[str]:
    plain = lexicon.simplify(text)
    table = {
        **lexicon.han_words("ja"),
        **{lexicon.simplify(k): v for k, v in lexicon.phrases("kana_words").items()},
    }
    parts: list[tuple[str, ...]] = []
    for part, known in _segment(plain, table):
        spelled = re.sub(r"[-'・]", " ", to_ascii(part).lower().replace("-", ""))
        parts.append(known or (spelled, _as_foreign(spelled)))
    spelled = to_ascii(text).lower().replace("-", "")
    return [*_alternatives(parts), spelled][:_MOST_RENDERINGS]


def _as_foreign(spelled: str) -> str:
    """Undo what kana does to foreign syllables."""
    for japanese, foreign in _KANA_AS_FOREIGN:
        spelled = spelled.replace(japanese, foreign)
    return spelled


def _from_hangul(text: str) -> list[str]:
    table = lexicon.phrases("hangul_words")
    bare = text.replace(" ", "")
    person = _hangul_person(bare)
    if person and bare not in table:
        return person
    parts: list[tuple[str, ...]] = []
    for part, known in _segment(text, table):
        parts.append(known or (_hangul(part, 0), _hangul(part, 1)))
    return [*_alternatives(parts), _hangul(text, 0), _hangul(text, 1)][: _MOST_RENDERINGS + 1]


def _hangul_person(text: str) -> list[str]:
    surnames = lexicon.phrases("hangul_surnames")
    shortest, longest = 2, 4
    if not shortest <= len(text) <= longest or text[0] not in surnames:
        return []
    found = []
    for surname in islice(surnames[text[0]], 3):
        for usage in (0, 1):
            syllables = [_hangul(syllable, usage) for syllable in text[1:]]
            found.append(f"{surname} {' '.join(syllables)}")
    return list(dict.fromkeys(found))


def _hangul(text: str, usage: int) -> str:
    """Spell Hangul syllable by syllable; usage 0 voices between vowels as the North does."""
    initials, vowels, finals = (lexicon.hangul_letters(place) for place in _PLACES)
    per_initial = len(vowels) * len(finals)
    spelled, open_before = "", False
    for char in text:
        code = ord(char) - _HANGUL_FIRST
        if not 0 <= code <= _HANGUL_LAST - _HANGUL_FIRST:
            spelled, open_before = spelled + to_ascii(char), False
            continue
        initial = initials[code // per_initial][usage]
        if usage == 0 and open_before:
            initial = _VOICED.get(initial, initial)
        final = finals[code % len(finals)][usage]
        spelled += initial + vowels[code % per_initial // len(finals)][usage] + final
        open_before = final in _SONOROUS
    return spelled


def _from_arabic(text: str) -> list[str]:
    table = lexicon.phrases("arabic_words")
    plain = re.sub("[\u064b-\u065f\u0670\u0640]", "", text)
    parts: list[tuple[str, ...]] = []
    for word in plain.split():
        known = table.get(word) or (table.get(word[2:]) if word.startswith("ال") else None)
        parts.append(known or (_consonants(word),))
    return _alternatives(parts)


def _consonants(word: str) -> str:
    """Spell an unvoweled word; `~` marks it, so that only consonants are compared."""
    if word.startswith("ال") and len(word) > len("الله"):
        word = word[2:]
    return "~" + re.sub(r"[^a-z]", "", to_ascii(word.replace("ظ", "ز")).lower())
