from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import Actor, ActorKind
from makegood.kit.money import Money
from makegood.recovery.rules import states

ACTORS = [(kind.value, kind.value) for kind in ActorKind]


class OfferQuerySet(models.QuerySet["Offer"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> OfferQuerySet:
        return self if branch_ids is None else self.filter(branch_id__in=branch_ids)

    def with_details(self) -> OfferQuerySet:
        """Options, remedies and fulfilments with three more queries, however many offers."""
        return self.select_related("case", "branch", "customer", "policy").prefetch_related(
            "options__remedy__stock_item", "fulfilments__option__remedy", "fulfilments__coupon"
        )


class Offer(models.Model):
    """What one customer is offered for one case. The customer takes one option; included ones come with any.

    ``worth`` is what it may be worth to the customer at most and ``cost`` what it may cost us, in fen, as
    estimated when it was proposed; what it really cost is in the ledger. What a broken guarantee owes names
    its ``clock_id`` and the number of the ``verdict`` that broke it.
    """

    class Status(models.TextChoices):
        PROPOSED = states.OfferStatus.PROPOSED, _("Proposed")
        WAITING_FOR_APPROVAL = states.OfferStatus.WAITING_FOR_APPROVAL, _("Waiting for approval")
        OFFERED = states.OfferStatus.OFFERED, _("Offered")
        ACCEPTED = states.OfferStatus.ACCEPTED, _("Accepted")
        DECLINED = states.OfferStatus.DECLINED, _("Declined")
        LAPSED = states.OfferStatus.LAPSED, _("Expired")
        FULFILLING = states.OfferStatus.FULFILLING, _("Being delivered")
        FULFILLED = states.OfferStatus.FULFILLED, _("Delivered")
        CANCELLED = states.OfferStatus.CANCELLED, _("Withdrawn")
        REVERSED = states.OfferStatus.REVERSED, _("Reversed")

    class Source(models.TextChoices):
        STAFF = "staff", _("Proposed by staff")
        POLICY = "policy", _("Suggested by the policy")
        GUARANTEE = "guarantee", _("Broken guarantee")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="offers")
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.PROTECT, related_name="offers")
    policy = models.ForeignKey("recovery.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PROPOSED)
    source = models.CharField(max_length=9, choices=Source.choices, default=Source.STAFF)
    currency = models.CharField(max_length=3, default="CNY")
    worth = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    facts = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    clock_id = models.BigIntegerField(null=True)
    verdict = models.PositiveSmallIntegerField(default=1)
    approval_id = models.BigIntegerField(null=True)
    accepted_option = models.ForeignKey(
        "recovery.OfferOption", null=True, on_delete=models.PROTECT, related_name="accepted_in"
    )
    actor_kind = models.CharField(max_length=10, choices=ACTORS)
    actor_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(status__in=[str(s) for s in states.OPEN]), name="offer_open"
            ),
            models.Index(fields=["branch", "proposed_at"], name="offer_by_time"),
        ]
        constraints = [models.UniqueConstraint(fields=["clock_id", "verdict"], name="offer_once_a_breach")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def proposed_by(self) -> Actor:
        return Actor(ActorKind(self.actor_kind), self.actor_id)

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN

    @property
    def waits_for_customer(self) -> bool:
        return self.status == self.Status.OFFERED

    @property
    def money(self) -> Money:
        return Money(self.worth, self.currency)


class OfferOption(models.Model):
    """One remedy of an offer. ``unit`` and ``held`` say what it takes from the ledger when it is delivered."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    remedy = models.ForeignKey("recovery.RemedyKind", on_delete=models.PROTECT, related_name="+")
    is_included = models.BooleanField(default=False)
    amount = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    worth = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=40, default="CNY")
    held = models.BigIntegerField(default=0)
    row = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("option")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="option_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, cost__gte=0, held__gte=0), name="option_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.remedy)

    @property
    def money(self) -> Money:
        """Face value: money, or points for a remedy in points."""
        return Money(self.amount, self.unit if self.unit == "POINTS" else self.offer.currency)


class Hold(models.Model):
    """What an offer has reserved of one unit; the reservation itself is the ledger's."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="holds")
    unit = models.CharField(max_length=40)
    reservation = models.OneToOneField("ledger.Transfer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hold")
        constraints = [models.UniqueConstraint(fields=["offer", "unit"], name="hold_once")]

    def __str__(self) -> str:
        return self.unit


class OfferMove(models.Model):
    """A change of an offer's status: who, when, why."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="moves")
    old = models.CharField(max_length=20, choices=Offer.Status.choices, blank=True)
    new = models.CharField(max_length=20, choices=Offer.Status.choices)
    reason = models.TextField(blank=True)
    actor_kind = models.CharField(max_length=10, choices=ACTORS)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of an offer")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind(self.actor_kind), self.actor_id)
