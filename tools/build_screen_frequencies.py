"""Count how many listed names hold each word: `screen/lexicon/frequency.csv`.

Companies whose names open with one word count as one, lest a listed group with a hundred branches
make its own name look common.

Usage: python tools/build_screen_frequencies.py LIST... (any format that comity reads)
Counts are facts about public lists; words of fewer than four parties are left out, being rare.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from comity.screen.model import looks_like_organization
from comity.screen.name import name_forms
from comity.screen.reader import read_parties

LEAST = 4
TARGET = Path(__file__).parents[1] / "src/comity/screen/lexicon/frequency.csv"


def main(paths: list[str]) -> None:
    """Count the words of the lists and write the table."""
    counts: Counter[str] = Counter()
    heads: dict[str, set[str]] = {}
    for path in paths:
        for party in read_parties(Path(path)).parties:
            words: set[str] = set()
            first = ""
            company = party.kind == "organization"
            for name in (party.name, *party.aliases):
                for form in name_forms(name, person=party.is_person):
                    words.update(form.tokens)
                    first = first or form.tokens[0]
                    company |= not party.kind and looks_like_organization(form.tokens, form.legal)
            if company:
                for word in words:
                    heads.setdefault(word, set()).add(first)
            else:
                counts.update(words)
    counts.update({word: len(firsts) for word, firsts in heads.items()})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["word", "names"])
        table.writerows(sorted((word, n) for word, n in counts.items() if n >= LEAST))
    print(f"{TARGET}: {sum(n >= LEAST for n in counts.values())} words")


if __name__ == "__main__":
    main(sys.argv[1:])
