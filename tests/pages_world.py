"""A small company in the middle of its work, which can grow: what every page is walked over with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from makegood import journal
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
from makegood.encounters.operations import take_json
from makegood.intake.models import Channel
from makegood.intake.operations import import_file, open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.notices.operations import subscribe
from makegood.people.operations import issue_token, note_absence
from makegood.recovery import operations as recovery
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Offer, RemedyKind
from makegood.recovery.operations import Wanted

COMPLAINT = "我要投诉！第 {n} 次说了，退款十天还没到账，客服态度极差，再不处理就打12315！"
FILE = "主题,时间,内容\n停水,2019/4/25 9:32:09,小区停水三天没有人解释原因\n坏,2019/13/45 99:00,时间写错了\n"


@dataclass
class World:
    company: Any
    staff: dict[str, Any]
    now: datetime
    channel: Channel
    told: int = 0
    cases: list[Case] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)

    def grow(self, customers: int) -> None:
        """That many more complaints, each at another point of its way, and as much praise."""
        at = self.now - timedelta(hours=5)
        for _ in range(customers):
            self.told += 1
            self._praise(at)
            self.cases.append(self._complaint(at))
        journal.drain_all(at=at)
        while sweep(at=self.now):
            journal.drain_all(at=self.now)
        journal.drain_all(at=self.now)

    def _praise(self, at: datetime) -> None:
        text = f"第 {self.told} 位店员特别耐心，必须表扬！"
        receive_feedback(channel=self.channel, key=f"p{self.told}", text=text, by=SYSTEM, at=at)

    def _complaint(self, at: datetime) -> Case:
        got = receive_feedback(
            channel=self.channel, key=f"c{self.told}", text=COMPLAINT.format(n=self.told), customer_name="王芳",
            contacts=[("email", f"c{self.told}@example.org")], by=SYSTEM, at=at,
        )  # fmt: skip
        journal.drain_all(at=at)
        case = Case.objects.get(feedback=got.feedback)
        by = self.staff["zhouhang"].actor
        cases.acknowledge(case, body="我们已经收到。", by=by, at=at)
        case.refresh_from_db()
        [self._hand_off, self._ask_approval, self._accepted, self._offered][self.told % 4](case, at)
        return case

    def _hand_off(self, case: Case, at: datetime) -> None:
        by = self.staff["zhouhang"].actor
        cases.hand_off(case, to=self.company.logistics, reason="请查运单。", by=by, at=at)

    def _offer(self, case: Case, amount: int, at: datetime) -> Offer:
        by = self.staff["zhouhang"].actor
        cases.decide(case, fault="ours", severity="moderate", findings="退款漏办。", by=by, at=at)
        refund = RemedyKind.objects.get(code="refund_partial")
        case.refresh_from_db()
        made = recovery.propose(case, [Wanted(refund, amount)], by=by, at=at)
        self.offers.append(made)
        return made

    def _ask_approval(self, case: Case, at: datetime) -> None:
        self._offer(case, 60_000, at)

    def _offered(self, case: Case, at: datetime) -> None:
        recovery.send_offer(self._offer(case, 1_000, at), by=self.staff["zhouhang"].actor, at=at)

    def _accepted(self, case: Case, at: datetime) -> None:
        made = recovery.send_offer(self._offer(case, 1_000, at), by=self.staff["zhouhang"].actor, at=at)
        assert case.customer is not None
        recovery.accept(made, made.options.get(), by=case.customer.actor, at=at)


def settle_in(company: Any, staff: dict[str, Any], now: datetime) -> World:
    """Calendar, promise, policy, budgets, channel, token, webhook and one import with a broken row."""
    at = now - timedelta(days=20)
    author, reviewer = staff["linjing"].actor, staff["suqing"].actor
    define_calendar(code="office", name="办公室", week=["09:00-18:00"] * 5 + ["", ""], by=author, at=at)
    promise = Draft(
        "answer", "答复投诉", "投诉 2 小时内答复。", "office", "elapsed_seconds", 7200, ["case.opened"],
        ["case.answered"], statement_en="Answered in two hours.", is_guarantee=True, remedy_code="coupon",
    )  # fmt: skip
    version = draft_commitment(promise, by=author, at=at)
    review(version, by=reviewer, at=at)
    publish(version, by=author, at=at)
    install_defaults(at=at)
    open_budgets([company.branch_a], [date(now.year, now.month, 1)], at=at, yuan_a_month=500_000, points=900_000)
    channel = open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=at)
    issue_token(name="shop", scopes=["feedback:write"], branch=None, by=SYSTEM, at=at)
    subscribe(name="数据中台", url="https://93.184.216.34/hook", events=["cases.*"], by=SYSTEM, at=at)
    note_absence(staff["chenmo"], first=now.date(), last=now.date(), by=author, at=at)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "messages.csv"
        file.write_text(FILE)
        import_file(file, by=author, at=at)
    line = b'{"kind": "order", "reference": "D1", "stage": "delivery", "ended_at": "2026-01-01T00:00:00Z"}'
    take_json([line, b"{"], by=author, at=at)
    return World(company, staff, now, channel)
