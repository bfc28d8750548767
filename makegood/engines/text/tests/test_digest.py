"""Repeated texts share a digest, different ones do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.text.digest import normalised, normalised_digest
from makegood.engines.text.fold import folded, simplified


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("服務態度太差了！", "服务态度太差了"),
        ("ＡＢＣ　１２３", "abc123"),
        ("等 太 久 了…", "等太久了。"),
        ("Too Slow!!", "too slow"),
        ("退\u200b款", "退款"),
    ],
)
def test_dress_does_not_count(one, other):
    assert normalised_digest(one) == normalised_digest(other)


@pytest.mark.parametrize(("one", "other"), [("？？", "……"), ("👍", "👎"), ("退款100", "退款100%"), ("好", "不好")])
def test_meaning_counts(one, other):
    assert normalised_digest(one) != normalised_digest(other)


def test_a_key_changes_the_digest_so_that_it_cannot_be_guessed():
    assert normalised_digest("差评", key=b"k") != normalised_digest("差评")
    assert len(normalised_digest("差评")) == 32


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_folding_moves_no_character_and_no_text_is_refused(text):
    assert len(folded(text)) == len(simplified(text)) == len(text)
    assert len(normalised_digest(text)) == 32


@given(st.text(alphabet="服務态度差 ，。!？ABcd１２③%é", max_size=40))
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)
