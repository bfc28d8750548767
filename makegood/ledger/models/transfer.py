from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import Actor, ActorKind
from makegood.kit.money import Money
from makegood.ledger.rules.movements import Kind as Movement


class Transfer(models.Model):
    """One movement of a budget. The table only grows; ``reservation`` links a spend or release to what it uses."""

    class Kind(models.TextChoices):
        FUND = Movement.FUND, _("Granted")
        RESERVE = Movement.RESERVE, _("Reserved")
        SPEND = Movement.SPEND, _("Spent")
        RELEASE = Movement.RELEASE, _("Released")
        REVERSE = Movement.REVERSE, _("Reversed")

    idempotency_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    budget = models.ForeignKey("ledger.Budget", on_delete=models.PROTECT, related_name="transfers")
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    reservation = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="uses")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    holder_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("transfer")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="transfer_by_subject"),
            models.Index(fields=["budget", "at"], name="transfer_by_time"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="transfer_moves_something")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.unit)

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind(self.actor_kind), self.actor_id)

    def facts(self) -> tuple[object, ...]:
        """What two requests under one key must agree on; who asked and when may differ."""
        return (
            self.kind, self.budget_id, self.amount, self.unit, self.subject_kind, self.subject_id,
            self.reservation_id, self.reverses_id, self.holder_id,
        )  # fmt: skip


class Posting(models.Model):
    """The signed half of a transfer on one account. The halves of a transfer sum to zero, per unit."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("posting")
        indexes = [models.Index(fields=["account", "transfer"], include=["amount"], name="posting_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="posting_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} #{self.account_id}"
