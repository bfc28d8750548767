"""The trained engine on what customers write."""

import pytest

from makegood.engines.text.heads import read, shipped_heads
from makegood.engines.text.learned import LearnedEngine
from makegood.engines.text.loading import load_engine
from makegood.engines.text.tests.contract_suite import EngineContract
from makegood.engines.text.tests.test_lexicon import (  # noqa: F401 — what the rules can, the weights must not lose
    test_angry_customers_are_recognised,
    test_aspects_carry_their_own_polarity,
    test_categories_follow_the_playbook,
    test_colleagues_and_partners_are_told_from_customers,
    test_denied_danger_raises_no_flag,
    test_evidence_points_into_the_text_as_it_was_given,
    test_feeling_survives_negation_turns_and_signs,
    test_nature_is_told_apart,
    test_safety_law_and_media_come_first,
)


@pytest.fixture(scope="module")
def engine():
    return LearnedEngine()


class TestLearnedKeepsTheContract(EngineContract):
    pass


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("房间隔音效果很一般，半夜被吵醒好几次", False),
        ("送来的时候汤都洒了一半", False),
        ("看完一遍还想再看，推荐给身边的朋友", True),
        ("客房比照片上小多了", False),
    ],
)
def test_feeling_is_heard_where_no_word_is_signed(engine, text, is_good):
    assert (engine.judge([text])[0].sentiment.value > 0) is is_good


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("小区门口加装两个快充桩，大家出行会更方便", "suggestion"),
        ("公租房申请需要哪些材料", "enquiry"),
        ("贵店的包装换成纸质的会更环保一些", "suggestion"),
        ("楼上凌晨还在施工，整栋楼都睡不着", "complaint"),
    ],
)
def test_nature_is_heard_where_no_word_names_it(engine, text, nature):  # E5
    assert engine.judge([text])[0].nature.value == nature


@pytest.mark.parametrize(
    ("text", "intent"),
    [("把钱退给我", "refund"), ("以后不会再买了，换别家", "churn"), ("I want my money back", "refund")],
)
def test_wishes_behind_the_words_are_heard(engine, text, intent):
    found = engine.judge([text])[0].intents
    assert intent in {one.flag for one in found}
    assert all(0 <= span.start < span.end <= len(text) for one in found for span in one.evidence)


def test_the_words_that_decided_are_shown(engine):
    text = "送来的时候汤都洒了一半"
    spans = engine.judge([text])[0].sentiment.evidence
    assert spans
    assert "洒" in "".join(text[span.start : span.end] for span in spans)


def test_scores_alone_are_probabilities_of_every_head(engine):
    scores = engine.scores(["太差了", "很好吃", ""])
    assert set(scores) >= {"sentiment", "nature:complaint", "aspect:food", "urgency:urgent", "intent:refund"}
    assert all(((column >= 0) & (column <= 1)).all() for column in scores.values())
    assert scores["sentiment"][0] < 0.5 < scores["sentiment"][1]


def test_scores_are_the_same_in_any_company(engine):
    texts = ["等太久了", "服务很好", "Where is my order?"] * 300
    together = engine.scores(texts)["sentiment"].tolist()
    assert together[:3] == [float(engine.scores([text])["sentiment"][0]) for text in texts[:3]]
    assert together[:3] == together[-3:]


def test_weights_are_small_and_name_what_they_are():
    heads = shipped_heads()
    assert heads.version
    assert heads.weights[0].tolist() == [0.0] * len(heads.names)
    assert heads.weights.nbytes < 200_000_000


def test_a_missing_file_of_weights_is_said(tmp_path):
    with pytest.raises(OSError):
        read(tmp_path / "none.npz")


def test_the_settings_can_name_it():
    assert load_engine("makegood.engines.text.learned.LearnedEngine").name == "learned"
