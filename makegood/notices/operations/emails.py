from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import DNS_NAME, EmailMessage
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.notices.models import Notice
from makegood.notices.operations.one_at_a_time import EMAIL, alone_with

log = logging.getLogger("makegood.notices")


def send_due_emails(*, at: datetime, limit: int = 100) -> int:
    """Send the copies due at ``at``, each in its reader's language; returns how many.

    Any number of workers may run it at once, and a slow mail server never makes two of them send the same copy.
    What was read at the bell meanwhile is not sent. An address that the mail server rejects gets no copy (the bell
    has it) and holds up nobody else. Raises what the mail server raises otherwise; what was sent before stays sent.
    """
    sent = 0
    for pk in _due(at).order_by("email_due_at", "pk").values_list("pk", flat=True)[:limit]:
        with alone_with(EMAIL, pk) as is_ours:
            sent += is_ours and _send(pk, at)
    return sent


def _due(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(email_due_at__lte=at, emailed_at=None, read_at=None)


def _send(pk: int, at: datetime) -> bool:
    """Send one copy that nobody else holds, if it is still due."""
    notice = _due(at).filter(pk=pk).select_related("staff__branch").first()
    if notice is None:
        return False
    try:
        _message(notice).send()
    except SMTPRecipientsRefused:
        log.warning("notice %s: the mail server rejects the address of staff %s", notice.pk, notice.staff_id)
        Notice.objects.filter(pk=notice.pk).update(email_due_at=None)
    else:
        Notice.objects.filter(pk=notice.pk).update(emailed_at=at)
    return True


def _message(notice: Notice) -> EmailMessage:
    with translation.override(notice.staff.locale or settings.LANGUAGE_CODE):
        text = " ".join(notice.text.split())
        body = f"{text}\n\n{settings.PUBLIC_URL}{notice.link}\n\n" + _(
            "You get this because you asked for notices by e-mail. You can change that in your settings."
        )
        # The same id on every try lets a mailbox drop the second copy after a crash between sending and noting it.
        headers = {"Message-ID": f"<notice-{notice.pk}@{DNS_NAME}>"}
        return EmailMessage(subject=text[:150], body=body, to=[notice.staff.email], headers=headers)
