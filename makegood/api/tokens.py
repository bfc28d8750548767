"""Who is calling: a bearer token, its scopes, its branches and its limit."""

from __future__ import annotations

from functools import cached_property
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from makegood.api.limits import has_room
from makegood.api.problems import Forbidden, TooMany
from makegood.kit.actor import Actor
from makegood.people.models import ApiToken, Branch
from makegood.people.queries import token_digest

# Written out: building this query anew for each request costs more than running it.
FIND = "SELECT *, xmin::text AS row_version FROM people_apitoken WHERE digest = %s AND revoked_at IS NULL"
KEPT = 1_000
_known: dict[str, ApiToken] = {}


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
    """``Authorization: Bearer mg_…`` with ``scope``. A stranger gets 401, a token without the scope 403.

    Where it ``is_checked_later`` a token met before is not looked up: what is written must then hold ``row_version``
    against the row, in the writing statement itself, and call ``look_again`` when they differ.
    """

    def __init__(self, scope: str, *, is_checked_later: bool = False) -> None:
        super().__init__()
        self._scope, self._is_checked_later = scope, is_checked_later

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        digest = token_digest(token)
        found = _known.get(digest) if self._is_checked_later else None
        found = found or next(iter(ApiToken.objects.raw(FIND, [digest])), None)
        if found is None:
            return None
        if not has_room(found, at=timezone.now()):
            raise TooMany
        if self._scope not in found.scopes:
            raise Forbidden(self._scope)
        if self._is_checked_later:
            if len(_known) >= KEPT:
                _known.clear()
            _known[digest] = found
        return found


def look_again(request: HttpRequest) -> None:
    """Take the token as it is now. Raises AuthenticationError when it is not in force any more."""
    digest = token_of(request).digest
    _known.pop(digest, None)
    found = next(iter(ApiToken.objects.raw(FIND, [digest])), None)
    if found is None:
        raise AuthenticationError
    request.auth = _known[digest] = found  # type: ignore[attr-defined]


def token_of(request: HttpRequest) -> ApiToken:
    return cast(ApiToken, request.auth)  # type: ignore[attr-defined]


def caller_of(request: HttpRequest) -> Caller:
    return Caller(token_of(request))
