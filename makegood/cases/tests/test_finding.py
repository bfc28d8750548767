"""Search: numbers, contacts by digest, words of two characters. DESIGN §5."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.cases import operations as do
from makegood.cases.models import Case
from makegood.cases.queries import found_by
from makegood.cases.rules.grams import MOST_TERMS, grams_of, terms_of
from makegood.cases.rules.looking_up import read
from makegood.kit.actor import SYSTEM


@given(st.text(max_size=300), st.integers(0, 50), st.integers(1, 20))
def test_every_word_cut_from_a_text_asks_only_for_grams_the_text_has(text: str, start: int, length: int) -> None:
    han = "".join(ch for ch in text if "\u3400" <= ch <= "\u9fff")
    word = han[start : start + length]
    if len(word) > 1:
        assert set(grams_of(word)) <= set(grams_of(han))


@given(st.text(max_size=2_500))
def test_a_query_never_asks_for_more_than_a_dozen_terms(text: str) -> None:
    assert len(terms_of(text)) <= MOST_TERMS


def test_chinese_is_cut_into_pairs_and_latin_kept_whole() -> None:
    assert grams_of("ＡＢ12 退款没到") == ["ab12", "退款", "款没", "没到"]


@pytest.mark.parametrize(
    ("typed", "number", "contact"),
    [
        ("c20261118-0001", "C20261118-0001", None),
        (" C2026 ", "C2026", None),
        ("+86 138-0013-8000", "", ("phone", "13800138000")),
        ("１３８００１３８０００", "", ("phone", "13800138000")),
        ("Service@Qiming.example", "", ("email", "service@qiming.example")),
        ("退款", "", None),
        ("\x00", "", None),
    ],
)
def test_what_was_typed_is_recognised(typed: str, number: str, contact: tuple[str, str] | None) -> None:
    asked = read(typed)
    assert (asked.number_prefix, asked.contact) == (number, contact)


@pytest.fixture
def cases(company: Any, wangfang: Any, qiming: Any, now: Any) -> list[Case]:
    return [
        do.open_case(customer=wangfang, branch=company.branch_a, title="退款十天没有到账", by=SYSTEM, at=now),
        do.open_case(
            customer=qiming,
            branch=company.branch_b,
            title="发票抬头 ABC Ltd 开错，订单 20261101123456",
            by=SYSTEM,
            at=now,
        ),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("退款", [0]), ("到账", [0]), ("十天 退款", [0]), ("启明科技", [1]), ("款天", []),
        ("abc ltd", [1]), ("13800138000", [0]),
        ("138 0013 8000", [0]), ("13900000000", []), ("service@qiming.example", [1]), ("C20261118", [0, 1]),
        ("C20261118-0002", [1]), ("20261101123456", [1]), ("%", []), ("😀", []), ("没有的词", []),
    ],
)  # fmt: skip
def test_cases_are_found(cases: list[Case], typed: str, found: list[int]) -> None:
    asked = found_by(typed, Case.objects.order_by("pk"))
    assert list(asked) == [cases[index] for index in found]
