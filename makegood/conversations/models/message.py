from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from makegood.conversations.rules.bodies import LINK, with_page, without_pages
from makegood.conversations.rules.kinds import KINDS, RESPONSES, Audience, Direction, Kind
from makegood.customers.fields import EncryptedTextField
from makegood.kit.actor import Actor, ActorKind


class MessageKind(models.TextChoices):
    CUSTOMER_MESSAGE = Kind.CUSTOMER_MESSAGE.value, _("Customer's message")
    ACKNOWLEDGEMENT = Kind.ACKNOWLEDGEMENT.value, _("Acknowledgement")
    AUTO_ACKNOWLEDGEMENT = Kind.AUTO_ACKNOWLEDGEMENT.value, _("Automatic acknowledgement")
    REPLY = Kind.REPLY.value, _("Reply")
    OFFER = Kind.OFFER.value, _("Offer")
    QUESTION = Kind.QUESTION.value, _("Question to the customer")
    NOTICE = Kind.NOTICE.value, _("News for the customer")
    NOTE = Kind.NOTE.value, _("Internal note")
    SYSTEM = Kind.SYSTEM.value, _("Record of the system")


class Delivery(models.TextChoices):
    PENDING = "pending", _("Waiting to be sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", _("Could not be delivered")
    NOT_NEEDED = "not_needed", _("On the tracking page")


class MessageQuerySet(models.QuerySet["Message"]):
    def of(self, thread_ids: Iterable[int]) -> MessageQuerySet:
        return self.filter(thread_id__in=list(thread_ids))

    def for_customer(self) -> MessageQuerySet:
        return self.filter(audience=Audience.CUSTOMER.value)

    def responses(self) -> MessageQuerySet:
        return self.filter(kind__in=[kind.value for kind in RESPONSES])


class Message(models.Model):
    """One thing written. ``body`` is sealed, ``text`` is masked; it was said at ``occurred_at`` and
    entered here at ``entered_at``. ``external_key`` names it where it came from (or is the form's key, so
    that a second click on *send* writes nothing twice)."""

    thread = models.ForeignKey("conversations.Thread", on_delete=models.PROTECT, related_name="messages")
    audience = models.CharField(max_length=8, choices=[(a.value, a.value) for a in Audience])
    direction = models.CharField(max_length=4, choices=[(d.value, d.value) for d in Direction])
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    author_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    author_id = models.BigIntegerField(null=True)
    body = EncryptedTextField()
    text = models.TextField()
    locale = models.CharField(max_length=10, blank=True)
    occurred_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.NOT_NEEDED)
    via = models.CharField(max_length=10, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivery_problem = models.CharField(max_length=200, blank=True)
    external_key = models.CharField(max_length=160, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint(fields=["external_key"], condition=~Q(external_key=""), name="message_key_once"),
        ]
        indexes = [
            models.Index(fields=["thread", "occurred_at", "id"], name="message_in_thread"),
            models.Index(fields=["next_attempt_at"], condition=Q(delivery="pending"), name="message_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def author(self) -> Actor:
        return Actor(ActorKind(self.author_kind), self.author_id)

    @property
    def for_staff(self) -> str:
        """What colleagues read: personal data starred out, and never the customer's way in."""
        words = _("the customer’s own link")
        return with_page(without_pages(self.text), f"[{words}]")

    @property
    def names_the_page(self) -> bool:
        """Whether the customer's own link stands in it."""
        return LINK in self.body

    def for_its_customer(self, page: str) -> str:
        """What the customer reads on ``page`` or in a letter; their own words have personal data starred out."""
        return with_page(self.text if self.direction == Direction.IN else self.body, page)

    @property
    def is_response(self) -> bool:
        """Whether it answers the customer; said kind by kind, never guessed."""
        return KINDS[Kind(self.kind)].counts_as_response

    @property
    def is_internal(self) -> bool:
        return self.audience == Audience.INTERNAL

    @property
    def has_hidden_parts(self) -> bool:
        """Whether stars stand in ``text`` where the sealed body says more."""
        return bool(self.text != self.body)
