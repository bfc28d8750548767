from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from makegood.journal import Mode, current_mode
from makegood.notices.models import Notice, Preference
from makegood.notices.rules import not_before
from makegood.people.models import Staff


@transaction.atomic
def tell(
    staff_ids: Iterable[int], kind: str, params: Mapping[str, Any] | None = None, *, link: str = "", at: datetime
) -> list[Notice]:
    """Ring each person's bell once; an e-mail copy waits for the end of their quiet hours.

    ``kind`` is one of ``wording.SENTENCES`` (another one shows ``params["text"]``). History tells nobody:
    outside live mode nothing is written.
    """
    if current_mode() is not Mode.LIVE:
        return []
    wanted = set(staff_ids)
    known = Staff.objects.filter(pk__in=wanted, is_active=True).select_related("branch", "notice_preference")
    return Notice.objects.bulk_create(
        Notice(
            staff=staff, kind=kind, params=dict(params or {}), link=link, at=at, email_due_at=_email_due(staff, at=at)
        )
        for staff in known.order_by("pk")
    )


def _email_due(staff: Staff, *, at: datetime) -> datetime | None:
    preference: Preference | None = getattr(staff, "notice_preference", None)
    if preference is None or not preference.by_email or not staff.email:
        return None
    zone = ZoneInfo(staff.branch.time_zone) if staff.branch else timezone.get_default_timezone()
    return not_before(at.astimezone(zone), preference.quiet_from, preference.quiet_until)


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Repeatable; the first reading counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(staff: Staff, *, at: datetime) -> int:
    return Notice.objects.filter(staff=staff, read_at=None).update(read_at=at)


def set_preference(staff: Staff, *, by_email: bool, quiet_from: time, quiet_until: time) -> None:
    Preference.objects.update_or_create(
        staff=staff, defaults={"by_email": by_email, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
