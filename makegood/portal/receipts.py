"""The receipt of a feedback item: a signed word that opens its page and cannot be guessed."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

SALT = "makegood.portal.receipt"
VALID_FOR = timedelta(days=180)


def receipt_for(feedback_id: int) -> str:
    return signing.dumps(feedback_id, salt=SALT)


def feedback_id_of(receipt: str) -> int:
    """Raises SignatureExpired for an old receipt and BadSignature for one that we did not write."""
    pk = signing.loads(receipt, salt=SALT, max_age=VALID_FOR)
    if not isinstance(pk, int):
        raise signing.BadSignature
    return pk
