"""The page that explains the API, made from its own description; it needs no script."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from makegood.api.app import api
from makegood.notices.queries import event_names

EXAMPLES = {
    "post_feedback": {
        "text": "We waited forty minutes for our food.", "subject": "Slow food", "customer": {"phone": "13800138000"},
    },
    "post_encounter": {
        "kind": "visit", "reference": "T12-0981", "branch": "jingan", "started_at": "2026-11-18T12:00:00+08:00",
        "stages": [{"name": "dishes", "started_at": "2026-11-18T12:04:00+08:00"}],
    },
    "post_stage": {"name": "dishes", "ended_at": "2026-11-18T12:31:00+08:00"},
    "post_measure": {"name": "temperature", "value": 63.5, "at": "2026-11-18T12:31:00+08:00"},
    "post_webhook": {"name": "CRM", "url": "https://crm.example.com/hooks/makegood", "events": ["cases.*"]},
}  # fmt: skip
SUMMARIES = {
    "post_feedback": gettext_noop("Hand over one item. With an Idempotency-Key it is taken in once."),
    "list_feedback": gettext_noop("Feedback of the token's branches, oldest first, in pages."),
    "post_feedback_bulk": gettext_noop(
        "Hand over many items, one JSON object a line, each with its key. What cannot be read is kept aside and "
        "named in the answer."
    ),
    "get_feedback": gettext_noop("One item; another branch's is not found."),
    "list_cases": gettext_noop("Cases of the token's branches, oldest first, in pages."),
    "get_case": gettext_noop("One case; another branch's is not found."),
    "post_encounter": gettext_noop(
        "Tell of an order, visit or session, with the stages known so far. Repeatable, in any order."
    ),
    "post_stage": gettext_noop(
        "Tell what you know of one stage. The earliest beginning and the first end after it stand."
    ),
    "post_stages_bulk": gettext_noop(
        "Tell of many stages, one JSON object a line; late, repeated and in any order. What cannot be true is set "
        "aside with its reason and taken in later if it can."
    ),
    "post_stages_hook": gettext_noop(
        "The same from a system that signs its posts instead of showing a token. A post played again gets its first "
        "answer and changes nothing."
    ),
    "post_measure": gettext_noop(
        "Tell what was measured of it, such as a temperature. Told again with another value for the same moment, it is "
        "a correction."
    ),
    "list_webhooks": gettext_noop("The subscriptions that this token made."),
    "post_webhook": gettext_noop("Be told of events from now on, by posts signed with the secret in the answer."),
    "delete_webhook": gettext_noop("Be told no more."),
}
SCOPES = {
    "post_feedback": "feedback:write", "post_feedback_bulk": "feedback:write", "list_feedback": "feedback:read",
    "get_feedback": "feedback:read", "list_cases": "cases:read", "get_case": "cases:read",
    "post_encounter": "encounters:write", "post_stage": "encounters:write", "post_stages_bulk": "encounters:write",
    "post_measure": "encounters:write", "list_webhooks": "webhooks:write",
    "post_webhook": "webhooks:write", "delete_webhook": "webhooks:write",
}  # fmt: skip
_STAGE = (
    '{"kind": "order", "reference": "D1", "branch": "jingan", "encounter_started_at": "2026-11-18T12:00:00+08:00", '
    '"stage": "delivery", "promised_at": "2026-11-20T18:00:00+08:00"}\n'
    '{"kind": "order", "reference": "D1", "stage": "delivery", "expected_at": "2026-11-21T18:00:00+08:00"}'
)
LINES = {
    "post_feedback_bulk": '{"key": "a-1", "text": "..."}\n{"key": "a-2", "text": "..."}',
    "post_stages_bulk": _STAGE,
    "post_stages_hook": _STAGE,
}


def docs(request: HttpRequest) -> HttpResponse:
    paths = api.get_openapi_schema()["paths"]
    operations = [_operation(path, verb, one) for path, ways in paths.items() for verb, one in ways.items()]
    context = {"operations": operations, "events": event_names(), "base": f"{settings.PUBLIC_URL}/api/v1"}
    return render(request, "api/docs.html", context)


def _operation(path: str, verb: str, found: dict[str, Any]) -> dict[str, Any]:
    name = found["operationId"]
    example = json.dumps(EXAMPLES[name], ensure_ascii=False, indent=2) if name in EXAMPLES else ""
    return {
        "id": name,
        "verb": verb.upper(),
        "path": path,
        "summary": _(SUMMARIES[name]),
        "scope": SCOPES.get(name, ""),
        "parameters": found.get("parameters", []),
        "example": LINES.get(name, example),
        "statuses": sorted(str(status) for status in found["responses"]),
    }
