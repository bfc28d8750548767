from __future__ import annotations

from django.db import models


class TokenMinute(models.Model):
    """How much of its minute a token has used, in all processes together."""

    token = models.ForeignKey("people.ApiToken", on_delete=models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "minute"], name="token_minute_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.minute}"
