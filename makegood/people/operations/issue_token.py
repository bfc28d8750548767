from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.people.events import TokenIssued, TokenRevoked
from makegood.people.models import ApiToken, Branch
from makegood.people.queries import token_digest


@transaction.atomic
def issue_token(
    *, name: str, scopes: list[str], branch: Branch | None, by: Actor, at: datetime, secret: str = ""
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown once and never stored."""
    secret = secret or f"mg_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name, prefix=secret[:8], digest=token_digest(secret), scopes=scopes, branch=branch,
        issued_by_id=by.id if by.kind == "staff" else None, issued_at=at,
    )  # fmt: skip
    journal.record(TokenIssued(token.pk, token.branch_id), by=by, at=at)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """End a token at once. Raises SomebodyWasFaster when it was revoked already."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise SomebodyWasFaster
    journal.record(TokenRevoked(token.pk, token.branch_id), by=by, at=at)
