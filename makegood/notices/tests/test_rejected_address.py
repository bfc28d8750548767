"""One address that the mail server rejects holds up nobody else."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from makegood.notices.models import Notice
from makegood.notices.operations import send_due_emails, tell

pytestmark = pytest.mark.django_db


def test_a_rejected_address_holds_up_nobody_else(
    zhouhang: Any, zhengkai: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for staff, address in ((zhouhang, "gone@example.com"), (zhengkai, "kai@example.com")):
        type(staff).objects.filter(pk=staff.pk).update(email=address)
    tell([zhouhang.pk, zhengkai.pk], "case.assigned", {"number": "C1"}, at=now)
    Notice.objects.update(email_due_at=now)
    really_send = EmailMessage.send

    def send(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if message.to == ["gone@example.com"]:
            raise SMTPRecipientsRefused({"gone@example.com": (550, b"no such user")})
        return really_send(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert send_due_emails(at=now) == 2
    assert send_due_emails(at=now) == 0
    assert [message.to for message in mail.outbox] == [["kai@example.com"]]
