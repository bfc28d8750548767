"""More time for a promise: whoever may agree is asked, the answer counts, the customer hears of the new date."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from makegood.approvals.events import ApprovalAgreed, ApprovalRefused
from makegood.approvals.operations import ask_approval
from makegood.cases.queries import language_of
from makegood.commitments.events import ExtensionAsked, PromiseExtended
from makegood.commitments.models import ExtensionRequest
from makegood.commitments.operations import agree_extension, refuse_extension
from makegood.conversations.operations import write_message
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.money import Money
from makegood.reactions.subjects import About, case_behind

ABOUT = "extension"


@on(ExtensionAsked)
def ask_whoever_may_give_more_time(event: ExtensionAsked, entry: Entry) -> None:
    """Four eyes: somebody of the step's role or above agrees, never who asked nor whom the case is about. N9"""
    request = _request(event.request_id)
    accused = About.of(request.clock).accused
    ask_approval(
        kind=ABOUT, subject=(ABOUT, request.pk), amount=Money(0, "CNY"), by=entry.actor, at=entry.at,
        reason=request.reason, needed=event.needed, branch_id=event.branch_id, recused=[accused.pk] if accused else (),
    )  # fmt: skip


@on(ApprovalAgreed, ApprovalRefused)
def give_or_refuse_more_time(event: ApprovalAgreed | ApprovalRefused, entry: Entry) -> None:
    """Agreed, the promise is due later as of when it was asked for; refused, nothing changes. N9"""
    if event.about_kind != ABOUT:
        return
    decide = agree_extension if isinstance(event, ApprovalAgreed) else refuse_extension
    decide(_request(event.about_id), by=entry.actor, at=entry.at)


@on(PromiseExtended, outside=True)
def tell_the_customer_the_new_date(event: PromiseExtended, entry: Entry) -> None:
    """When and why, in their language; it is no answer to them. N9, A10"""
    request = _request(event.request_id)
    case = case_behind(request.clock)
    if not event.tells or case is None or request.due_after is None:
        return
    zone = case.branch.time_zone if case.branch else "Asia/Shanghai"
    with translation.override(language_of(case)):
        body = _(
            "We need more time for what we promised you: “%(promise)s”. We will keep it by %(date)s. The reason: "
            "%(reason)s"
        ) % {
            "promise": request.clock.version.statement,
            "date": _day(request.due_after, zone),
            "reason": request.told,
        }
    key = f"extension:{request.pk}"
    write_message(case.thread, kind="notice", body=body, by=SYSTEM, at=entry.now, external_key=key)


def _day(due: datetime, zone: str) -> str:
    """The last day, for a promise that ends at midnight; else the minute."""
    local = due.astimezone(ZoneInfo(zone))
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return date_format(local - timedelta(days=1), "DATE_FORMAT")
    return date_format(local, "DATETIME_FORMAT", use_l10n=True)


def _request(pk: int) -> ExtensionRequest:
    found = ExtensionRequest.objects.select_related("clock__version", "clock__commitment", "clock__branch")
    return found.get(pk=pk)
