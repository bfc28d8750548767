from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.cases.rules.states import ENDED, CaseStatus


class Status(models.TextChoices):
    RECEIVED = CaseStatus.RECEIVED.value, _("Received")
    ACKNOWLEDGED = CaseStatus.ACKNOWLEDGED.value, _("Acknowledged")
    INVESTIGATING = CaseStatus.INVESTIGATING.value, _("Being investigated")
    DECIDED = CaseStatus.DECIDED.value, _("Decided")
    OFFERED = CaseStatus.OFFERED.value, _("Remedy offered")
    ACCEPTED = CaseStatus.ACCEPTED.value, _("Remedy accepted")
    REJECTED = CaseStatus.REJECTED.value, _("Remedy declined")
    PERFORMED = CaseStatus.PERFORMED.value, _("Remedy delivered")
    FOLLOWED_UP = CaseStatus.FOLLOWED_UP.value, _("Followed up")
    CLOSED = CaseStatus.CLOSED.value, _("Closed")
    WITHDRAWN = CaseStatus.WITHDRAWN.value, _("Withdrawn")


class Severity(models.TextChoices):
    MINOR = "minor", _("Minor")
    MODERATE = "moderate", _("Moderate")
    SERIOUS = "serious", _("Serious")
    CRITICAL = "critical", _("Critical")


class Fault(models.TextChoices):
    UNKNOWN = "unknown", _("Not yet known")
    OURS = "ours", _("Ours")
    SHARED = "shared", _("Shared")
    PARTNER = "partner", _("A partner's")
    CUSTOMER = "customer", _("The customer's")
    NOBODY = "nobody", _("Nobody's")


ENDED_STATES = [status.value for status in ENDED]


class CaseQuerySet(models.QuerySet["Case"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> CaseQuerySet:
        return self if branch_ids is None else self.filter(branch_id__in=branch_ids)

    # A constraint ties ``closed_at`` to the ended states; asking by it lets the partial indexes serve.
    def open(self) -> CaseQuerySet:
        return self.filter(closed_at__isnull=True)

    def ended(self) -> CaseQuerySet:
        return self.filter(closed_at__isnull=False)


class Case(models.Model):
    """One complaint. ``version`` grows with each change, so that a stale save is noticed.

    ``unanswered_since`` is when the customer first wrote something that nobody has answered yet.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    feedback = models.OneToOneField(
        "intake.Feedback", null=True, blank=True, on_delete=models.PROTECT, related_name="case"
    )
    encounter = models.ForeignKey(
        "encounters.Encounter", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    source = models.CharField(max_length=10, default="customer")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.PROTECT, related_name="cases")
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="cases")
    department = models.ForeignKey("people.Department", null=True, blank=True, on_delete=models.PROTECT)
    owner = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="owned_cases")
    accused = models.ForeignKey(
        "people.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="accusing_cases"
    )
    thread = models.OneToOneField("conversations.Thread", on_delete=models.PROTECT, related_name="case")
    title = models.CharField(_("title"), max_length=200)
    category = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    urgency = models.CharField(max_length=10, default="normal")
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, default=Severity.MODERATE)
    status = models.CharField(_("status"), max_length=14, choices=Status.choices, default=Status.RECEIVED)
    fault = models.CharField(_("fault"), max_length=8, choices=Fault.choices, default=Fault.UNKNOWN)
    findings = models.TextField(_("findings"), blank=True)
    loss_minor = models.BigIntegerField(null=True, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=6, default="CNY")
    is_waiting_for_customer = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    mode = models.CharField(max_length=10, default="live")
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    unanswered_since = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        constraints = [
            models.CheckConstraint(name="case_level_is_1_to_3", condition=Q(level__gte=1, level__lte=3)),
            models.CheckConstraint(
                name="ended_case_has_its_date",
                condition=Q(status__in=["closed", "withdrawn"], closed_at__isnull=False)
                | (~Q(status__in=["closed", "withdrawn"]) & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-opened_at"], name="case_by_branch"),
            models.Index(fields=["-opened_at"], name="case_newest"),
            models.Index(fields=["owner", "opened_at"], condition=Q(closed_at__isnull=True), name="case_open_by_owner"),
            models.Index(fields=["opened_at"], condition=Q(closed_at__isnull=True), name="case_open_by_age"),
            models.Index(fields=["status", "-opened_at"], name="case_by_status"),
            models.Index(
                fields=["-level", "opened_at"], condition=Q(closed_at__isnull=True), name="case_open_by_level"
            ),
            models.Index(
                fields=["unanswered_since"], condition=Q(unanswered_since__isnull=False), name="case_unanswered"
            ),
            models.Index(fields=["customer", "-opened_at"], name="case_of_customer"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> dict[str, Any]:
        """Codes and ids only: what promises may look at."""
        return {
            "nature": "complaint", "urgency": self.urgency, "category": self.category, "level": self.level,
            "severity": self.severity, "fault": self.fault, "source": self.source, "branch_id": self.branch_id,
            "department_id": self.department_id, "customer_id": self.customer_id,
        }  # fmt: skip

    def age(self, at: datetime) -> timedelta:
        """From opening to its end, or to ``at`` while it is open."""
        return (self.closed_at or at) - self.opened_at

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED_STATES
