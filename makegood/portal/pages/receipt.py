from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.commitments.queries import clocks_of
from makegood.intake.models import Feedback
from makegood.portal.pages.promises import next_date


def receipt_page(feedback: Feedback, *, at: datetime) -> dict[str, Any]:
    return {
        "feedback": feedback,
        "next_date": next_date(clocks_of("feedback", [feedback.pk], at=at)),
    }
