from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField
from makegood.journal import Mode


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> FeedbackQuerySet:
        return self if branch_ids is None else self.filter(branch_id__in=branch_ids)


class Feedback(models.Model):
    """Something a customer, colleague or partner tells us.

    ``subject`` and ``text`` have personal data starred out and are what people search and engines read;
    what the stars hide is sealed in ``sealed_original`` (null when nothing was hidden). It happened at
    ``occurred_at``, reached us at ``received_at`` and was written down at ``entered_at``.
    ``accused`` is the colleague it complains about, who then may not see it.
    """

    channel = models.ForeignKey("intake.Channel", on_delete=models.PROTECT, related_name="feedback")
    arrival = models.OneToOneField("intake.Arrival", on_delete=models.PROTECT, related_name="feedback")
    batch = models.ForeignKey("intake.Batch", null=True, on_delete=models.PROTECT, related_name="feedback")
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    thread = models.ForeignKey("conversations.Thread", null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    sealed_original = EncryptedTextField(null=True)
    sealed_subject = EncryptedTextField(null=True)
    text_digest = models.CharField(max_length=32)
    locale = models.CharField(max_length=10, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    accused = models.ForeignKey(
        "people.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    collector = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Mode], default=Mode.LIVE.value)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = [
            models.Index(fields=["text_digest"], condition=~models.Q(text_digest=""), name="feedback_same_text"),
            models.Index(fields=["accused"], condition=models.Q(accused__isnull=False), name="feedback_accused"),
            models.Index(fields=["branch", "-received_at"], name="feedback_newest"),
            models.Index(fields=["received_at"], name="feedback_by_day"),
            models.Index(fields=["occurred_at"], name="feedback_by_occurrence"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The subject, or the beginning of the text."""
        return self.subject or self.text[:40]

    @property
    def original(self) -> str:
        """The text with nothing hidden. Showing it to a person is a reveal: journal it."""
        return self.text if self.sealed_original is None else self.sealed_original

    @property
    def original_subject(self) -> str:
        return self.subject if self.sealed_subject is None else self.sealed_subject
