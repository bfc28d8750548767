from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.notices.models import Notice


@transaction.atomic
def send_due_emails(*, at: datetime, limit: int = 100) -> int:
    """Send the copies due at ``at``, each in its reader's language; returns how many.

    What was read at the bell meanwhile is not sent. Raises what the mail server raises, and then nothing
    counts as sent.
    """
    due = (
        Notice.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(email_due_at__lte=at, emailed_at=None, read_at=None)
        .select_related("staff")
        .order_by("email_due_at")[:limit]
    )
    notices = list(due)
    if notices:
        get_connection().send_messages([_message(notice) for notice in notices])
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(emailed_at=at)
    return len(notices)


def _message(notice: Notice) -> EmailMessage:
    with translation.override(notice.staff.locale or settings.LANGUAGE_CODE):
        text = " ".join(notice.text.split())
        body = f"{text}\n\n{settings.PUBLIC_URL}{notice.link}\n\n" + _(
            "You get this because you asked for notices by e-mail. You can change that in your settings."
        )
        return EmailMessage(subject=text[:150], body=body, to=[notice.staff.email])
