"""Where stages are told from, what was told together, and what could not be taken in."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField


class StageName(models.Model):
    """A stage that this house knows besides the standard ones, or a standard one that it does not use."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("name"), max_length=80, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("stage")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label or self.code


class StageSource(models.Model):
    """A system that tells of stages. Its clock runs `skew_seconds` ahead of ours (behind, when negative).

    With a secret it may post by webhook; what comes by its token, or names its code, is its telling as well.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    skew_seconds = models.IntegerField(_("its clock is ahead by (seconds)"), default=0)
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    token = models.OneToOneField("people.ApiToken", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    secret = EncryptedTextField(null=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("source of stages")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="stage_source_skew_is_small", condition=Q(skew_seconds__gte=-86_400, skew_seconds__lte=86_400)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def skew(self) -> timedelta:
        return timedelta(seconds=self.skew_seconds)


class StageBatch(models.Model):
    """Lines that came together. received = taken + repeated + held.

    A file waits with its columns (`settings`) until somebody starts it; its bytes are sealed.
    """

    class Via(models.TextChoices):
        API = "api", _("Interface")
        HOOK = "hook", _("Webhook")
        FILE = "file", _("File")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        DONE = "done", _("Done")

    via = models.CharField(max_length=4, choices=Via.choices)
    source = models.ForeignKey(StageSource, null=True, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    name = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to="stages/", max_length=200, blank=True)
    settings = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    is_history = models.BooleanField(default=False)
    mends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="mended_by")
    rows_total = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("delivery of stages")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class HeldLine(models.Model):
    """A line that could not be taken in, as it came, with the reason; what becomes right later is taken in then."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting to be mended")
        TAKEN = "taken", _("Taken in later")

    batch = models.ForeignKey(StageBatch, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    line = EncryptedTextField()
    kind = models.CharField(max_length=8, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("line set aside")
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="held_line_once")]
        indexes = [
            models.Index(fields=["kind", "reference"], name="held_line_waits", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number} {self.reason}"


class HookDelivery(models.Model):
    """A signed post that was taken in, remembered as long as its signature is good, so that none is played again."""

    source = models.ForeignKey(StageSource, on_delete=models.PROTECT, related_name="deliveries")
    digest = models.CharField(max_length=64)
    batch = models.ForeignKey(StageBatch, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed delivery")
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="hook_delivery_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at}"
