"""Promises that rules or standards ask for, as drafts to begin with. Pure data; sources and what to check with counsel
stand in docs/regulatory-presets.md. A preset is no legal advice and publishes nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ALWAYS = ["00:00-24:00"] * 7
OFFICE = ["09:00-18:00"] * 5 + ["", ""]
BRITISH = ["09:00-17:00"] * 5 + ["", ""]
DAY = 86_400


@dataclass(frozen=True)
class CalendarPreset:
    """Made only where no calendar of this code exists."""

    code: str
    name: str
    week: list[str]
    holidays: str = ""
    time_zone: str = "Asia/Shanghai"
    ends_at_closing: bool = False


@dataclass(frozen=True)
class PromisePreset:
    """`values` are the fields of a Draft beside code, name, statements and calendar. `source` names the rule."""

    code: str
    name: str
    statement_zh_hans: str
    statement_en: str
    calendar: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Preset:
    """Some promises that belong together, and their calendars."""

    code: str
    title: str
    source: str
    calendars: tuple[CalendarPreset, ...]
    promises: tuple[PromisePreset, ...]


CN_DAYS = CalendarPreset("cn-days", "自然日（中国）", ALWAYS)
CN_OFFICE = CalendarPreset("cn-office", "工作日（中国）", OFFICE, "cn")
UK_OFFICE = CalendarPreset(
    "uk-office", "Business days (United Kingdom)", BRITISH, "gb-eng", "Europe/London", ends_at_closing=True
)
ANSWERED: dict[str, Any] = {"starts_on": ["case.opened"], "stops_on": ["case.decided", "case.closed"]}
COMPLAINTS: dict[str, Any] = {"scope": {"natures": ["complaint"]}}


def _days(n: int, kind: str = "working_days", **more: Any) -> dict[str, Any]:
    budget = n if kind == "working_days" else n * DAY
    return {"budget_kind": kind, "budget": budget, "target": Decimal(1), "warning_shares": [50, 80], **more}


PRESETS: dict[str, Preset] = {
    one.code: one
    for one in (
        Preset(
            "cn-financial", "中国：银行业保险业消费投诉",
            "银行业保险业消费投诉处理管理办法（银保监会令 2020 年第 3 号）",
            (CN_DAYS,),
            (
                PromisePreset(
                    "cn-financial-15", "消费投诉处理决定", "收到您的投诉之日起 15 日内，我们作出处理决定并告知您。",
                    "Within 15 days of receiving your complaint we decide on it and tell you.", "cn-days",
                    {**_days(15), **ANSWERED, **COMPLAINTS, "extensions": [
                        {"adds": 15, "role": "service_manager", "tells": True},
                        {"adds": 30, "role": "cx_manager", "tells": True},
                    ]},
                ),
            ),
        ),
        Preset(
            "uk-disp", "UK: complaints to financial firms (FCA DISP 1)", "FCA Handbook, DISP 1.5 and DISP 1.6",
            (UK_OFFICE,),
            (
                PromisePreset(
                    "uk-disp-3-days", "Summary resolution", "收到投诉后第 3 个营业日结束前，我们尽力解决并书面告知您。",
                    "We try to resolve your complaint by the close of the third business day after we receive it.",
                    "uk-office", {**_days(3), "starts_on": ["case.opened"], "stops_on": ["case.closed"], **COMPLAINTS,
                                  "target": Decimal("0.5"), "is_public": False},
                ),
                PromisePreset(
                    "uk-disp-8-weeks", "Final response", "收到投诉后 8 周内，我们给出最终答复。",
                    "You have our final response within eight weeks of our receiving your complaint.",
                    "uk-office", {**_days(56, "elapsed_seconds"), **ANSWERED, **COMPLAINTS},
                ),
            ),
        ),
        Preset(
            "iso-10002", "ISO 10002:2018", "ISO 10002:2018, 8.3 and 8.4",
            (CN_OFFICE, CN_DAYS),
            (
                PromisePreset(
                    "iso-acknowledge-1-day", "受理告知", "收到投诉后 1 个工作日内，我们告诉您已受理。",
                    "We acknowledge your complaint within one working day.", "cn-office",
                    {**_days(1), "starts_on": ["case.opened"], "stops_on": ["case.acknowledged", "case.answered"],
                     **COMPLAINTS, "target": Decimal("0.98")},
                ),
                PromisePreset(
                    "iso-progress-7-days", "进展告知", "处理期间，我们至少每 7 天向您通报一次进展。",
                    "While we work on it, you hear from us at least every seven days.", "cn-days",
                    {**_days(7, "elapsed_seconds"), "starts_on": ["case.opened", "case.answered", "case.reopened"],
                     "stops_on": ["case.answered"], "cancels_on": ["case.closed"], "repeats": True, **COMPLAINTS,
                     "target": Decimal("0.95")},
                ),
            ),
        ),
        Preset(
            "cn-12315", "中国：12315 消费投诉与调解", "市场监督管理投诉举报处理暂行办法（市场监管总局令第 20 号）",
            (CN_OFFICE,),
            (
                PromisePreset(
                    "cn-12315-7-days", "平台转办回复", "收到 12315 转来的投诉，我们在 7 个工作日内回复是否接受调解。",
                    "We answer complaints passed on by 12315 within seven working days.", "cn-office",
                    {**_days(7), "starts_on": ["case.opened"], "stops_on": ["case.answered", "case.closed"],
                     **COMPLAINTS},
                ),
            ),
        ),
        Preset(
            "cn-12345", "中国：12345 政务服务便民热线", "各地 12345 热线办理时限（以当地规定为准）",
            (CN_OFFICE,),
            (
                PromisePreset(
                    "cn-12345-15-days", "热线工单答复", "您的每一条留言，我们在 15 个工作日内答复。",
                    "We answer every message within 15 working days.", "cn-office",
                    {**_days(15), "starts_on": ["feedback.received"], "stops_on": ["feedback.answered"]},
                ),
            ),
        ),
    )
}  # fmt: skip
