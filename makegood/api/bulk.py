"""NDJSON: each line on its own, so that one broken line spoils nothing."""

from __future__ import annotations

import hashlib
import json
import re

from pydantic import ValidationError

from makegood.api.schemas import FeedbackLine
from makegood.api.tokens import Caller
from makegood.customers.operations import NewCustomer
from makegood.intake.operations import NewFeedback
from makegood.people.models import Branch

KEY = re.compile(r"[!-~]{1,200}")


def read_lines(body: bytes, caller: Caller) -> list[NewFeedback]:
    """One item a line that is not blank. What cannot be read carries its reason code."""
    lines = [line.strip() for line in body.split(b"\n")]
    branches = {branch.code: branch.pk for branch in Branch.objects.filter(is_active=True)}
    return [_item(line, branches, caller) for line in lines if line]


def _item(line: bytes, branches: dict[str, int], caller: Caller) -> NewFeedback:
    try:
        given = FeedbackLine.model_validate_json(line)
    except ValidationError as problem:
        is_json = all(error["type"] != "json_invalid" for error in problem.errors())
        return NewFeedback(_key_of(line), line, problem="bad_item" if is_json else "bad_json")
    branch_id = branches.get(given.branch) if given.branch else caller.token.branch_id
    out_of_reach = caller.branch_ids is not None and branch_id not in caller.branch_ids
    if (given.branch and branch_id is None) or out_of_reach:
        return NewFeedback(given.key, line, problem="unknown_branch")
    return NewFeedback(
        given.key, line, text=given.text, subject=given.subject, customer=_customer(given), branch_id=branch_id,
        occurred_at=given.occurred_at, locale=given.locale,
    )  # fmt: skip


def _customer(given: FeedbackLine) -> NewCustomer | None:
    who = given.customer
    if who is None:
        return None
    contacts = who.contacts()
    return NewCustomer(who.name, who.reference, contacts[0] if contacts else None)


def _key_of(line: bytes) -> str:
    """The key that a broken line names, else a digest of it: sent again, it is the same broken line."""
    try:
        found = json.loads(line)
        key = found.get("key") if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        key = None
    if isinstance(key, str) and KEY.fullmatch(key):
        return key
    return f"line:{hashlib.sha256(line).hexdigest()}"
