"""What 云杉生活 promises its customers and itself, on three calendars, measured over half a year."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from makegood import journal
from makegood.commitments.operations import (
    Draft,
    Reach,
    Rung,
    Signal,
    define_calendar,
    define_ladder,
    draft_commitment,
    hear_batch,
    publish,
    review,
)
from makegood.encounters.queries import stage_moments
from makegood.kit.story import DemoStory

HOUR, MINUTE = 3_600, 60
OFFICE = ["09:00-18:00"] * 5 + ["", ""]
COUPON: dict[str, Any] = {"is_guarantee": True, "remedy_code": "coupon"}
PAUSES: dict[str, Any] = {
    "pauses_on": ["case.waiting_for_customer"],
    "resumes_on": ["case.customer_answered"],
    "pause_limit_seconds": 14 * 24 * HOUR,
}

PROMISES = [
    Draft(
        "message-15-days", "留言答复", "您的每一条留言，我们在 15 个工作日内答复。", "office", "working_days", 15,
        ["feedback.received"], ["feedback.answered"],
        statement_en="We answer every message within 15 working days.", target=Decimal("0.95"),
    ),
    Draft(
        "urgent-complaint-1-day", "紧急投诉答复", "紧急投诉，我们在 1 个工作日内给您答复。", "office",
        "working_days", 1, ["case.opened", "case.reprioritised"], ["case.answered", "case.closed"],
        statement_en="We answer urgent complaints within one working day.",
        scope={"natures": ["complaint"], "urgencies": ["urgent"]}, warning_shares=(50, 80),
    ),
    Draft(
        "acknowledge-2-hours", "受理投诉", "收到投诉后，我们在 2 个工时内告诉您已受理。", "office", "working_seconds",
        2 * HOUR, ["case.opened"], ["case.acknowledged", "case.answered", "case.closed"],
        statement_en="We confirm your complaint within two working hours.", scope={"natures": ["complaint"]},
        warning_shares=(50, 80),
    ),
    Draft(
        "first-answer-24-hours", "首次人工答复", "24 小时内，一定有人（而不是机器）答复您。", "always",
        "elapsed_seconds", 24 * HOUR, ["case.opened"], ["case.answered", "case.closed"],
        statement_en="A person, not a machine, answers you within 24 hours.", target=Decimal("0.9"),
    ),
    Draft(
        "hand-off-1-hour", "流转接收", "流转到责任部门的工单，1 小时内接收。", "shops", "working_seconds", HOUR,
        ["case.handed_off"], ["case.hand_off_accepted", "case.hand_off_declined"],
        cancels_on=["case.closed", "case.hand_off_taken_back"],
        statement_en="The responsible department accepts a case within one hour.", repeats=True, is_public=False,
    ),
    Draft(
        "next-answer-24-hours", "再次来信答复", "您每次补充来信，我们都在 24 小时内答复。", "always", "elapsed_seconds",
        24 * HOUR, ["case.customer_answered"], ["case.answered", "case.closed"], repeats=True,
        statement_en="Whenever you write again, we answer within 24 hours.", target=Decimal("0.9"),
    ),
    Draft(
        "progress-7-days", "处理进展", "处理期间，我们至少每 7 天向您通报一次进展。", "always", "elapsed_seconds",
        7 * 24 * HOUR, ["case.opened", "case.answered", "case.reopened"], ["case.answered"], cancels_on=["case.closed"],
        statement_en="While we work on it, you hear from us at least every seven days.", repeats=True,
    ),
    Draft(
        "decision-7-days", "投诉处理结果", "7 个工作日内，我们告诉您处理结果。", "office", "working_days", 7,
        ["case.opened"], ["case.decided", "case.closed"],
        statement_en="We tell you our decision within seven working days.", scope={"natures": ["complaint"]}, **PAUSES,
    ),
    Draft(
        "refund-24-hours", "退款到账", "您同意退款方案后，24 小时内到账；逾期我们送您一张优惠券。", "always",
        "elapsed_seconds", 24 * HOUR, ["offer.accepted"], ["offer.fulfilled"],
        statement_en="Your refund arrives within 24 hours of your yes, or we send you a coupon.",
        scope={"remedies": ["refund_full", "refund_partial"]}, **COUPON,
    ),
    Draft(
        "queue-10-minutes", "排队等候", "到店排队不超过 10 分钟。", "shops", "elapsed_seconds", 10 * MINUTE,
        ["stage.queue.started"], ["stage.queue.ended"],
        statement_en="You wait no longer than ten minutes in the queue.", target=Decimal("0.9"), warning_shares=(),
    ),
    Draft(
        "dishes-30-minutes", "上菜时间", "点单后 30 分钟内上齐菜，超时送您一张优惠券。", "shops", "elapsed_seconds",
        30 * MINUTE, ["stage.dishes.started"], ["stage.dishes.ended"],
        statement_en="Your dishes are served within 30 minutes, or we give you a coupon.", target=Decimal("0.95"),
        grace_seconds=60, **COUPON,
    ),
    Draft(
        "checkout-3-minutes", "结账", "结账不超过 3 分钟。", "shops", "elapsed_seconds", 3 * MINUTE,
        ["stage.checkout.started"], ["stage.checkout.ended"],
        statement_en="You pay within three minutes.", target=Decimal("0.8"), warning_shares=(),
    ),
    Draft(
        "human-answer-5-minutes", "人工应答", "5 分钟内由人工接待您。", "always", "elapsed_seconds", 5 * MINUTE,
        ["stage.human_answer.started"], ["stage.human_answer.ended"],
        statement_en="A person answers you within five minutes.", target=Decimal("0.8"), warning_shares=(),
    ),
    Draft(
        "repair-3-days", "维修", "送修 3 天内修好。", "always", "elapsed_seconds", 72 * HOUR,
        ["stage.repair.started"], ["stage.repair.ended"],
        statement_en="Your repair is done within three days.", target=Decimal("0.8"),
    ),
    Draft(
        "delivery-by-date", "按时送达", "订单在我们承诺的日期前送达。", "always", "promised", 1,
        ["encounter.started"], ["stage.delivery.ended"],
        statement_en="Your order arrives by the date we promised.", target=Decimal("0.9"),
    ),
    Draft(
        "complex-complaint-15-days", "复杂投诉处理决定",
        "复杂投诉，我们在 15 个工作日内作出决定；需要延期的，提前告诉您原因。",
        "office", "working_days", 15, ["case.opened", "case.reprioritised"], ["case.decided", "case.closed"],
        statement_en="We decide on complex complaints within 15 working days, and tell you before if it takes longer.",
        scope={"natures": ["complaint"], "levels": [2, 3]},
        extensions=[{"adds": 10, "role": "service_manager", "tells": True}],
    ),
    Draft(
        "dishes-60-degrees", "上菜温度", "上桌的热菜不低于 60 °C。", "shops", "quality", 1, ["measure.temperature"], [],
        statement_en="Hot dishes are at 60 °C or more when they reach your table.", target=Decimal("0.95"),
        warning_shares=(),
        quality={"judged": "share", "operator": ">=", "limit": 60, "unit": "°C", "window": "rolling_90"},
    ),
]  # fmt: skip


# Still a draft: whether it would be kept stands on its page before anybody promises it.
DISHES_OR_FREE = Draft(
    "dishes-or-free", "上菜免单", "菜品30分钟内上齐，超时免单该菜。", "shops", "elapsed_seconds", 30 * MINUTE,
    ["stage.dishes.started"], ["stage.dishes.ended"],
    statement_en="All dishes within 30 minutes, or the late dish is free.", target=Decimal("0.95"), grace_seconds=60,
    is_guarantee=True, remedy_code="refund_partial", contact="各店店长",
)  # fmt: skip

LADDER = [Rung(Reach.SITE), Rung(Reach.REGION, after=4 * HOUR), Rung(Reach.HEAD_OFFICE, after=12 * HOUR, by_email=True)]


def load(story: DemoStory) -> None:
    by, at = story.things["staff"]["linjing"].actor, story.now - timedelta(days=395)
    define_calendar(code="office", name="办公室工作日", week=OFFICE, holidays="cn", by=by, at=at)
    define_calendar(code="shops", name="门店营业时间", week=["10:00-22:00"] * 7, by=by, at=at)
    define_calendar(code="always", name="全天候", week=["00:00-24:00"] * 7, by=by, at=at)
    for draft in PROMISES:
        version = draft_commitment(draft, by=by, at=at)
        review(version, by=story.things["staff"]["suqing"].actor, at=at + timedelta(days=1))
        publish(version, by=by, at=at + timedelta(days=2))
    draft_commitment(DISHES_OR_FREE, by=by, at=story.now - timedelta(days=1))
    define_ladder(LADDER, by=by, at=at + timedelta(days=2))
    ids = [encounter.pk for encounter in story.things.get("past_encounters", [])]
    signals = [Signal(m.signal, ("encounter", m.encounter_id), m.facts, m.at) for m in stage_moments(ids)]
    # Dice of its own: what comes after it in the story stays as it was.
    dice, since = Random(60), story.now - timedelta(days=90)
    signals += [
        Signal("measure.temperature", s.subject, {**s.facts, "value": round(dice.gauss(69, 4.6), 1)}, s.at)
        for s in signals
        if s.name == "stage.dishes.ended" and s.at is not None and s.at >= since
    ]
    with journal.in_mode(journal.Mode.BACKFILL):
        hear_batch(signals, at=story.now)
