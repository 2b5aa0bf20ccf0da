"""Measure how fast stories are read, on one core, and in how much memory.

Usage: ``python benchmarks/bench_read.py STORY… [--words 60000]``
Each file is read again and again until that many words have been read.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from pathlib import Path

from comity.read import read_document
from comity.read.intake.load import load
from comity.read.language.parse import parse


def main() -> None:
    """Print words a second, alone for the parser and for the whole reading, and peak memory."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("stories", nargs="+", type=Path)
    options.add_argument("--words", type=int, default=60_000)
    told = options.parse_args()
    documents = [document for path in told.stories for document in load(path)]
    words = sum(len(document.text.split()) for document in documents)
    rounds = max(1, told.words // words)
    for document in documents:
        read_document(document)
    for name, work in (("parse", lambda d: parse(d.text)), ("read", read_document)):
        begun = time.process_time()
        for _ in range(rounds):
            for document in documents:
                work(document)
        seconds = time.process_time() - begun
        print(f"{name}: {words * rounds / seconds:,.0f} words/s of processor time")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
