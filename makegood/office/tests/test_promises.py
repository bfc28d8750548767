"""Promises are drafted, reviewed, published and measured in the office; calendars show their year. Journey 4, D1, D5"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.commitments.models import BusinessCalendar, CalendarVersion, CommitmentVersion
from makegood.commitments.operations import Signal, hear_batch, sweep
from makegood.commitments.tasks import measure_promise
from makegood.commitments.tests.factories import office_hours, promised
from makegood.journal import Mode, in_mode
from makegood.office.tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
FORM = {
    "name": "公开留言答复", "code": "answer-15", "statement_zh_hans": "公开留言 15 个工作日内答复", "budget": "15",
    "unit": "working_days", "calendar": "office", "starts_on": ["feedback.received"], "stops_on": ["feedback.answered"],
    "target": "95", "is_public": "on",
}  # fmt: skip
WEEK = {f"day_{day}": "09:00-18:00" for day in range(5)} | {"day_5": "", "day_6": ""}
CALENDAR = {"name": "办公时间", "code": "office", "time_zone": "Asia/Shanghai", "holidays": "cn", **WEEK}


def test_a_promise_goes_from_draft_to_published(
    signed_in: SignedIn, linjing: Any, suqing: Any, company: Any, now: Any
) -> None:
    office_hours(now)
    manager = signed_in(linjing)
    manager.post("/office/commitments/new", FORM)
    version = CommitmentVersion.objects.get()
    assert (version.state, version.budget_kind, version.budget) == ("draft", "working_days", 15)
    assert version.statement_zh_hant == "公開留言 15 個工作日內答覆"
    manager.post(f"/office/commitments/versions/{version.pk}/review")
    signed_in(suqing).post(f"/office/commitments/versions/{version.pk}/publish", {"effective_on": "2018-01-01"})
    version.refresh_from_db()
    assert version.state == "published"
    assert version.effective_from.isoformat() == "2017-12-31T16:00:00+00:00"
    assert list(version.moves.values_list("new", "by_id")) == [
        ("draft", linjing.pk), ("reviewed", linjing.pk), ("published", suqing.pk),
    ]  # fmt: skip


def test_what_is_wrong_with_a_draft_stands_beside_its_field(signed_in: SignedIn, linjing: Any, now: Any) -> None:
    office_hours(now)
    posted = {**FORM, "stops_on": ["feedback.received"]}
    answer = signed_in(linjing).post("/office/commitments/new", posted)
    assert answer.status_code == 422
    assert "stops_on_error" in answer.content.decode()
    assert CommitmentVersion.objects.count() == 0


def test_the_administrator_drafts_and_does_not_publish(signed_in: SignedIn, gaoning: Any, now: Any) -> None:
    version = promised(at=now)
    assert signed_in(gaoning).post(f"/office/commitments/versions/{version.pk}/publish").status_code == 403


@pytest.fixture
def measured(now: Any) -> CommitmentVersion:
    """History heard before the promise: 20 cases, 15 answered in time."""
    begun = now - timedelta(days=30)
    with in_mode(Mode.BACKFILL):
        opened = [Signal("case.opened", ("case", n), at=begun) for n in range(20)]
        answered = [Signal("case.answered", ("case", n), at=begun + timedelta(minutes=30)) for n in range(15)]
        hear_batch(opened + answered, at=now)
    return promised(at=now, since=now - timedelta(days=365))


def test_a_published_promise_is_measured_on_history_and_shows_the_right_numbers(
    signed_in: SignedIn, linjing: Any, measured: CommitmentVersion, now: Any
) -> None:
    client = signed_in(linjing)
    client.post(f"/office/commitments/versions/{measured.pk}/measure")
    assert "hx-get" in client.get(f"/office/commitments/versions/{measured.pk}/progress").content.decode()
    measure_promise(measured.pk)
    while sweep(at=now):
        pass
    page = client.get(f"/office/commitments/{measured.commitment_id}").content.decode()
    assert "75.0%" in page
    assert "15 次兑现" in page
    assert "5 次违诺" in page
    rows = client.get("/office/verdicts/?promise=answer&outcome=broken")
    assert len(rows.context["rows"]) == 5


def test_a_measurement_runs_once_at_a_time(signed_in: SignedIn, linjing: Any, measured: CommitmentVersion) -> None:
    client = signed_in(linjing)
    client.post(f"/office/commitments/versions/{measured.pk}/measure")
    again = client.post(f"/office/commitments/versions/{measured.pk}/measure", follow=True)
    assert "正在衡量中" in again.content.decode()


def test_breaches_of_another_branch_are_not_shown(signed_in: SignedIn, zhengkai: Any, company: Any, now: Any) -> None:
    promised(at=now - timedelta(days=30))
    begun = now - timedelta(days=10)
    facts = [{"branch_id": company.branch_a.pk}, {"branch_id": company.branch_b.pk}]
    hear_batch([Signal("case.opened", ("case", n), facts[n], begun) for n in range(2)], at=now)
    while sweep(at=now):
        pass
    shown = signed_in(zhengkai).get("/office/verdicts/?outcome=broken").context["rows"]
    assert [row.clock.subject_id for row, _words, _href in shown] == [0]


def test_the_rows_are_exported_without_formulas(
    signed_in: SignedIn, linjing: Any, measured: CommitmentVersion, now: Any
) -> None:
    measured.commitment.name = "=HYPERLINK(1)"
    measured.commitment.save()
    measure_promise(measured.pk)
    body = b"".join(signed_in(linjing).get("/office/verdicts/export.csv").streaming_content).decode()
    assert body.startswith("\ufeff")
    assert "\n'=HYPERLINK(1)," in body


def test_a_calendar_is_defined_and_shows_the_year_with_its_make_up_days(signed_in: SignedIn, linjing: Any) -> None:
    client = signed_in(linjing)
    preview = client.post("/office/calendars/preview", {**CALENDAR, "year": "2026"})
    assert (preview.context["working"], preview.context["holidays"], preview.context["make_up"]) == (248, 33, 6)
    client.post("/office/calendars/new", CALENDAR)
    made = CalendarVersion.objects.get()
    assert (made.calendar.code, made.number, made.week[0], made.week[6]) == ("office", 1, "09:00-18:00", "")


def test_an_edited_calendar_is_a_new_version(signed_in: SignedIn, linjing: Any) -> None:
    client = signed_in(linjing)
    client.post("/office/calendars/new", CALENDAR)
    pk = BusinessCalendar.objects.get().pk
    client.post(f"/office/calendars/{pk}", {**CALENDAR, "corrections": "2026-12-31\n2026-11-21 10:00-16:00"})
    newest = CalendarVersion.objects.order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.corrections) == (2, {"2026-12-31": "", "2026-11-21": "10:00-16:00"})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day_0": "9 to 5"}, "9 to 5"),
        ({"corrections": "someday"}, "someday"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({f"day_{day}": "" for day in range(5)}, "没有"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused_in_words(
    signed_in: SignedIn, linjing: Any, changed: dict[str, str], words: str
) -> None:
    answer = signed_in(linjing).post("/office/calendars/new", {**CALENDAR, **changed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert CalendarVersion.objects.count() == 0


@pytest.fixture
def two_branches(company: Any, now: Any) -> CommitmentVersion:
    """Forty cases a branch; one answers 39 in time, the other 24, half of them by phone."""
    version = promised(at=now - timedelta(days=60))
    begun, signals = now - timedelta(days=20), []
    for place, branch in enumerate((company.branch_a, company.branch_b)):
        for n in range(40):
            subject, facts = ("case", 100 * place + n), {"branch_id": branch.pk, "channel": ("phone", "chat")[n % 2]}
            signals.append(Signal("case.opened", subject, facts, begun))
            if n < (39, 24)[place]:
                signals.append(Signal("case.answered", subject, facts, begun + timedelta(minutes=30)))
    hear_batch(signals, at=now)
    while sweep(at=now):
        pass
    return version


def test_differences_between_branches_are_tested_and_noise_is_not_ranked(
    signed_in: SignedIn, linjing: Any, two_branches: CommitmentVersion
) -> None:  # D4
    page = signed_in(linjing).get(f"/office/commitments/{two_branches.commitment_id}")
    branches, channels = page.context["branches_compared"], page.context["channels_compared"]
    assert branches.differs
    assert len(branches.pairs) == 1
    assert branches.pairs[0].startswith("静安店")
    assert not channels.differs
    assert "outcome=broken" in page.content.decode()


def test_attainment_is_shown_as_it_was_known_on_a_day(
    signed_in: SignedIn, linjing: Any, two_branches: CommitmentVersion, now: Any
) -> None:  # D4
    client = signed_in(linjing)
    address = f"/office/commitments/{two_branches.commitment_id}"
    assert client.get(address).context["attainment"].n == 80
    before = client.get(f"{address}?as_of={(now - timedelta(days=30)).date()}").context
    assert (before["attainment"].n, before["by_branch"]) == (0, [])
    rows = client.get(f"/office/verdicts/?promise=answer&as_of={(now - timedelta(days=30)).date()}").context["rows"]
    assert rows == []
    assert client.get(f"{address}?as_of=never").context["attainment"].n == 80


def test_the_page_of_a_trial_takes_another_limit_and_refuses_nothing_odd(
    signed_in: SignedIn, linjing: Any, zhouhang: Any, two_branches: CommitmentVersion
) -> None:  # D2
    address = f"/office/commitments/versions/{two_branches.pk}/feasibility"
    client = signed_in(linjing)
    found = client.get(address).context["found"]
    assert (found.n, found.standing) == (80, "breaks")
    for odd in ("0", "-3", "abc", "999999999999", "1" * 40):
        assert client.get(f"{address}?limit={odd}").status_code == 200
    assert client.get(f"{address}?limit=3").context["is_other"]
    assert signed_in(zhouhang).get(address).status_code == 403


def test_a_measure_by_name_fills_in_its_signals(signed_in: SignedIn, linjing: Any, now: Any) -> None:  # D1
    office_hours(now)
    told = {k: v for k, v in FORM.items() if k not in ("starts_on", "stops_on")}
    client = signed_in(linjing)
    assert client.post("/office/commitments/new", told).status_code == 422
    posted = told | {
        "measure": "solved", "warning_shares": "50，80", "not_tags": "台风, 停电", "contact": "店长",
        "pause_limit_hours": "48", "channels": ["phone"],
    }  # fmt: skip
    client.post("/office/commitments/new", posted)
    version = CommitmentVersion.objects.get()
    assert (version.starts_on, version.pauses_on) == (["case.opened"], ["case.waiting_for_customer"])
    assert (version.warning_shares, version.exclusions) == ([50, 80], {"tags": ["台风", "停电"]})
    assert (version.pause_limit_seconds, version.scope, version.contact) == (172_800, {"channels": ["phone"]}, "店长")
    again = client.get(f"/office/commitments/{version.commitment_id}/next?budget=9&unit=hours").context["form"]
    assert (again["measure"].value(), again["budget"].value(), again["pause_limit_hours"].value()) == (
        "solved",
        "9",
        48,
    )
