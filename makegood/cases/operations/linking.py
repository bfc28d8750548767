"""The customer's way in: an unguessable link, no account. A10"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.cases.events import TrackingLinkMade, TrackingLinksRevoked, TrackingLinkUsed
from makegood.cases.models import Case, TrackingLink
from makegood.customers.fields import lookup_digest
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Refusal

VALID_FOR = timedelta(days=180)
MAX_TOKEN = 64
OPENED = "opened"
NOTED_AGAIN = timedelta(hours=1)


class LinkUnknown(Refusal):
    code = "link_unknown"
    message = _("This link is not right. Check that it was copied whole, or call us.")


class LinkEnded(Refusal):
    code = "link_ended"
    message = _("This link is no longer valid. Call us, or write to us again, and we will send a new one.")


@transaction.atomic
def make_tracking_link(case: Case, *, by: Actor, at: datetime) -> str:
    """The token of a link to ``case``; one that is still good is used again."""
    good = TrackingLink.objects.filter(case=case, revoked_at=None, expires_at__gt=at).order_by("-pk").first()
    if good:
        return str(good.token)
    token = secrets.token_urlsafe(32)
    link = TrackingLink.objects.create(
        case=case, digest=lookup_digest("tracking", token), token=token, made_at=at, expires_at=at + VALID_FOR
    )
    journal.record(TrackingLinkMade(case.pk, case.branch_id, link.pk), by=by, at=at)
    return token


@transaction.atomic
def revoke_links(case: Case, *, by: Actor = SYSTEM, at: datetime) -> int:
    """End every link to ``case`` at once; returns how many there were."""
    ended = TrackingLink.objects.filter(case=case, revoked_at=None).update(revoked_at=at)
    if ended:
        journal.record(TrackingLinksRevoked(case.pk, case.branch_id, ended), by=by, at=at)
    return ended


def resolve_link(token: str, *, at: datetime) -> Case:
    """The case behind a token. Raises LinkUnknown (forged) or LinkEnded (expired, revoked); neither tells more."""
    return link_behind(token, at=at).case


@transaction.atomic
def note_use(link: TrackingLink, use: str, *, by: Actor, at: datetime, staff_id: int | None = None) -> None:
    """Keep that the link was used: each ``use`` (answering, rating …), and ``opened`` once an hour."""
    good = TrackingLink.objects.filter(pk=link.pk)
    if use == OPENED:
        good = good.filter(Q(used_at=None) | Q(used_at__lte=at - NOTED_AGAIN))
    if good.update(used_at=at):
        journal.record(TrackingLinkUsed(link.case_id, link.case.branch_id, link.pk, use, staff_id), by=by, at=at)


def link_behind(token: str, *, at: datetime) -> TrackingLink:
    """The good link of a token, with its case. Raises LinkUnknown or LinkEnded."""
    if len(token) > MAX_TOKEN:
        raise LinkUnknown
    link = (
        TrackingLink.objects.filter(digest=lookup_digest("tracking", token))
        .select_related("case__customer", "case__branch", "case__thread", "case__owner")
        .first()
    )
    if link is None:
        raise LinkUnknown
    if link.revoked_at is not None or link.expires_at <= at:
        raise LinkEnded
    return link
