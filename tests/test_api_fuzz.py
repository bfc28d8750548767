"""The interface under thousands of odd requests made from its own description: no failure of any kind.

What a description cannot say (no such channel, a time in the future, an address inside our own network) is
refused with 422; everything else that fits the description is taken.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from makegood.encounters.operations import record_encounter
from makegood.intake.operations import open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.people.operations import issue_token

EXAMPLES = int(os.environ.get("MAKEGOOD_FUZZ_EXAMPLES", "25"))
SCOPES = ["feedback:write", "feedback:read", "cases:read", "encounters:write", "webhooks:write"]
TAKEN = ["2xx", "401", "403", "404", "409", "413", "422"]
SECRET = "mg_a_token_for_the_fuzzer_only"
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": TAKEN}},
    "auth": {"openapi": {"Bearer": {"bearer": SECRET}}},
}


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """Text as it is; anything else as one line of JSON."""
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


schema = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), config=schemathesis.Config.from_dict(CONFIG)
)


@pytest.fixture
def house(db: Any, company: Any, wangfang: Any, now: Any) -> Iterator[None]:
    """Something to find, and a token that may do everything; requests leave the test's connection open."""
    channel = open_channel(code="api", name="接口", kind="api", by=SYSTEM, at=now)
    receive_feedback(channel=channel, key="1", text="空调坏了没有人来修", customer=wangfang, by=SYSTEM, at=now)
    record_encounter(kind="visit", reference="T1", branch=company.branch_a, started_at=now, by=SYSTEM, at=now)
    token, _secret = issue_token(name="fuzz", scopes=SCOPES, branch=None, secret=SECRET, by=SYSTEM, at=now)
    token.per_minute = 10_000_000
    token.save()
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_request_gets_an_answer_that_was_described(case: Any, house: None) -> None:
    case.call_and_validate()
