"""A file comes in through the browser: columns, preview, run, result, quarantine. Journey 2"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from makegood.intake.models import Feedback, Import
from makegood.intake.operations import run_import
from makegood.intake.reasons import reason_text
from makegood.kit.actor import SYSTEM
from makegood.office.tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
GOOD = HEAD + (
    "1,UU001,停水,2019/4/25 9:32:09,小区停水三天没有人解释原因请尽快处理,已安排维修,2019/4/27 10:00:00\n"
    "2,UU002,噪音,2019/4/26 23:00:00,楼下广场舞噪音扰民,,\n"
)
BROKEN = HEAD + "9,UU009,坏行,2019/13/45 99:00,时间写错了,,\n10,UU010,好行,2019/4/26 23:00:00,这一行没有问题,,\n"


def upload(client: Client, text: str, name: str = "messages.csv", encoding: str = "utf-8") -> Any:
    return client.post("/office/imports/", {"file": SimpleUploadedFile(name, text.encode(encoding))})


def mapped(source: Import) -> dict[str, str]:
    columns = {f"column_{field}": heading for field, heading in source.settings["columns"].items()}
    return {**columns, "time_zone": "Asia/Shanghai", "date_order": source.settings["date_order"]}


def run(client: Client, text: str) -> Import:
    upload(client, text)
    source = Import.objects.order_by("-pk")[0]
    client.post(f"/office/imports/{source.pk}/start", mapped(source))
    return run_import(source.pk, by=SYSTEM, clock=lambda: source.uploaded_at)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_columns_are_recognised_and_previewed_before_anything_comes_in(
    signed_in: SignedIn, suqing: Any, encoding: str
) -> None:
    client = signed_in(suqing)
    answer = upload(client, GOOD, encoding=encoding)
    source = Import.objects.get()
    assert answer["Location"] == f"/office/imports/{source.pk}"
    page = client.get(answer["Location"])
    assert page.context["form"].initial["column_text"] == "留言详情"
    assert page.context["form"].initial["column_reply_time"] == "答复时间"
    assert (page.context["preview"].checked, page.context["preview"].bad) == (2, 0)
    assert Feedback.objects.count() == 0


def test_another_choice_of_columns_shows_another_preview(signed_in: SignedIn, suqing: Any) -> None:
    client = signed_in(suqing)
    upload(client, GOOD)
    source = Import.objects.get()
    seen = client.post(f"/office/imports/{source.pk}/preview", {**mapped(source), "column_text": ""})
    assert "说明" in seen.content.decode() or seen.context["preview"].refused
    wrong = client.post(f"/office/imports/{source.pk}/preview", {**mapped(source), "time_zone": "Mars/Olympus"})
    assert "Mars/Olympus" in wrong.content.decode()


def test_the_run_is_queued_followed_and_told_in_words(signed_in: SignedIn, suqing: Any) -> None:
    client = signed_in(suqing)
    upload(client, GOOD)
    source = Import.objects.get()
    client.post(f"/office/imports/{source.pk}/start", mapped(source))
    assert ProcrastinateJob.objects.filter(task_name="intake.run_import", args__import_id=source.pk).count() == 1
    assert "hx-get" in client.get(f"/office/imports/{source.pk}/progress").content.decode()
    run_import(source.pk, by=SYSTEM, clock=lambda: source.uploaded_at)
    assert client.get(f"/office/imports/{source.pk}/progress")["HX-Refresh"] == "true"
    assert "已导入 2 条。" in client.get(f"/office/imports/{source.pk}").content.decode()


def test_the_same_file_a_second_time_adds_nothing_and_says_so(signed_in: SignedIn, suqing: Any) -> None:
    client = signed_in(suqing)
    run(client, GOOD)
    upload(client, GOOD)
    second = Import.objects.order_by("-pk")[0]
    assert "再次导入不会增加任何内容" in client.get(f"/office/imports/{second.pk}").content.decode()
    client.post(f"/office/imports/{second.pk}/start", mapped(second))
    run_import(second.pk, by=SYSTEM, clock=lambda: second.uploaded_at)
    assert Feedback.objects.count() == 2
    assert "没有新内容" in client.get(f"/office/imports/{second.pk}").content.decode()


def test_a_broken_row_waits_with_its_reason_and_comes_in_after_mending(signed_in: SignedIn, suqing: Any) -> None:
    client = signed_in(suqing)
    done = run(client, BROKEN)
    assert (done.accepted, done.quarantined) == (1, 1)
    page = client.get(f"/office/imports/{done.pk}/quarantine").content.decode()
    assert "2019/13/45 99:00" in page
    assert reason_text("impossible_time", {"value": "2019/13/45 99:00"}) in page
    file = client.get(f"/office/imports/{done.pk}/quarantine.csv").content.decode("utf-8-sig")
    mended = SimpleUploadedFile("mended.csv", file.replace("2019/13/45 99:00", "2019/4/13 9:00").encode())
    client.post(f"/office/imports/{done.pk}/mend", {"file": mended})
    second = Import.objects.get(mends=done)
    run_import(second.pk, by=SYSTEM, clock=lambda: second.uploaded_at)
    assert Feedback.objects.count() == 2
    assert client.get(f"/office/imports/{done.pk}/quarantine").context["rows"] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "空"), (b"%PDF-1.7 not a table", "CSV"), (b"PK\x03\x04broken", "XLSX")],
)
def test_what_is_no_table_is_refused_in_words(signed_in: SignedIn, suqing: Any, content: bytes, words: str) -> None:
    answer = signed_in(suqing).post("/office/imports/", {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Import.objects.count() == 0


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(signed_in: SignedIn, suqing: Any) -> None:
    client = signed_in(suqing)
    answer = client.generic(
        "POST", "/office/imports/", b"", "multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(10**9), "wsgi.input": BytesIO(b"--x\r\n")},
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, "/office/imports/")
    assert "文件超过 200 MB" in client.get("/office/imports/").content.decode()


def test_an_upload_needs_its_token_against_forgery(suqing: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(suqing, "allauth.account.auth_backends.AuthenticationBackend")
    assert upload(client, GOOD).status_code == 403


def test_an_import_of_another_branch_cannot_be_seen(
    signed_in: SignedIn, suqing: Any, zhengkai: Any, company: Any
) -> None:
    upload(signed_in(suqing), GOOD)
    assert signed_in(zhengkai).get(f"/office/imports/{Import.objects.get().pk}").status_code == 404


def test_an_upload_that_was_not_started_is_thrown_away(signed_in: SignedIn, suqing: Any) -> None:
    client = signed_in(suqing)
    upload(client, GOOD)
    client.post(f"/office/imports/{Import.objects.get().pk}/discard")
    assert Import.objects.count() == 0
