"""Files of feedback come in whole, once, as history; what cannot be read waits with its reason. Journey 2"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from makegood.conversations.models import Message
from makegood.customers.models import Customer
from makegood.intake.models import Arrival, Batch, Feedback, Import, ImportRow, ProposedLink, Repeat
from makegood.intake.operations import import_channel, import_file, queue_import, run_import, start_import
from makegood.intake.operations.start_import import ImportUnderWay
from makegood.intake.queries import daily_balance, left_behind
from makegood.intake.reasons import FileRefused, reason_text
from makegood.intake.rules.mapping import ColumnMap
from makegood.intake.tasks import rescue_imports, start
from makegood.journal.models import Entry, Outbox
from makegood.kit.actor import SYSTEM
from makegood.kit.periods import Period

pytestmark = pytest.mark.django_db
HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
GOOD = HEAD + (
    "1,UU001,停水,2019/4/25 9:32:09,小区停水三天没有人解释原因请尽快处理,已安排维修,2019/4/27 10:00:00\n"
    "2,UU002,噪音,2019/4/26 23:00:00,楼下广场舞噪音扰民电话13812345678,,\n"
    "3,UU001,停水,2019/4/28 8:00:00,小区停水三天没有人解释原因请尽快处理,,\n"
)
SHARED = Path(os.environ.get("MAKEGOOD_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "data" / "real"
CITIZEN = SHARED / "citizen_messages_with_replies.xlsx"


def write(tmp_path: Path, text: str, name: str = "messages.csv", encoding: str = "utf-8") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


def counts(done: Import) -> tuple[int, int, int, int, str]:
    return done.rows_total, done.accepted, done.duplicates, done.quarantined, done.state


def test_rows_become_feedback_of_the_past_with_their_replies(company: Any, tmp_path: Path, now: Any) -> None:
    done = import_file(write(tmp_path, GOOD), by=SYSTEM, at=now)
    assert counts(done) == (3, 3, 0, 0, "done")
    first, second, third = Feedback.objects.order_by("pk")
    assert first.occurred_at == datetime(2019, 4, 25, 1, 32, 9, tzinfo=UTC)
    assert (first.subject, first.received_at, first.mode) == ("停水", now, "backfill")
    assert "13812345678" not in second.text
    assert "13812345678" in second.original
    assert first.customer_id == third.customer_id != second.customer_id
    assert second.thread_id is None
    asked, answered = Message.objects.filter(thread=first.thread_id).order_by("occurred_at")
    assert (asked.kind, asked.body) == ("customer_message", first.original)
    assert (answered.kind, answered.body, answered.occurred_at.isoformat()) == (
        "reply", "已安排维修", "2019-04-27T02:00:00+00:00",
    )  # fmt: skip
    assert (done.replies, done.repeated_texts) == (1, 1)
    link = ProposedLink.objects.get()
    assert (link.earlier_id, link.later_id, link.kind) == (first.pk, third.pk, "repeated_text")


def test_a_batch_has_one_entry_in_backfill_and_the_end_is_told(
    company: Any, tmp_path: Path, now: Any, suqing: Any
) -> None:
    import_file(write(tmp_path, GOOD), by=suqing.actor, at=now, size=2)
    entries = list(Entry.objects.filter(name="intake.FeedbackImported").order_by("pk"))
    assert [(e.mode, e.data["number"], e.data["accepted"]) for e in entries] == [("backfill", 1, 2), ("backfill", 2, 1)]
    assert Entry.objects.get(name="intake.ImportFinished").mode == "live"
    assert suqing.notices.get().kind == "import.finished"
    assert Batch.objects.count() == 2


def test_the_same_file_again_adds_nothing_and_says_so(company: Any, tmp_path: Path, now: Any) -> None:
    file = write(tmp_path, GOOD)
    import_file(file, by=SYSTEM, at=now)
    before = (Feedback.objects.count(), Customer.objects.count(), Message.objects.count(), ProposedLink.objects.count())
    again = import_file(file, by=SYSTEM, at=now)
    assert counts(again) == (3, 0, 3, 0, "done")
    assert again.adds_nothing
    assert before == (
        Feedback.objects.count(), Customer.objects.count(), Message.objects.count(), ProposedLink.objects.count()
    )  # fmt: skip
    assert Repeat.objects.count() == 3
    (day,) = daily_balance(Period(now, now + timedelta(hours=1)))
    assert (day.received, day.accepted, day.duplicates, day.holds) == (6, 3, 3, True)


def test_rows_without_a_number_are_told_apart_by_what_they_say_and_how_often(
    company: Any, tmp_path: Path, now: Any
) -> None:
    text = "内容,时间\n空调坏了没有人来修,2019/1/1\n空调坏了没有人来修,2019/1/1\n空调坏了没有人来修,2019/1/2\n"
    file = write(tmp_path, text)
    assert counts(import_file(file, by=SYSTEM, at=now, size=2)) == (3, 3, 0, 0, "done")
    assert counts(import_file(file, by=SYSTEM, at=now, size=1)) == (3, 0, 3, 0, "done")
    more = write(tmp_path, text + "空调坏了没有人来修,2019/1/1\n")
    assert counts(import_file(more, by=SYSTEM, at=now)) == (4, 1, 3, 0, "done")


def test_a_number_used_twice_is_a_repeat_or_waits(company: Any, tmp_path: Path, now: Any) -> None:
    rows = "1,U1,a,2019/4/25,同一句话,,\n1,U1,a,2019/4/25,同一句话,,\n1,U1,a,2019/4/25,另外一句话,,\n"
    file = write(tmp_path, HEAD + rows)
    assert counts(import_file(file, by=SYSTEM, at=now)) == (3, 1, 1, 1, "done")
    assert ImportRow.objects.get().reason == "key_reused"
    assert counts(import_file(file, by=SYSTEM, at=now)) == (3, 0, 3, 0, "done")


def test_a_run_that_is_cut_off_goes_on_where_it_stopped(
    company: Any, tmp_path: Path, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"{n},UU{n:03},主题,2019/4/25 9:00:00,第{n}条留言的内容写在这里,,\n" for n in range(1, 11))
    source = start_import(
        channel=import_channel(by=SYSTEM, at=now), name="x.csv", data=(HEAD + lines).encode(), by=SYSTEM, at=now
    )
    queue_import(source, ColumnMap.from_settings(source.settings), by=SYSTEM, at=now)
    times = iter(range(100))

    def cut(*args: Any, **kwargs: Any) -> Any:
        if next(times) == 2:
            raise ConnectionError("the cable was pulled")
        return Counter()

    monkeypatch.setattr(import_module("makegood.intake.operations.run_import"), "propose_links", cut)
    with pytest.raises(ConnectionError):
        run_import(source.pk, by=SYSTEM, clock=lambda: now, size=3)
    source.refresh_from_db()
    assert (source.state, source.rows_done, source.accepted, Feedback.objects.count()) == ("failed", 6, 6, 6)
    done = run_import(source.pk, by=SYSTEM, clock=lambda: now, size=3)
    assert counts(done) == (10, 10, 0, 0, "done")
    assert Feedback.objects.count() == Arrival.objects.count() == 10
    assert run_import(source.pk, by=SYSTEM, clock=lambda: now).accepted == 10
    with pytest.raises(ImportUnderWay):
        queue_import(source, ColumnMap.from_settings(source.settings), by=SYSTEM, at=now)


def test_a_run_whose_process_died_is_found_and_goes_on(company: Any, now: Any) -> None:
    source = start_import(
        channel=import_channel(by=SYSTEM, at=now), name="x.csv", data=GOOD.encode(), by=SYSTEM, at=now
    )
    Import.objects.filter(pk=source.pk).update(state="running", started_at=now)
    assert left_behind(at=now + timedelta(minutes=9)) == []
    assert left_behind(at=now + timedelta(minutes=11)) == [source]
    rescue_imports(0)
    assert ProcrastinateJob.objects.get(task_name="intake.run_import").args["import_id"] == source.pk
    assert counts(run_import(source.pk, by=SYSTEM, clock=lambda: now)) == (3, 3, 0, 0, "done")
    assert left_behind(at=now + timedelta(minutes=11)) == []


def test_an_import_waits_in_one_job_only(company: Any, now: Any) -> None:
    source = start_import(
        channel=import_channel(by=SYSTEM, at=now), name="x.csv", data=GOOD.encode(), by=SYSTEM, at=now
    )
    start(source, ColumnMap.from_settings(source.settings), by=SYSTEM, at=now)
    Import.objects.filter(pk=source.pk).update(state="failed")
    start(source, ColumnMap.from_settings(source.settings), by=SYSTEM, at=now)
    assert ProcrastinateJob.objects.filter(task_name="intake.run_import").count() == 1


def test_broken_rows_wait_with_their_reason_and_the_good_ones_come_in(company: Any, tmp_path: Path, now: Any) -> None:
    bad = "4,UU4,x,2019/2/30,日期不存在的一条,,\n,UU5,x,2019/2/3,没有编号的一条,,\n6,UU6,x,2019/2/3,,,\n"
    done = import_file(write(tmp_path, GOOD + bad), by=SYSTEM, at=now)
    assert counts(done) == (6, 3, 0, 3, "done")
    waiting = list(done.quarantine.all())
    assert [(row.number, row.reason) for row in waiting] == [(5, "impossible_time"), (6, "no_id"), (7, "no_text")]
    assert "2019/2/30" in reason_text(waiting[0].reason, waiting[0].detail)
    assert counts(import_file(write(tmp_path, GOOD + bad), by=SYSTEM, at=now)) == (6, 0, 6, 0, "done")
    (day,) = daily_balance(Period(now, now + timedelta(hours=1)))
    assert (day.received, day.accepted, day.duplicates, day.quarantined, day.holds) == (12, 3, 6, 3, True)


def test_a_row_goes_to_the_branch_and_channel_it_names(company: Any, tmp_path: Path, now: Any) -> None:
    text = "编号,内容,门店\n1,静安店的空调坏了没有人修,静安店\n2,杭州那家店的态度不好,杭州\n"
    text += "3,不知道是哪家店的事情,月球店\n"
    done = import_file(write(tmp_path, text), by=SYSTEM, at=now)
    assert [f.branch_id for f in Feedback.objects.order_by("pk")] == [company.branch_a.pk, company.branch_b.pk]
    assert done.quarantine.get().reason == "unknown_branch"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_rows_come_in_from_every_encoding(company: Any, tmp_path: Path, now: Any, encoding: str) -> None:
    assert counts(import_file(write(tmp_path, GOOD, encoding=encoding), by=SYSTEM, at=now))[1] == 3
    assert Feedback.objects.order_by("pk")[0].text == "小区停水三天没有人解释原因请尽快处理"


def test_a_file_that_cannot_be_used_leaves_no_trace(company: Any, tmp_path: Path, now: Any) -> None:
    for text, code in [("", "empty_file"), ("a,b\n1,2\n", "map_no_text")]:
        with pytest.raises(FileRefused) as refused:
            import_file(write(tmp_path, text), by=SYSTEM, at=now)
        assert refused.value.code == code
        assert "%(" not in str(refused.value)
    assert not Arrival.objects.exists()


@pytest.mark.skipif(not CITIZEN.exists(), reason="the shared real data is not here (MAKEGOOD_SHARED)")
def test_the_public_messages_come_in_whole_and_once(company: Any, now: Any) -> None:
    done = import_file(CITIZEN, by=SYSTEM, at=now)
    assert counts(done) == (2816, 2816, 0, 0, "done")
    assert (done.replies, done.repeated_texts, done.similar_texts) == (2816, 25, 14)
    assert ProposedLink.objects.filter(kind="repeated_text").count() == 25
    assert Feedback.objects.filter(mode="backfill").count() == 2816
    assert Message.objects.filter(kind="reply").count() == 2816
    assert not Outbox.objects.filter(entry__mode="live", entry__name="intake.FeedbackImported").exists()
    assert counts(import_file(CITIZEN, by=SYSTEM, at=now)) == (2816, 0, 2816, 0, "done")
    assert Feedback.objects.count() == 2816
