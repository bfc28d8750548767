from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from makegood.journal import Mode, current_mode
from makegood.notices.models import Notice, Preference
from makegood.notices.models.notice import zone_of
from makegood.notices.rules import not_before
from makegood.notices.wording import BY_THE_CLOCK
from makegood.people.models import QuietHours, Staff

Hours = tuple[time, time]


@transaction.atomic
def tell(
    staff_ids: Iterable[int], kind: str, params: Mapping[str, Any] | None = None, *, link: str = "", at: datetime,
    key: str = "", is_urgent: bool = False, by_email: bool = False,
) -> list[Notice]:  # fmt: skip
    """Ring each person's bell once; whoever wants e-mail gets a copy, with ``by_email`` everybody who has an address.

    ``kind`` is one of ``wording.SENTENCES`` (another one shows ``params["text"]``). In a person's quiet hours (their
    own, else the house's) a copy waits for the end of them, and so does the bell of what rings because time passed
    (``wording.BY_THE_CLOCK``); what is urgent waits for nothing. Told again under the same ``key`` it rings nobody
    twice. History tells nobody: outside live mode nothing is written. Returns the notices that are new.
    """
    if current_mode() is not Mode.LIVE:
        return []
    known = Staff.objects.filter(pk__in=set(staff_ids), is_active=True).select_related("branch", "notice_preference")
    told = set(Notice.objects.filter(key=key, staff__in=known).values_list("staff", flat=True)) if key else set()
    new = [staff for staff in known.order_by("pk") if staff.pk not in told]
    house = QuietHours.in_force() if new and not is_urgent else None
    made = []
    for staff in new:
        awake = at if house is None else _awake_at(staff, house, at=at)
        rings_at = awake if kind in BY_THE_CLOCK else at
        due = awake if staff.email and (by_email or _wants_email(staff)) else None
        made.append(
            Notice(
                staff=staff, kind=kind, params=dict(params or {}), link=link, key=key, at=at, rings_at=rings_at,
                email_due_at=due,
            )
        )  # fmt: skip
    return Notice.objects.bulk_create(made, ignore_conflicts=bool(key))


def _preference(staff: Staff) -> Preference | None:
    return getattr(staff, "notice_preference", None)


def _wants_email(staff: Staff) -> bool:
    preference = _preference(staff)
    return preference is not None and preference.by_email


def _awake_at(staff: Staff, house: Hours, *, at: datetime) -> datetime:
    """``at``, or the end of the quiet hours it falls into, by the clock on the wall of the person's branch."""
    preference = _preference(staff)
    start, end = (preference.quiet_from, preference.quiet_until) if preference else house
    return not_before(at.astimezone(zone_of(staff.branch)), start, end)


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Repeatable; the first reading counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(staff: Staff, *, at: datetime) -> int:
    """What quiet hours still hold back stays unread."""
    return Notice.objects.rung(at).filter(staff=staff, read_at=None).update(read_at=at)


def set_preference(staff: Staff, *, by_email: bool, quiet_from: time, quiet_until: time) -> None:
    """How notices reach a person; their language is that of the account."""
    Preference.objects.update_or_create(
        staff=staff, defaults={"by_email": by_email, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
