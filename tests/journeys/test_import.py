"""Journey 2: Su Qing brings in what was said elsewhere, through the page. F1, B5"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from makegood.cases.models import Case
from makegood.conversations.models import Message
from makegood.intake.models import Arrival, Feedback, Import, ImportRow, ProposedLink
from makegood.journal.models import Entry
from makegood.ledger.models import Transfer
from makegood.notices.models import Notice
from makegood.triage.models import TriageItem
from tests.browser import Visit
from tests.journeys.conftest import CITIZEN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
GOOD = HEAD + (
    "1,U1,停水,2024/4/25 9:32:09,小区停水三天没有人解释原因请尽快处理,已安排维修,2024/4/27 10:00:00\n"
    "2,U2,噪音,2024/4/26 23:00:00,楼下广场舞噪音扰民电话13812345678,,\n"
    "3,U1,停水,2024/4/28 8:00:00,小区停水三天没有人解释原因请尽快处理,,\n"
    "4,U3,表扬,2024-05-02 12:00,店员特别耐心😊必须表扬,谢谢您,2024-05-02 15:00\n"
)
BROKEN = HEAD + (
    "11,U1,好,2024/4/25,这一条没有任何问题,,\n"
    "12,U2,坏,2024/2/30,=cmd|' /C calc'!A0 日期不存在,,\n"
    "13,U3,坏,2024/2/3,,,\n"
    "14,U4,坏,明天下午,看不出是什么时间,,\n"
    "15,U5,坏,2024/3/1,答复比留言还早,已办,2024/2/1\n"
)


def choose(here: Visit, file: Path) -> Import:
    """Drop the file on the page; the page sends it by itself."""
    here.open("/office/imports/")
    here.page.set_input_files("form[data-upload] input[type=file]", file)
    here.page.wait_for_url(re.compile(r"/office/imports/\d+$"))
    return Import.objects.get(pk=int(here.page.url.rpartition("/")[2]))


def run(here: Visit, work: Any) -> None:
    """Press import, see the wait, let the worker work, see the page come round by itself."""
    here.page.click("#preview button.primary")
    here.page.locator("#progress progress").wait_for()
    work()
    here.page.locator(".tiles.result").wait_for()


def tiles(here: Visit) -> list[int]:
    """Rows, taken in, duplicates, quarantined, repeated texts, as the page says."""
    shown = here.page.locator(".tiles.result .stat-value").all_inner_texts()
    return [int(number.replace(",", "")) for number in shown]


def test_a_csv_in_gb18030_is_recognised_previewed_and_taken_in_as_history(
    enter: Any, suqing: Any, work: Any, tmp_path: Path
) -> None:
    file = tmp_path / "客户留言.csv"
    file.write_bytes(GOOD.encode("gb18030"))
    here = enter(suqing)
    source = choose(here, file)
    chosen = {
        name: here.page.locator(f"#id_column_{name}").input_value()
        for name in ("text", "subject", "time", "customer", "reply", "reply_time", "external_id")
    }
    assert chosen == {
        "text": "留言详情", "subject": "留言主题", "time": "留言时间", "customer": "留言用户",
        "reply": "答复意见", "reply_time": "答复时间", "external_id": "留言编号",
    }  # fmt: skip
    assert here.page.locator("#id_time_zone").input_value() == "Asia/Shanghai"
    preview = here.page.locator("#preview")
    assert "检查的 4 行都可以导入" in preview.inner_text()
    assert "2024-04-25 09:32" in preview.inner_text()
    assert Feedback.objects.count() == 0
    here.check_accessible()
    run(here, work)
    assert "已导入 4 条" in here.page.locator(".notice.success").inner_text()
    assert tiles(here) == [4, 4, 0, 0, 1]
    first, second, third, praise = Feedback.objects.order_by("occurred_at")
    assert first.occurred_at.isoformat() == "2024-04-25T01:32:09+00:00"
    assert praise.text == "店员特别耐心😊必须表扬"
    assert "13812345678" not in second.text
    assert {row.mode for row in (first, second, third, praise)} == {"backfill"}
    assert Message.objects.filter(kind="reply").count() == 2
    assert ProposedLink.objects.get().later_id == third.pk
    assert TriageItem.objects.count() == 4
    here.check_accessible()
    # History reaches nobody: no mail, no case, no money; only the person who asked hears that it is done.
    assert (Case.objects.count(), Transfer.objects.count(), len(mail.outbox)) == (0, 0, 0)
    assert [notice.kind for notice in Notice.objects.all()] == ["import.finished"]

    again = choose(here, file)
    assert again.pk != source.pk
    assert "再次导入不会增加任何内容" in here.page.locator(".notice.warning").inner_text()
    run(here, work)
    assert "没有新内容：每一行都已导入过。" in here.page.locator(".notice.success").inner_text()
    assert tiles(here)[:4] == [4, 0, 4, 0]
    assert Feedback.objects.count() == 4
    here.check_quiet()


def test_broken_rows_wait_with_their_reasons_and_come_back_mended(
    enter: Any, suqing: Any, work: Any, tmp_path: Path
) -> None:
    file = tmp_path / "有问题.csv"
    file.write_text(BROKEN, encoding="utf-8-sig")
    here = enter(suqing)
    source = choose(here, file)
    assert "1 行可以导入，4 行将被隔离" in here.page.locator("#preview").inner_text()
    run(here, work)
    assert "已导入 1 条，另有 4 行待修正。" in here.page.locator(".notice.success").inner_text()
    assert tiles(here)[:4] == [5, 1, 0, 4]

    here.open(f"/office/imports/{source.pk}/quarantine")
    assert here.page.locator(".error-words").all_inner_texts() == [
        "“2024/2/30”不是存在的日期或时间。", "没有内容。", "“明天下午”看不出是什么时间。", "答复时间早于留言时间。",
    ]  # fmt: skip
    here.check_accessible()
    in_english = enter(suqing, locale="en-GB")
    in_english.open(f"/office/imports/{source.pk}/quarantine")
    assert in_english.page.locator(".error-words").all_inner_texts() == [
        "“2024/2/30” does not exist as a date or time.", "There is no text.",
        "“明天下午” is not understood as a time.", "The reply is older than the message.",
    ]  # fmt: skip

    with here.page.expect_download() as download:
        here.page.locator("a[href$='quarantine.csv']").first.click()
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "有问题" in download.value.suggested_filename
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(lines) == 5
    assert lines[1][6].startswith("'=cmd")  # a spreadsheet runs nothing
    head = lines[0]
    time, text, replied = head.index("留言时间"), head.index("留言详情"), head.index("答复时间")
    lines[1][time], lines[2][text], lines[3][time], lines[4][replied] = (
        "2024/2/29", "补上了正文", "2024/2/5 14:00", "2024/3/2",
    )  # fmt: skip
    mended = tmp_path / "修好了.csv"
    with mended.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(lines)
    here.page.set_input_files("#file", mended)
    here.page.locator("form[action$='/mend'] button").click()
    here.page.wait_for_url(f"**/office/imports/{source.pk + 1}")
    work()
    here.page.locator(".tiles.result").wait_for()
    assert tiles(here)[:4] == [4, 4, 0, 0]
    here.open(f"/office/imports/{source.pk}/quarantine")
    assert here.page.locator(".error-words").count() == 0
    assert set(ImportRow.objects.values_list("state", flat=True)) == {"mended"}
    assert Feedback.objects.count() == 5
    assert Feedback.objects.get(text__contains="日期不存在").original.startswith("=cmd")
    outcomes = sorted(Arrival.objects.values_list("outcome", flat=True))
    assert outcomes == ["accepted"] * 5
    here.check_quiet()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.csv", b"", "空"),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(40), "表格"),
        ("坏了.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        ("网页.xlsx", b"<!DOCTYPE html><html><body>x</body></html>", "网页"),
    ],
    ids=["empty", "a picture", "damaged", "a web page"],
)
def test_what_is_no_table_gets_a_clear_answer_and_changes_nothing(
    enter: Any, suqing: Any, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    here = enter(suqing)
    here.open("/office/imports/")
    here.page.set_input_files("form[data-upload] input[type=file]", file)
    told = here.page.locator(".drop .form-errors:visible")
    told.wait_for()
    assert words in told.inner_text()
    assert (Import.objects.count(), Arrival.objects.count()) == (0, 0)


@pytest.mark.skipif(not CITIZEN.exists(), reason="the real messages are not on this machine")
def test_2816_real_messages_come_in_whole_and_a_second_time_add_nothing(enter: Any, suqing: Any, work: Any) -> None:
    here = enter(suqing)
    choose(here, CITIZEN)
    assert "2,816" in here.page.locator("#preview button.primary").inner_text().replace("2816", "2,816")
    run(here, work)
    assert tiles(here) == [2816, 2816, 0, 0, 25]
    assert (Feedback.objects.count(), TriageItem.objects.count()) == (2816, 2816)
    assert Message.objects.filter(kind="reply").count() == 2816
    assert ProposedLink.objects.filter(kind="repeated_text").count() == 25
    assert (Case.objects.count(), Transfer.objects.count(), len(mail.outbox)) == (0, 0, 0)
    entries = set(Entry.objects.filter(name="intake.FeedbackImported").values_list("mode", flat=True))
    assert entries == {"backfill"}
    choose(here, CITIZEN)
    run(here, work)
    assert "没有新内容：每一行都已导入过。" in here.page.locator(".notice.success").inner_text()
    assert tiles(here)[:4] == [2816, 0, 2816, 0]
    assert Feedback.objects.count() == 2816
    here.check_quiet()
