"""The bell, quiet hours and e-mail copies."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from makegood import journal
from makegood.notices.models import Notice
from makegood.notices.operations import mark_all_read, mark_read, send_due_emails, set_preference, tell
from makegood.notices.permissions import notices_of
from makegood.notices.queries import newest, unread_count
from makegood.notices.rules import is_quiet, not_before
from makegood.people.models import Staff


@pytest.mark.django_db
def test_each_person_is_told_once_and_only_the_living_house_speaks(now: Any, zhouhang: Any, linjing: Any) -> None:
    told = tell(
        [zhouhang.pk, linjing.pk, zhouhang.pk], "case.assigned", {"number": "C-7"}, link="/desk/cases/7", at=now
    )
    assert len(told) == 2
    with journal.in_mode("backfill"):
        assert tell([zhouhang.pk], "case.assigned", {"number": "C-8"}, at=now) == []
    assert unread_count(zhouhang.pk, at=now) == 1


@pytest.mark.django_db
def test_reading_is_counted_once_and_only_ones_own_is_read(now: Any, zhouhang: Any, chenmo: Any) -> None:
    (notice,) = tell([zhouhang.pk], "case.assigned", {"number": "C-7"}, at=now)
    mark_read(notice, at=now)
    mark_read(notice, at=now + timedelta(hours=1))
    notice.refresh_from_db()
    assert notice.read_at == now
    assert (notices_of(chenmo, at=now).count(), mark_all_read(zhouhang, at=now)) == (0, 0)


@pytest.mark.django_db
def test_a_notice_speaks_the_readers_language(now: Any, zhouhang: Any) -> None:
    tell([zhouhang.pk], "case.assigned", {"number": "C-7"}, at=now)
    with translation.override("en"):
        assert newest(zhouhang.pk, at=now)[0].text == "You were given the case C-7."
        assert Notice(kind="case.escalated", params={}).text == "The case … was lifted to level …."
        assert Notice(kind="something.new", params={"text": "hello"}).text == "hello"


@pytest.mark.django_db
def test_the_email_copy_waits_for_the_end_of_the_quiet_hours(now: Any, zhouhang: Any, mailoutbox: Any) -> None:
    Staff.objects.filter(pk=zhouhang.pk).update(email="zhouhang@example.org", locale="en")
    set_preference(zhouhang, by_email=True, quiet_from=time(22), quiet_until=time(8))
    night = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    (notice,) = tell([zhouhang.pk], "case.assigned", {"number": "C-7"}, link="/desk/cases/7", at=night)
    assert notice.email_due_at == datetime(2026, 11, 19, 0, 0, tzinfo=UTC)
    assert send_due_emails(at=night) == 0
    assert (send_due_emails(at=notice.email_due_at), send_due_emails(at=notice.email_due_at)) == (1, 0)
    assert mailoutbox[0].to == ["zhouhang@example.org"]
    assert mailoutbox[0].subject == "You were given the case C-7."
    assert "/desk/cases/7" in mailoutbox[0].body


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 — made aware below
    st.times(timezones=st.none()).map(lambda t: t.replace(microsecond=0)),
    st.times(timezones=st.none()).map(lambda t: t.replace(microsecond=0)),
)
def test_what_waits_for_quiet_hours_goes_out_right_after_them(moment: Any, start: time, end: time) -> None:
    local = moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    later = not_before(local, start, end)
    assert local <= later <= local + timedelta(days=1)
    assert not is_quiet(later.time(), start, end)
    assert later == local or later.time() == end
