from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.encounters.models import HookDelivery, StageBatch, StageSource
from makegood.encounters.operations.take_lines import take_json
from makegood.encounters.queries.places import below
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.wires.webhooks import TOLERANCE_SECONDS, is_genuine

FORGET_AFTER = timedelta(seconds=4 * TOLERANCE_SECONDS)  # a signature is good for 5 minutes to either side


class NotSigned(Refusal):
    """Says no more than it must: neither whether the source exists nor what is wrong with the signature."""

    code = "not_signed"
    message = _("The signature is missing, wrong, or more than five minutes old. Check the secret and the clock.")


@transaction.atomic
def take_hook(code: str, *, header: str, body: bytes, at: datetime) -> tuple[StageBatch, bool]:
    """Take in a signed post of NDJSON (or one JSON object); returns its batch and whether it was here before.

    A post is taken in once: played again within its time it gets the first answer and changes nothing; after its
    time the signature is no longer good. Raises NotSigned.
    """
    source = StageSource.objects.select_for_update().filter(code=code, is_active=True).first()
    secret = source.secret if source else None
    is_good = header.isascii() and is_genuine(header, body, secret=secret or "-", now=int(at.timestamp()))
    if source is None or not secret or not is_good:
        raise NotSigned
    digest = sha256(header.encode() + b"\n" + body).hexdigest()
    known = HookDelivery.objects.filter(source=source, digest=digest).select_related("batch").first()
    if known is not None:
        return known.batch, True
    HookDelivery.objects.filter(source=source, at__lt=at - FORGET_AFTER).delete()
    lines = [line for line in (line.strip() for line in body.split(b"\n")) if line]
    reach = below(source.branch)
    batch = take_json(lines, via=StageBatch.Via.HOOK, source=source, reach=(reach, source.branch_id), by=SYSTEM, at=at)
    HookDelivery.objects.create(source=source, digest=digest, batch=batch, at=at)
    return batch, False
