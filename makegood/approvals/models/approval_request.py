from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from makegood.kit.money import Money
from makegood.people.models import Role

# What each kind of request asks for, as the reader would say it.
KINDS = {
    "remedy": _("A remedy worth %(amount)s"),
    "promise": _("The publication of a promise"),
    "extension": _("More time for a promise"),
}


class ApprovalState(models.TextChoices):
    ASKED = "asked", _("Waiting for a decision")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ApprovalRequest(models.Model):
    """May this be done? ``subject_kind``/``subject_id`` say what it is about; ``recused_ids`` may not decide.

    ``needed_role`` is the lowest role whose yes is enough: the queue of that role shows it first.
    """

    State = ApprovalState

    kind = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=6, default="CNY")
    reason = models.CharField(max_length=500, blank=True)
    needed_role = models.CharField(max_length=20, choices=Role.choices)
    recused_ids = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=9, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    asked_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    limits_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("approval request")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id"], condition=Q(state="asked"), name="approval_asked_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="approval_amount_positive"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="approval_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "asked_at"], condition=Q(state="asked"), name="approval_queue"),
            models.Index(fields=["subject_kind", "subject_id"], name="approval_by_subject"),
        ]

    def __str__(self) -> str:
        return str(KINDS.get(self.kind, self.kind)) % {"amount": self.amount}

    def in_each_language(self) -> dict[str, str]:
        """What is asked for, by language: a notice is read by each in their own."""
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[code] = str(self)
        return found

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.state == ApprovalState.ASKED
