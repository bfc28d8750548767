from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """One link of the chain: which entries it covers, the hash over them and the one before, and its HMAC.

    ``epoch`` grows when the database's transaction counter starts anew (a restore into another cluster).
    """

    epoch = models.PositiveIntegerField()
    horizon = models.BigIntegerField()
    entry_ids = ArrayField(models.BigIntegerField())
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    mac = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("journal seal")

    def __str__(self) -> str:
        return f"{self.epoch}/{self.pk}"
