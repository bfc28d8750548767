"""The policy a new house begins with. What research it rests on is told in docs/compensation-policy.md."""

from __future__ import annotations

from typing import Any

POLICY_ROWS: list[dict[str, Any]] = [
    {
        "id": "apology-once",
        "group": "always",
        "when": {"fault": ["ours", "shared"], "apologies": {"to": 1}},
        "give": [{"remedy": "apology_letter"}],
        "why": {
            "zh-hans": "责任在我们，先正式道歉一次；道歉不反复单独使用。",
            "zh-hant": "責任在我們，先正式道歉一次；道歉不反覆單獨使用。",
            "en": "The fault is ours: a formal apology, once; it is never repeated alone.",
        },
    },
    {
        "id": "critical",
        "group": "escalate",
        "when": {"severity": ["critical"]},
        "why": {
            "zh-hans": "后果特别严重，负责人须立即过问。",
            "zh-hant": "後果特別嚴重，負責人須立即過問。",
            "en": "The consequences are critical: a person in charge looks at it at once.",
        },
    },
    {
        "id": "failed-again",
        "group": "escalate",
        "when": {"failures": {"from": 1}},
        "why": {
            "zh-hans": "同一位客户 90 天内再次遇到我们的失误，须立即升级处理。",
            "zh-hant": "同一位顧客 90 天內再次遇到我們的失誤，須立即升級處理。",
            "en": "We failed the same customer a second time within 90 days: it is escalated at once.",
        },
    },
    {
        "id": "not-our-fault",
        "when": {"fault": ["customer", "nobody"], "is_guarantee": False},
        "give": [],
        "why": {
            "zh-hans": "责任不在我们，说明情况即可，不予补偿。",
            "zh-hant": "責任不在我們，說明情況即可，不予補償。",
            "en": "The fault is not ours: we explain, and give no compensation.",
        },
    },
    {
        "id": "broken-guarantee",
        "when": {"is_guarantee": True, "loss": ["time", "none", "esteem"]},
        "give": [
            {"remedy": "coupon", "share_of_price": "0.2", "fixed": 2_000, "at_most": 10_000},
            {"remedy": "points", "fixed": 3_000, "share_of_price": "0.3", "at_most": 15_000},
        ],
        "why": {
            "zh-hans": "我们公开承诺的时限没有做到，按服务保证补偿。",
            "zh-hant": "我們公開承諾的時限沒有做到，按服務保證補償。",
            "en": "We missed a time we had publicly promised: the guarantee gives this.",
        },
    },
    {
        "id": "goods",
        "when": {"loss": ["goods"], "fault": ["ours", "shared", "unknown", "partner"]},
        "give": [{"remedy": "replacement"}, {"remedy": "refund_full", "share_of_price": "1", "exact": True}],
        "why": {
            "zh-hans": "商品有问题，换新或全额退款，由您选择。",
            "zh-hant": "商品有問題，換新或全額退款，由您選擇。",
            "en": "The goods were faulty: a new one or all the money back, as the customer prefers.",
        },
    },
    {
        "id": "rejected-grave",
        "when": {"acceptance": ["rejected"], "severity": ["serious", "critical"], "fault": ["ours", "shared"]},
        "give": [
            {"remedy": "refund_full", "share_of_price": "1", "share_of_loss": "1", "exact": True},
            {"remedy": "coupon", "share_of_price": "1.2"},
        ],
        "why": {
            "zh-hans": "您没有接受这次服务且后果严重：补偿达到价款的 100%–120% 才有意义。",
            "zh-hant": "您沒有接受這次服務且後果嚴重：補償達到價款的 100%–120% 才有意義。",
            "en": "The service was refused and the harm is serious: only 100 to 120 % of the price makes it good.",
        },
    },
    {
        "id": "rejected",
        "when": {"acceptance": ["rejected"], "fault": ["ours", "shared", "unknown", "partner"]},
        "give": [
            {"remedy": "refund_full", "share_of_price": "1", "exact": True},
            {"remedy": "coupon", "share_of_price": "1.1"},
        ],
        "why": {
            "zh-hans": "您没有接受这次服务：退还全部价款。",
            "zh-hant": "您沒有接受這次服務：退還全部價款。",
            "en": "The service was refused: the price is given back.",
        },
    },
    {
        "id": "money-kept",
        "when": {"loss": ["money"], "fault": ["ours", "shared", "unknown", "partner"]},
        "give": [
            {"remedy": "refund_partial", "share_of_price": "0.3", "share_of_loss": "1", "at_least": 1_000},
            {"remedy": "coupon", "share_of_price": "0.4", "share_of_loss": "1.3", "at_least": 1_500},
        ],
        "why": {
            "zh-hans": "损失的是钱，就用钱补；服务已被接受时，最先补的部分最有用。",
            "zh-hant": "損失的是錢，就用錢補；服務已被接受時，最先補的部分最有用。",
            "en": "Money was lost, so money is given; where the service was kept, the first part of it helps most.",
        },
    },
    {
        "id": "late",
        "when": {
            "loss": ["time"],
            "severity": ["minor", "moderate"],
            "fault": ["ours", "shared", "unknown", "partner"],
        },
        "give": [
            {"remedy": "coupon", "share_of_price": "0.2", "at_least": 1_000, "at_most": 5_000},
            {"remedy": "points", "share_of_price": "0.3", "at_least": 1_500, "at_most": 7_500},
        ],
        "why": {
            "zh-hans": "耽误了时间：优惠券比单独道歉更有用。",
            "zh-hant": "耽誤了時間：優惠券比單獨道歉更有用。",
            "en": "Time was lost: a coupon does more than an apology alone.",
        },
    },
    {
        "id": "very-late",
        "when": {"loss": ["time"], "fault": ["ours", "shared", "unknown", "partner"]},
        "give": [
            {"remedy": "coupon", "share_of_price": "0.5", "at_least": 3_000, "at_most": 20_000},
            {"remedy": "free_service"},
        ],
        "why": {
            "zh-hans": "严重耽误了时间：较大面额的优惠券，或免费再做一次。",
            "zh-hant": "嚴重耽誤了時間：較大面額的優惠券，或免費再做一次。",
            "en": "Much time was lost: a larger coupon, or the service once more for free.",
        },
    },
    {
        "id": "disrespect-grave",
        "when": {"loss": ["esteem"], "severity": ["serious", "critical"], "fault": ["ours", "shared"]},
        "give": [{"remedy": "upgrade"}, {"remedy": "coupon", "fixed": 5_000}],
        "why": {
            "zh-hans": "您没有受到应有的尊重：除道歉外，由负责人安排更好的服务。",
            "zh-hant": "您沒有受到應有的尊重：除道歉外，由負責人安排更好的服務。",
            "en": "The customer was not treated with respect: beyond the apology, a better service.",
        },
    },
    {
        "id": "disrespect",
        "when": {"loss": ["esteem"], "fault": ["ours", "shared"]},
        "give": [{"remedy": "points", "fixed": 1_000}],
        "why": {
            "zh-hans": "您没有受到应有的尊重：道歉为主，略表心意。",
            "zh-hant": "您沒有受到應有的尊重：道歉為主，略表心意。",
            "en": "The customer was not treated with respect: the apology comes first, with a small token.",
        },
    },
    {
        "id": "otherwise",
        "when": {},
        "give": [],
        "why": {
            "zh-hans": "没有可补偿的损失：如实说明并改进。",
            "zh-hant": "沒有可補償的損失：如實說明並改進。",
            "en": "No loss to make good: we explain honestly and improve.",
        },
    },
]

