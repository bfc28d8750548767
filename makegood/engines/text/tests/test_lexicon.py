"""The engine of rules and lexicons on what customers write."""

import pytest

from makegood.engines.text.lexicon import LexiconEngine
from makegood.engines.text.loading import load_engine
from makegood.engines.text.tests.contract_suite import EngineContract


@pytest.fixture(scope="module")
def engine():
    return LexiconEngine()


class TestLexiconKeepsTheContract(EngineContract):
    pass


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("等太久了", "complaint"),
        ("差评!", "complaint"),
        ("投诉：服务态度差", "complaint"),
        ("【举报】无证经营", "complaint"),
        ("我要投诉你们的快递员", "complaint"),
        ("为什么还没有人处理我的退款", "complaint"),
        ("请问怎么办理退款？", "enquiry"),
        ("咨询会员卡续费的事", "enquiry"),
        ("几点关门", "enquiry"),
        ("怎么投诉你们的店？请问投诉电话是多少", "enquiry"),
        ("建议增加充电桩，会更方便", "suggestion"),
        ("要是能多几个窗口就更好了", "suggestion"),
        ("非常感谢小李的耐心服务", "praise"),
        ("點讚！服務員很熱情", "praise"),
        ("退款申请三天了还没到账，到底什么时候能退？", "complaint"),
        ("电话打了五遍才接，接了说不归他管就挂了", "complaint"),
        ("付完款告诉我要等一周，这不是骗人吗？", "complaint"),
        ("如果停车券能线上领取就好了", "suggestion"),
        ("The app keeps crashing, please fix it", "complaint"),
        ("It would be nice if you could add dark mode", "suggestion"),
        ("How do I reset my password?", "enquiry"),
        ("Thank you so much, great job", "praise"),
    ],
)
def test_nature_is_told_apart(engine, text, nature):  # E5
    call = engine.judge([text])[0].nature
    assert call.value == nature
    assert not call.abstains


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("不错", True),
        ("不是很好吃", False),
        ("一点都不好", False),
        ("没有异味，质量不错", True),
        ("好慢", False),
        ("好吃", True),
        ("还行吧", True),
        ("虽然环境好，但是太难吃了", False),
        ("服務很周到", True),
        ("等了四十分钟", False),
        ("才等了五分钟就上菜了，很快", True),
        ("海鲜端上来是凉的", False),
        ("not bad at all", True),
        ("not good", False),
        ("👍👍", True),
        ("😡", False),
    ],
)
def test_feeling_survives_negation_turns_and_signs(engine, text, is_good):  # B5
    score = engine.judge([text])[0].sentiment
    assert (score.value > 0) is is_good
    assert not score.abstains


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("孩子吃了你们的蛋糕食物中毒住院了", "urgent"),
        ("插座漏电，差点触电", "urgent"),
        ("再不处理我就打12315找律师起诉", "urgent"),
        ("明天就联系记者曝光你们", "urgent"),
        ("多次反映没人管，要求退款", "important"),
        ("菜有点咸", "normal"),
        ("请问几点开门", "normal"),
        ("感谢派出所民警帮我找回钱包", "normal"),
        ("My child had an allergic reaction and went to hospital", "urgent"),
    ],
)
def test_safety_law_and_media_come_first(engine, text, urgency):  # E5
    assert engine.judge([text])[0].urgency.value == urgency


def test_denied_danger_raises_no_flag(engine):
    assert "safety" not in {f.flag for f in engine.judge(["幸好没有受伤"])[0].flags}


def test_angry_customers_are_recognised(engine):  # E12
    assert "angry" in {f.flag for f in engine.judge(["什么态度！气死我了！！"])[0].flags}
    assert "angry" not in {f.flag for f in engine.judge(["味道一般"])[0].flags}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("讲座嘉宾讲得很好，主题新颖", "event_content"),
        ("活动签到排队一个小时，会场秩序混乱", "event_organisation"),
        ("你们虚假宣传，品牌形象全没了", "company_image"),
        ("售后迟迟不退款，客服态度差", "product_service"),
        ("小区物业不管路灯", "other"),
        ("差评!", "product_service"),
    ],
)
def test_categories_follow_the_playbook(engine, text, category):  # E3
    assert engine.judge([text])[0].category.value == category


def test_aspects_carry_their_own_polarity(engine):
    aspects = {a.code: a.polarity for a in engine.judge(["味道不错，但是上菜慢，等了一个小时"])[0].aspects}
    assert aspects["food"] > 0 > aspects["waiting"]


def test_colleagues_and_partners_are_told_from_customers(engine):  # E5
    said = [
        j.source.value
        for j in engine.judge(["我们部门的同事反映排班表错了", "作为供应商，贵司货款拖欠", "我买的鞋坏了"])
    ]
    assert said == ["internal", "partner", "customer"]


def test_evidence_points_into_the_text_as_it_was_given(engine):
    text = "我要退 款\u200b，服務態度太差！"
    judgement = engine.judge([text])[0]
    assert {text[s.start : s.end] for s in judgement.sentiment.evidence} == {"退 款", "太差"}


def test_the_settings_name_the_engine_by_its_path():
    assert load_engine("makegood.engines.text.lexicon.LexiconEngine").name == "lexicon"
    with pytest.raises(ImportError):
        load_engine("makegood.engines.text.lexicon.Nothing")
    with pytest.raises(TypeError):
        load_engine("builtins.dict")
