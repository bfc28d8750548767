"""Stages from a file: the columns recognised, wrong rows set aside, mended, nothing doubled. B10"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from makegood import journal
from makegood.commitments.models import HeardSignal
from makegood.encounters.models import HeldLine, Stage, StageBatch, StateChange
from makegood.journal.models import Entry

pytestmark = pytest.mark.django_db
HEADS = "订单号,门店,环节,开始时间,结束时间\n"


def table(*rows: str) -> bytes:
    return (HEADS + "".join(f"{row}\n" for row in rows)).encode("gb18030")


@pytest.fixture
def office(company: Any, linjing: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(linjing, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(office: Client, data: bytes, **more: Any) -> StageBatch:
    answer = office.post("/office/stages/", {"file": SimpleUploadedFile("上菜.csv", data), **more})
    assert answer.status_code == 302, answer.content.decode()
    return StageBatch.objects.latest("pk")


def start(office: Client, batch: StageBatch) -> StageBatch:
    page = office.get(f"/office/stages/{batch.pk}")
    columns = {f"c_{name}": heading for name, heading in batch.settings["columns"].items()}
    assert all(heading in page.content.decode() for heading in columns.values())
    told = {"time_zone": "Asia/Shanghai", "kind": "visit", **columns}
    answer = office.post(f"/office/stages/{batch.pk}/start", told)
    assert answer.status_code == 302, answer.content.decode()
    batch.refresh_from_db()
    return batch


GOOD = "V1,静安店,上菜,2026-03-02 18:00,2026-03-02 18:25"
WRONG = ("V2,静安店,甜品,2026-03-02 18:00,2026-03-02 18:25", "V3,火星店,上菜,2026-03-02 18:00,", "V4,静安店,上菜,昨天,")


def test_a_chinese_file_is_recognised_and_its_wrong_rows_are_mended_without_doubling(office: Client) -> None:  # B10
    batch = start(office, upload(office, table(GOOD, *WRONG)))
    assert (batch.taken, batch.held, batch.is_history) == (1, 3, True)
    stage = Stage.objects.get()
    assert stage.took == timedelta(minutes=25)
    assert stage.started_at is not None
    assert stage.started_at.isoformat() == "2026-03-02T10:00:00+00:00"
    page = office.get(f"/office/stages/{batch.pk}").content.decode()
    assert "甜品" in page
    assert "火星店" in page
    rows = list(csv.reader(io.StringIO(office.get(f"/office/stages/{batch.pk}/held.csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Makegood row", f"{batch.pk}-3", f"{batch.pk}-4", f"{batch.pk}-5"]
    rows[2][3], rows[3][5] = "静安店", "2026-03-02 18:00"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    mended = SimpleUploadedFile("mended.csv", out.getvalue().encode())
    office.post(f"/office/stages/{batch.pk}/mend", {"file": mended})
    assert Stage.objects.count() == 3
    assert list(HeldLine.objects.filter(batch=batch).values_list("number", "state")) == [
        (3, "open"), (4, "taken"), (5, "taken"),
    ]  # fmt: skip
    office.post("/office/stages/names", {"code": "dessert", "label": "甜品"})
    again = start(office, upload(office, table(GOOD)))
    assert (again.taken, again.repeated) == (0, 1)


def test_a_replay_after_naming_the_stage_takes_what_waited(office: Client) -> None:
    batch = start(office, upload(office, table(GOOD.replace("上菜", "dessert"))))
    assert batch.held == 1
    office.post("/office/stages/names", {"code": "dessert"})
    office.post(f"/office/stages/{batch.pk}/again")
    batch.refresh_from_db()
    assert (batch.taken, batch.held, Stage.objects.get().name) == (1, 0, "dessert")


def test_history_is_measured_in_silence_and_live_files_are_not_history(office: Client) -> None:
    start(office, upload(office, table(GOOD)))
    journal.drain_all(at=timezone.now())
    assert set(HeardSignal.objects.values_list("name", "is_history")) >= {("stage.dishes.ended", True)}
    batch = start(office, upload(office, table(GOOD.replace("V1", "V7")), is_live="on"))
    assert batch.is_history is False
    assert Entry.objects.filter(name="encounters.StageEnded", mode="live").count() == 1


def test_a_file_without_what_is_needed_says_which_column(office: Client) -> None:
    batch = upload(office, b"a,b\n1,2\n")
    told = {"time_zone": "Asia/Shanghai", "kind": "visit"}
    answer = office.post(f"/office/stages/{batch.pk}/start", told)
    assert answer.status_code == 422
    assert "number of the order" in answer.content.decode()
    no_table = office.post("/office/stages/", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 nothing")})
    assert no_table.status_code == 422


def test_a_branch_manager_brings_in_their_own_branch_only(company: Any, zhengkai: Any, chenmo: Any) -> None:
    client = Client()
    client.force_login(zhengkai, "allauth.account.auth_backends.AuthenticationBackend")
    batch = start(client, upload(client, table(GOOD, GOOD.replace("V1", "V9").replace("静安店", "西湖店"))))
    assert (batch.taken, HeldLine.objects.get().reason) == (1, "unknown_branch")
    other = Client()
    other.force_login(chenmo, "allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(f"/office/stages/{batch.pk}").status_code in (403, 404)


def test_the_command_takes_a_file_in_and_writes_what_it_set_aside(company: Any, tmp_path: Path) -> None:
    file, rejects, out = tmp_path / "stages.csv", tmp_path / "rejects.csv", io.StringIO()
    file.write_bytes(table(GOOD, *WRONG))
    call_command("import_stages", str(file), f"--rejects={rejects}", stdout=out)
    assert (Stage.objects.count(), rejects.read_text(encoding="utf-8-sig").count("\n")) == (1, 4)
    mapping = tmp_path / "map.yaml"
    mapping.write_text("columns: {reference: 订单号, branch: 门店, started_at: 开始时间}\nstage: queue\nkind: visit\n")
    call_command("import_stages", str(file), f"--map={mapping}", stdout=out)
    assert Stage.objects.filter(name="queue").count() == 2
    with pytest.raises(CommandError):
        call_command("import_stages", str(file), "--source=none", stdout=out)


def test_a_log_of_states_is_mapped_on_the_page(office: Client, company: Any) -> None:
    log = "number,state,since\nI1,Awaiting User,01/03/2016 10:00\nI1,Closed,01/03/2016 12:00\nI1,?,01/03/2016 13:00\n"
    batch = upload(office, log.encode())
    told = {
        "c_reference": "number", "c_state": "state", "c_state_at": "since", "kind": "service", "date_order": "dmy",
        "time_zone": "Asia/Shanghai", "branch": company.branch_a.code, "empty": "?",
    }  # fmt: skip
    for wrong in ("Awaiting User waiting", "Awaiting User = 等待"):
        answer = office.post(f"/office/stages/{batch.pk}/start", {**told, "states": wrong})
        assert answer.status_code == 422
    office.post(f"/office/stages/{batch.pk}/start", {**told, "states": "Awaiting User = waiting\n"})
    assert list(StateChange.objects.order_by("at").values_list("name", flat=True)) == ["waiting", "closed"]
    batch.refresh_from_db()
    assert (batch.taken, batch.repeated, batch.held) == (2, 1, 0)
