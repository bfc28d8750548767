"""Hashed word sequences: the same for the same words however they are dressed, and led back to their places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.text import vectors

ANY = st.text(alphabet=st.characters(codec=None), max_size=40)


def features(text):
    return vectors.bags([text]).features.tolist()


@pytest.mark.parametrize(
    ("plain", "dressed"),
    [
        ("要求退款", "要求退 款"),
        ("要求退款", "要\u200b求退\ufeff款"),
        ("服务态度太差了", "服務態度太差了"),
        ("加v信聊", "加Ｖ信聊"),
        ("加微聊", "加薇聊"),
        ("very bad", "VERY  bad"),
        ("bad", "b\u0430d"),
        ("好👍", "好👍🏽"),
    ],
)
def test_a_disguise_changes_nothing(plain, dressed):  # B9
    assert features(plain) == features(dressed)


def test_order_and_negation_count():
    assert features("不好") != features("好不")
    assert features("not good") != features("notgood")


@given(st.lists(ANY, max_size=8))
def test_texts_together_have_the_features_they_have_alone(texts):
    together = vectors.bags(texts)
    assert len(together) == len(texts)
    for i, text in enumerate(texts):
        assert together.features[together.starts[i] : together.starts[i + 1]].tolist() == features(text)


@given(ANY)
def test_every_feature_has_a_place_in_the_text(text):
    found, starts, ends = vectors.placed(text)
    assert sorted(set(found.tolist())) == features(text)
    assert ((starts >= 0) & (starts < ends) & (ends <= len(text))).all()


def test_places_lead_into_the_text_as_it_was_given():
    text = "退 款\u200b！"
    found, starts, ends = vectors.placed(text)
    wanted = vectors.placed("退款")[0].tolist()
    where = {f: text[s:e] for f, s, e in zip(found.tolist(), starts.tolist(), ends.tolist(), strict=True)}
    assert [where[f] for f in wanted] == ["退", "款", "退 款"]


@given(st.lists(st.integers(0, 3000), max_size=60))
def test_batches_keep_every_text_in_order(lengths):
    texts = [str(i) * length for i, length in enumerate(lengths)]
    assert [text for group in vectors.batches(texts) for text in group] == [vectors.shortened(t) for t in texts]


def test_sums_are_of_length_one_sets():
    weights = np.ones((1 << vectors.BITS, 1), np.float32)
    found = vectors.bags(["好", "", "好吃"])
    assert vectors.summed(found, weights)[:, 0].tolist() == pytest.approx([1, 0, 3 / 3**0.5])
