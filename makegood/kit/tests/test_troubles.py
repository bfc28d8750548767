from __future__ import annotations

from types import SimpleNamespace

from makegood.kit.errors import Invalid
from makegood.kit.troubles import kept_words


def caught(work: object) -> BaseException:
    try:
        work()  # type: ignore[operator]
    except Exception as problem:
        return problem
    raise AssertionError


def test_the_text_of_an_exception_is_not_kept_only_its_class_and_place() -> None:
    def work() -> None:
        int("王芳 13800138000")

    words = kept_words(caught(work))
    assert words == f"ValueError at kit/tests/test_troubles.py:{work.__code__.co_firstlineno + 1}"


def test_a_refusal_keeps_its_code_and_its_sentence_but_not_what_fills_it() -> None:
    def work() -> None:
        raise Invalid("“%(name)s” cannot be reached.", name="王芳")

    words = kept_words(caught(work))
    assert words.startswith("Invalid (invalid) at kit/tests/test_troubles.py:")
    assert words.endswith(": “%(name)s” cannot be reached.")
    assert "王芳" not in words


def test_a_violated_constraint_is_named() -> None:
    class IntegrityError(Exception):
        diag = SimpleNamespace(constraint_name="phone_once")

    assert kept_words(IntegrityError("Key (phone)=(13800138000) already exists")) == "IntegrityError: phone_once"


def test_a_problem_that_was_never_raised_has_no_place() -> None:
    assert kept_words(KeyError("王芳")) == "KeyError"
