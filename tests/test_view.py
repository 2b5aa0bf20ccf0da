"""The law as one asks it: what was asked last stays at hand, but for what was broken off."""

from __future__ import annotations

from datetime import date

import pytest

from comity.determine.view import Question, View
from comity.register.law import load_law
from comity.register.star import compile_star
from laws import typed_lines

_TODAY = date(2026, 8, 7)
_QUESTION = Question(on=None, known=_TODAY, today=_TODAY, regimes=("us_ear",))
_LINE = {"line": "1", "from": "US", "to": "CN", "eccn": "3A090.a"}


def test_what_was_learned_stays_at_hand() -> None:
    """The same question meets the same determination."""
    view = View(compile_star(load_law()))
    assert view.determine(_QUESTION) is view.determine(_QUESTION)


def test_learning_that_broke_off_is_not_built_upon() -> None:
    """After a failure amid learning the next question starts anew, and is answered."""
    view = View(compile_star(load_law()))
    broken = view.determine(_QUESTION)
    with pytest.raises(KeyError):
        broken.answer(typed_lines([{**_LINE, "to": "nowhere on the map"}]))
    again = view.determine(_QUESTION)
    assert again is not broken
    answer = again.answer(typed_lines([_LINE])).answers.to_pylist()[0]
    assert answer["outcome"] == "license_required"
