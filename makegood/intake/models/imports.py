from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")


class Mapping(models.Model):
    """How the columns of one kind of file are read; found again by the digest of its headings."""

    name = models.CharField(max_length=80)
    headings_digest = models.CharField(max_length=64, unique=True)
    settings = models.JSONField()
    saved_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("column mapping")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file of feedback on its way in. The file is kept sealed; the counts are exact after every batch.

    ``rows_done`` is where a run that was cut off goes on: a batch and this number are written together.
    """

    channel = models.ForeignKey("intake.Channel", on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/", max_length=200)
    file_digest = models.CharField(max_length=64, db_index=True)
    settings = models.JSONField(default=dict)
    mends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="mended_by")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0)
    repeated_texts = models.PositiveIntegerField(default=0)
    similar_texts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How far the run is, 0–100."""
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0

    @property
    def adds_nothing(self) -> bool:
        """It ended and every row was here already."""
        return self.state == ImportState.DONE and self.rows_total > 0 and self.duplicates == self.rows_total


class Batch(models.Model):
    """Feedback that came in together and shares one journal entry."""

    source = models.ForeignKey("intake.Import", null=True, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("batch")
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="batch_once")]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"


class RowState(models.TextChoices):
    OPEN = "open", _("Waiting to be mended")
    MENDED = "mended", _("Mended")


class ImportRow(models.Model):
    """A row of a file that could not be taken in, with the reason and its cells, for mending."""

    source = models.ForeignKey("intake.Import", on_delete=models.PROTECT, related_name="quarantine")
    arrival = models.OneToOneField("intake.Arrival", on_delete=models.PROTECT, related_name="quarantined_row")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    cells = EncryptedTextField()
    state = models.CharField(max_length=8, choices=RowState.choices, default=RowState.OPEN)
    mended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("quarantined row")
        ordering = ["number"]
        indexes = [models.Index(fields=["source", "state", "number"], name="import_row_open")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.number} {self.reason}"
