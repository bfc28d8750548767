"""What a stranger must not read in a stored text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.text.checksums import cn_id_holds, hk_id_holds, luhn_holds, tw_id_holds
from makegood.engines.text.privacy import find, mask


@pytest.mark.parametrize(
    ("text", "kind", "value", "masked"),
    [
        ("请打13812345678找我", "phone", "13812345678", "请打138******78找我"),
        ("电话：１３８ １２３４ ５６７８", "phone", "１３８ １２３４ ５６７８", "电话：１３８ **** **７８"),
        ("call +86-138-1234-5678 now", "phone", "+86-138-1234-5678", "call +86-1**-****-**78 now"),
        ("座机0731-84415678没人接", "phone", "0731-84415678", "座机073*-******78没人接"),
        ("我的手機 9123 4567", "phone", "9123 4567", "我的手機 912* **67"),
        ("+852 9123 4567 打俾我", "phone", "+852 9123 4567", "+852 **** **67 打俾我"),
        ("手機0912-345-678", "phone", "0912-345-678", "手機091*-***-*78"),
        ("身份证11010519491231002X", "id_number", "11010519491231002X", "身份证1****************X"),
        ("HKID A123456(3)", "id_number", "A123456(3)", "HKID A******(3)"),
        ("身分證A123456789", "id_number", "A123456789", "身分證A********9"),
        ("卡6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128", "卡**** **** **** ***0 128"),
        ("Visa 4111111111111111", "bank_card", "4111111111111111", "Visa ************1111"),
        (
            "写信到 wang.fang@example.com。",
            "email",
            "wang.fang@example.com",
            "写信到 w***.****@example.com。",
        ),
        ("加我微信 wangfang_88 详谈", "wechat", "wangfang_88", "加我微信 w*******_*8 详谈"),
        ("加v：abc12345", "wechat", "abc12345", "加v：a******5"),
        ("QQ号：123456789", "qq", "123456789", "QQ号：1*******9"),
    ],
)
def test_each_kind_of_personal_data_is_found_and_starred(text, kind, value, masked):
    result = mask(text)
    assert [(f.kind, f.value) for f in result.found] == [(kind, value)]
    assert result.text == masked


@pytest.mark.parametrize(
    "text",
    [
        "订单号 13812345678901 还没到",
        "等了2小时，花了1234.56元",
        "2020年12月31日 23:59:59",
        "订单4111111111111111",
        "身高180体重75，价格12345678",
        "",
        "差评!",
    ],
)
def test_ordinary_numbers_are_left_alone(text):
    assert mask(text).text == text


def test_the_surer_kind_wins_where_two_overlap():
    assert [f.kind for f in find("13812345678@qq.com")] == ["email"]


def test_checksums_agree_with_published_examples():
    assert luhn_holds("79927398713")  # H. P. Luhn's own example
    assert not luhn_holds("79927398710")
    assert cn_id_holds("11010519491231002X")
    assert not cn_id_holds("110105194912310021")
    assert hk_id_holds("A1234563")
    assert not hk_id_holds("A1234564")
    assert tw_id_holds("A123456789")
    assert not tw_id_holds("A123456788")


@given(st.text(alphabet=st.characters(codec=None), max_size=80) | st.from_regex(r"[\d@a-z\-. 微信qq]{0,60}"))
def test_masking_keeps_the_length_and_never_fails(text):
    masked = mask(text)
    assert len(masked.text) == len(text)
    for piece in masked.found:
        assert text[piece.start : piece.end] == piece.value


@given(
    st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii),
    st.sampled_from(["电话", "我", "，", " "]),
)
def test_every_mainland_mobile_number_is_hidden(number, before):
    assert number not in mask(before + number + "谢谢").text
