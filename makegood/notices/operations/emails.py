from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import DNS_NAME, EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.notices.models import Notice

log = logging.getLogger("makegood.notices")


def send_due_emails(*, at: datetime, limit: int = 100) -> int:
    """Send the copies due at ``at``, each in its reader's language and its own transaction; returns how many.

    What was read at the bell meanwhile is not sent. An address that the mail server rejects gets no copy (the bell
    has it) and holds up nobody else. Raises what the mail server raises otherwise; what was sent before stays sent.
    """
    sent = 0
    while sent < limit and _send_one(at):
        sent += 1
    return sent


@transaction.atomic
def _send_one(at: datetime) -> bool:
    due = Notice.objects.filter(email_due_at__lte=at, emailed_at=None, read_at=None).order_by("email_due_at", "pk")
    notice = due.select_for_update(of=("self",), skip_locked=True).select_related("staff").first()
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
