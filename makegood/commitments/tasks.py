"""Work of this room that takes longer than a request."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.operations import measure_history


@app.task(name="commitments.measure_promise", retry=3)
def measure_promise(version_id: int) -> int:
    """Run a published promise over everything heard so far; returns the number of subjects looked at."""
    version = CommitmentVersion.objects.select_related("calendar").get(pk=version_id)
    return measure_history(version, at=timezone.now())
