"""Who is calling: a bearer token, its scopes, its branches and its limit."""

from __future__ import annotations

from functools import cached_property
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from makegood.api.limits import has_room
from makegood.api.problems import Forbidden, TooMany
from makegood.kit.actor import Actor
from makegood.people.models import ApiToken, Branch
from makegood.people.queries import token_digest

# Written out: building this query anew for each request costs more than running it.
FIND = "SELECT * FROM people_apitoken WHERE digest = %s AND revoked_at IS NULL"


class Caller:
    """One machine and what it may see; ``branch_ids`` None means every branch, and is looked up when asked."""

    def __init__(self, token: ApiToken) -> None:
        self.token = token

    @property
    def actor(self) -> Actor:
        return self.token.actor

    @cached_property
    def branch_ids(self) -> frozenset[int] | None:
        if self.token.branch is None:
            return None
        below = Branch.objects.filter(path__startswith=self.token.branch.path).values_list("pk", flat=True)
        return frozenset(below)


class Bearer(HttpBearer):
    """``Authorization: Bearer mg_…`` with ``scope``. A stranger gets 401, a token without the scope 403."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = next(iter(ApiToken.objects.raw(FIND, [token_digest(token)])), None)
        if found is None:
            return None
        if not has_room(found, at=timezone.now()):
            raise TooMany
        if self._scope not in found.scopes:
            raise Forbidden(self._scope)
        return found


def token_of(request: HttpRequest) -> ApiToken:
    return cast(ApiToken, request.auth)  # type: ignore[attr-defined]


def caller_of(request: HttpRequest) -> Caller:
    return Caller(token_of(request))
