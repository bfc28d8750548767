from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.ledger.rules.movements import Purpose


class Account(models.Model):
    """A place where one unit is held. Its balance is the sum of its postings and is stored nowhere."""

    class Kind(models.TextChoices):
        SOURCE = Purpose.SOURCE, _("Source of funds")
        AVAILABLE = Purpose.AVAILABLE, _("Available")
        RESERVED = Purpose.RESERVED, _("Reserved")
        SPENT = Purpose.SPENT, _("Spent")
        ISSUED = Purpose.ISSUED, _("Issued to customers")
        HOLDER = Purpose.HOLDER, _("Held by a customer")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=120, unique=True)
    unit = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("account")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
