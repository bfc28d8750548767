"""The remedies a new house begins with (A3). Shares and costs are starting values for finance to correct."""

from __future__ import annotations

from typing import Any

STOCK: list[dict[str, Any]] = [
    {
        "code": "gift-set", "unit_cost": 6_800,
        "name_zh_hans": "招牌商品礼盒", "name_zh_hant": "招牌商品禮盒", "name_en": "Signature gift set",
    },
]  # fmt: skip

REMEDIES: list[dict[str, Any]] = [
    {
        "code": "refund_full", "family": "refund_full", "fulfilment": "payout",
        "name_zh_hans": "全额退款", "name_zh_hant": "全額退款", "name_en": "Full refund",
        "text_zh_hans": "我们把 {amount} 全部退还给您，原路退回，财务确认后即到账。",
        "text_zh_hant": "我們把 {amount} 全部退還給您，原路退回，財務確認後即到帳。",
        "text_en": "We return all of {amount} to you, the way you paid.",
        "tax_note": "冲减当期收入，开具红字发票",
    },
    {
        "code": "refund_partial", "family": "refund_partial", "fulfilment": "payout", "default_amount": 2_000,
        "name_zh_hans": "部分退款", "name_zh_hant": "部分退款", "name_en": "Partial refund",
        "text_zh_hans": "我们退还您 {amount}，原路退回，财务确认后即到账。",
        "text_zh_hant": "我們退還您 {amount}，原路退回，財務確認後即到帳。",
        "text_en": "We return {amount} to you, the way you paid.",
        "tax_note": "冲减当期收入，开具红字发票",
    },
    {
        "code": "coupon", "family": "coupon", "fulfilment": "coupon_code", "default_amount": 2_000,
        "cost_share": "0.45", "value_share": "0.8", "valid_days": 180,
        "name_zh_hans": "优惠券", "name_zh_hant": "優惠券", "name_en": "Coupon",
        "text_zh_hans": "送您一张 {amount} 的优惠券，180 天内全部门店通用。",
        "text_zh_hant": "送您一張 {amount} 的優惠券，180 天內全部門市通用。",
        "text_en": "A coupon worth {amount}, valid in every branch for 180 days.",
        "tax_note": "使用时按折扣处理",
    },
    {
        "code": "replacement", "family": "replacement", "fulfilment": "stock", "has_amount": False,
        "fixed_value": 9_800, "fixed_cost": 800,
        "name_zh_hans": "换新", "name_zh_hant": "換新", "name_en": "Replacement",
        "text_zh_hans": "我们为您换一份全新的，并承担来回运费。",
        "text_zh_hant": "我們為您換一份全新的，並承擔來回運費。",
        "text_en": "We send you a new one and pay the postage both ways.",
        "tax_note": "按存货发出处理",
    },
    {
        "code": "free_service", "family": "free_service", "fulfilment": "booking", "has_amount": False,
        "fixed_value": 12_000, "fixed_cost": 5_000,
        "name_zh_hans": "免费服务一次", "name_zh_hant": "免費服務一次", "name_en": "One free service",
        "text_zh_hans": "我们免费为您再做一次服务，时间由您定。",
        "text_zh_hant": "我們免費為您再做一次服務，時間由您定。",
        "text_en": "We serve you once more for free, at a time that suits you.",
        "tax_note": "",
    },
    {
        "code": "upgrade", "family": "upgrade", "fulfilment": "booking", "has_amount": False,
        "fixed_value": 8_000, "fixed_cost": 2_500,
        "name_zh_hans": "免费升级", "name_zh_hant": "免費升級", "name_en": "Free upgrade",
        "text_zh_hans": "下次消费为您免费升级一档。",
        "text_zh_hant": "下次消費為您免費升級一檔。",
        "text_en": "Your next visit is upgraded by one class for free.",
        "tax_note": "",
    },
    {
        "code": "points", "family": "points", "fulfilment": "points", "default_amount": 2_000,
        "cost_share": "0.6", "value_share": "0.7",
        "name_zh_hans": "会员积分", "name_zh_hant": "會員積分", "name_en": "Member points",
        "text_zh_hans": "送您 {amount} 积分，直接记入您的账户，100 积分抵 1 元。",
        "text_zh_hant": "送您 {amount} 積分，直接記入您的帳戶，100 積分抵 1 元。",
        "text_en": "{amount} points in your account; 100 points are worth 1 yuan.",
        "tax_note": "发放时计入合同负债",
    },
    {
        "code": "apology_letter", "family": "apology", "fulfilment": "letter", "has_amount": False,
        "name_zh_hans": "道歉信", "name_zh_hant": "道歉信", "name_en": "Letter of apology",
        "text_zh_hans": (
            "尊敬的客户：\n您反映的问题（编号 {case}）我们已经查清，责任在我们。给您带来的不便，我们郑重道歉。"
            "我们已经改正这次的失误，并正在检查同类环节。感谢您告诉我们。"
        ),
        "text_zh_hant": (
            "尊敬的顧客：\n您反映的問題（編號 {case}）我們已經查清，責任在我們。給您帶來的不便，我們鄭重道歉。"
            "我們已經改正這次的失誤，並正在檢查同類環節。感謝您告訴我們。"
        ),
        "text_en": (
            "Dear customer,\nwe have looked into what you told us ({case}). The fault was ours, and we apologise. "
            "We have put this right and are checking the same step elsewhere. Thank you for telling us."
        ),
        "tax_note": "",
    },
]  # fmt: skip