POLICY_FACTORS: list[dict[str, Any]] = [
    {
        "id": "tier-gold",
        "when": {"tier": ["gold"]},
        "times": "1.1",
        "why": {
            "zh-hans": "金卡会员按公布的标准上浮 10%。",
            "zh-hant": "金卡會員按公布的標準上浮 10%。",
            "en": "Gold members receive 10 % more, as published.",
        },
    },
    {
        "id": "tier-vip",
        "when": {"tier": ["vip"]},
        "times": "1.2",
        "why": {
            "zh-hans": "贵宾会员按公布的标准上浮 20%。",
            "zh-hant": "貴賓會員按公布的標準上浮 20%。",
            "en": "VIP members receive 20 % more, as published.",
        },
    },
    {
        "id": "second-failure",
        "when": {"failures": {"from": 1}},
        "times": "1.25",
        "why": {
            "zh-hans": "短期内再次失误，补偿上浮 25%。",
            "zh-hant": "短期內再次失誤，補償上浮 25%。",
            "en": "A second failure soon after the first: a quarter more.",
        },
    },
    {
        "id": "group-failure",
        "when": {"is_group": True},
        "times": "0.7",
        "why": {
            "zh-hans": "多位客户同时受影响，人人标准一致，按七成计算。",
            "zh-hant": "多位顧客同時受影響，人人標準一致，按七成計算。",
            "en": "Many were affected at once and all are treated alike: seven tenths.",
        },
    },
    {
        "id": "shared-fault",
        "when": {"fault": ["shared", "partner"]},
        "times": "0.7",
        "why": {
            "zh-hans": "责任由多方分担，按七成计算。",
            "zh-hant": "責任由多方分擔，按七成計算。",
            "en": "The fault is shared: seven tenths.",
        },
    },
]

DEFAULT_POLICY: dict[str, Any] = {
    "caps": {"share_of_price": "1.5"},
    "round_to": 100,
    "offer_days": 14,
    "automatic_limit": 20_000,
    "rows": POLICY_ROWS,
    "factors": POLICY_FACTORS,
}
