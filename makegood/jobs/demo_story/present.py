"""The last two days, live: some promises are due soon, some were broken today, some things wait for somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from makegood import journal
from makegood.approvals.models import ApprovalRequest
from makegood.approvals.operations import agree
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.commitments.operations import acknowledge_escalations, ask_extension, climb, sweep
from makegood.commitments.queries import open_escalations
from makegood.intake.operations import receive_feedback
from makegood.jobs.demo_story import handling
from makegood.jobs.demo_story.handling import owner_of
from makegood.jobs.demo_story.sayings import reply_text
from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory
from makegood.recovery import operations as recovery
from makegood.recovery.models import RemedyKind
from makegood.recovery.operations import Wanted

# hours ago · channel · branch · number of the customer · what was said · what has become of it
SCENES: list[tuple[float, str, str, int, str, str]] = [
    (
        46,
        "web_form",
        "jingan",
        0,
        "退款申请十天了还没到账，客服每次都说在处理，到底什么时候能退？",
        "answered_and_offered",
    ),
    (40, "phone", "xihu", 12, "胡桃木餐椅装好第二天就塌了一条腿，还好没有伤到人，请马上处理。", "waiting_for_approval"),
    (33, "chat", "jingan", 7, "电热水壶用了不到两周就坏了，报修后一直没人联系我，太失望了！", "accepted_unpaid"),
    (29, "social", "xuhui", 21, "差评！空气净化器味道刺鼻，放了三天还是散不掉，要求退货。", "forgotten"),
    (
        26,
        "web_form",
        "jingan",
        31,
        "说好昨天送到的羊毛地毯今天还没到，也没有任何人通知我一声，太离谱了。",
        "handed_off",
    ),
    (
        22,
        "email",
        "xihu",
        -1,
        "会议茶歇订的二十份提拉米苏晚到四十分钟，客户都走了，请给一个说法，要求赔偿。",
        "acknowledged",
    ),
    (9, "phone", "jingan", 44, "香薰机漏电，差点把孩子电到！你们必须马上处理，不然我打12315投诉。", "urgent"),
    (
        6,
        "on_site",
        "xuhui",
        52,
        "收银台排队快一个小时，只开了一个窗口，旁边三个店员在聊天，态度太差了。",
        "acknowledged",
    ),
    (
        7,
        "email",
        "xuhui",
        63,
        "三个月里在你们三家店被多扣了七笔会员费，客服每次都说再查查，请把明细给我，要投诉到底。",
        "needs_longer",
    ),
    (3, "web_form", "jingan", 60, "换货寄回去一周了，新的还没有发出来，页面上也查不到进度，要投诉。", "new"),
    (1.2, "chat", "xihu", 71, "客服答非所问，一直发机器人的话，转人工转了四十分钟，投诉！", "new"),
    (0.7, "web_form", "jingan", 80, "真皮沙发有明显划痕，跟图片完全不一样，感觉是展示过的旧货，我要求换货。", "new"),
    (20, "social", "jingan", 90, "昨天带妈妈去吃饭，小刘主动搬来靠垫还送了热水，很暖心，谢谢。", "other"),
    (15, "web_form", "xuhui", 95, "建议周末中午多开一个收银台，或者加自助结账机。", "other"),
    (8, "chat", "jingan", 97, "请问北欧落地灯还有现货吗？徐汇店能不能自提？", "other"),
    (5, "email", "xihu", -2, "感谢贵司客户经理在展会期间的全程配合，安排周到，期待继续合作。", "other"),
    (2, "social", "xuhui", 99, "要是折叠书桌有浅色的就更好了。", "other"),
    (0.4, "phone", "jingan", 33, "儿童床的保修期是多久？发票丢了还能保修吗？", "other"),
]


def tell_the_present(story: DemoStory) -> None:
    for number, (hours, channel, branch, customer, text, fate) in enumerate(SCENES):
        at = story.now - timedelta(hours=hours)
        got = receive_feedback(
            channel=story.things["channels"][channel], key=f"demo:live:{number}", text=text,
            customer=story.things["customers"][customer], branch=story.things["branches"][branch], by=SYSTEM, at=at,
        )  # fmt: skip
        journal.drain_all(at=at)
        if fate == "other" or got.feedback is None:
            continue
        case = Case.objects.filter(feedback=got.feedback).select_related("owner").first() or cases.open_case(
            feedback=got.feedback, by=SYSTEM, at=at,
            owner=cases.choose_owner(branch_id=got.feedback.branch_id, department_id=None),
        )  # fmt: skip
        FATES[fate](story, case, at)
        journal.drain_all(at=story.now)
    while sweep(at=story.now):
        journal.drain_all(at=story.now)
    journal.drain_all(at=story.now)
    _call_step_by_step(story)


def _call_step_by_step(story: DemoStory) -> None:
    """As if the house had looked all along: what broke was called up in its time; one thing somebody has by now."""
    for hours in (36, 24, 16, 12, 8, 4, 2, 1, 0):
        at = story.now - timedelta(hours=hours)
        while climb(at=at):
            journal.drain_all(at=at)
    manager = story.things["staff"]["zhengkai"]
    mine = open_escalations().filter(clock__branch=manager.branch, acknowledged_at=None).order_by("pk").first()
    if mine is not None:
        acknowledge_escalations([mine.clock_id], staff=manager, at=story.now - timedelta(minutes=20))
    journal.drain_all(at=story.now)


def _new(story: DemoStory, case: Case, at: datetime) -> None:
    """Nobody has looked yet."""


def _acknowledged(story: DemoStory, case: Case, at: datetime) -> None:
    handling.acknowledge(case, story, at=at + timedelta(minutes=22))


def _answered_and_offered(story: DemoStory, case: Case, at: datetime) -> None:
    _decided(story, case, at)
    coupon, refund = _kind("coupon"), _kind("refund_partial")
    made = recovery.propose(
        case, [Wanted(refund, 8_000), Wanted(coupon, 10_000)], by=story.things["staff"]["fanglan"].actor,
        at=at + timedelta(hours=6), note="退款延误，按政策补偿。",
    )  # fmt: skip
    if made.status == "proposed":
        recovery.send_offer(made, by=story.things["staff"]["fanglan"].actor, at=at + timedelta(hours=6))


def _waiting_for_approval(story: DemoStory, case: Case, at: datetime) -> None:
    _decided(story, case, at)
    by = story.things["staff"]["yangfan"].actor
    recovery.propose(
        case, [Wanted(_kind("refund_partial"), 128_000)], by=by, at=at + timedelta(hours=5), note="商品已不能使用。"
    )


def _accepted_unpaid(story: DemoStory, case: Case, at: datetime) -> None:
    _decided(story, case, at)
    by = story.things["staff"]["fanglan"].actor
    made = recovery.propose(case, [Wanted(_kind("refund_partial"), 9_900)], by=by, at=at + timedelta(hours=6))
    made = recovery.send_offer(made, by=by, at=at + timedelta(hours=6)) if made.status == "proposed" else made
    if made.status == "offered" and case.customer:
        option: Any = made.options.first()
        recovery.accept(made, option, by=case.customer.actor, at=story.now - timedelta(hours=22))


def _handed_off(story: DemoStory, case: Case, at: datetime) -> None:
    handling.acknowledge(case, story, at=at + timedelta(minutes=15))
    to = story.things["departments"]["logistics"]
    asked_at = story.now - timedelta(minutes=35)
    cases.hand_off(case, to=to, reason="请查干线运输到哪里了，今天给顾客一个准信。", by=owner_of(case), at=asked_at)


def _urgent(story: DemoStory, case: Case, at: datetime) -> None:
    handling.acknowledge(case, story, at=at + timedelta(minutes=6))
    manager = story.things["staff"]["zhengkai"].actor
    cases.write_note(
        case, body="涉及人身安全，已请技术部当天上门，务必先请顾客停用。", by=manager, at=at + timedelta(minutes=9)
    )


def _needs_longer(story: DemoStory, case: Case, at: datetime) -> None:
    """A complex complaint: the owner asked for ten more working days, and the service manager agreed."""
    handling.acknowledge(case, story, at=at + timedelta(minutes=18))
    by = owner_of(case)
    if case.level == 1:
        cases.escalate(case, by=by, reason="涉及多家门店三个月的订单，需要逐笔核对。", at=at + timedelta(hours=1))
    journal.drain_all(at=at + timedelta(hours=1))
    clock = Clock.objects.filter(
        commitment__code="complex-complaint-15-days", subject_kind="case", subject_id=case.pk
    ).first()
    if clock is None or case.owner is None:
        return
    ask_extension(
        clock, by=case.owner, at=at + timedelta(hours=2), reason="财务要到月底结账才能核对三家店的流水。",
        told="三家门店的付款记录要到月底结账后才能逐笔核对",
    )  # fmt: skip
    journal.drain_all(at=at + timedelta(hours=2))
    asked = ApprovalRequest.objects.filter(kind="extension", state=ApprovalRequest.State.ASKED).first()
    if asked is not None:
        agree(asked, by=story.things["staff"]["linjing"], at=at + timedelta(hours=4))


def _decided(story: DemoStory, case: Case, at: datetime) -> None:
    handling.acknowledge(case, story, at=at + timedelta(minutes=30))
    cases.reply(case, body=reply_text(story.rng), by=owner_of(case), at=at + timedelta(hours=2))
    cases.decide(
        case, fault="ours", severity="serious", findings="核实为售后流转遗漏。", by=owner_of(case),
        at=at + timedelta(hours=5),
    )  # fmt: skip


def _kind(code: str) -> RemedyKind:
    found: RemedyKind = RemedyKind.objects.get(code=code)
    return found


FATES: dict[str, Callable[[DemoStory, Case, datetime], None]] = {
    "new": _new,
    "forgotten": _new,
    "acknowledged": _acknowledged,
    "answered_and_offered": _answered_and_offered,
    "waiting_for_approval": _waiting_for_approval,
    "accepted_unpaid": _accepted_unpaid,
    "handed_off": _handed_off,
    "urgent": _urgent,
    "needs_longer": _needs_longer,
}
