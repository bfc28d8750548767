"""Journey 8: Gao Ning connects a system; it hands over feedback and is told of cases. H1, N4"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from django.utils import timezone

from makegood.cases.models import Case
from makegood.intake.models import Feedback
from makegood.intake.operations import open_channel
from makegood.kit.actor import SYSTEM
from makegood.notices.models import WebhookDelivery
from makegood.notices.operations import deliver_due
from makegood.people.models import ApiToken
from makegood.wires.webhooks import is_genuine
from tests.browser import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "我要投诉！等了四十分钟都没上菜，服务员态极差，必须给个说法！"


@dataclass
class Listener:
    """Another system: refuses the first post, takes the next."""

    url: str
    answers: list[int]
    got: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.got.append((self.headers["Makegood-Signature"], body))
            self.send_response(heard.answers.pop(0) if heard.answers else 204)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    heard = Listener(f"http://127.0.0.1:{server.server_port}/hook", answers=[500])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield heard
    server.shutdown()
    server.server_close()


def test_a_system_posts_feedback_once_and_is_told_of_the_case_it_became(
    enter: Any,
    gaoning: Any,
    zhouhang: Any,
    company: Any,
    live_server: Any,
    work: Any,
    listener: Listener,
    settings: Any,
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    open_channel(code="api", name="接口", kind="api", by=SYSTEM, at=timezone.now())
    here = enter(gaoning)
    page = here.open("/office/tokens/")
    page.fill("#id_name", "网上商城")
    page.select_option("#id_branch", str(company.branch_a.pk))
    page.check("input[value='feedback:read']")
    page.locator("form.sheet-body button.primary").click()
    token = page.locator("input.secret").input_value()
    assert ApiToken.objects.get().name == "网上商城"
    assert token not in ApiToken.objects.values_list()[0]  # kept nowhere
    here.check_accessible()
    page = here.open("/office/tokens/")
    assert token not in page.content()

    page = here.open("/office/webhooks/")
    page.fill("#id_name", "企业微信")
    page.fill("#id_url", listener.url)
    page.select_option("#id_events", "cases.CaseOpened")
    page.locator("form.sheet-body button.primary").click()
    secret = page.locator("input.secret").input_value()
    here.check_accessible()

    machine = httpx.Client(
        base_url=f"{live_server.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=30
    )
    first = machine.post("/feedback", json={"text": TEXT}, headers={"Idempotency-Key": "order-1"})
    again = machine.post("/feedback", json={"text": TEXT}, headers={"Idempotency-Key": "order-1"})
    other = machine.post("/feedback", json={"text": "别的话"}, headers={"Idempotency-Key": "order-1"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert other.headers["content-type"].startswith("application/problem+json")
    assert Feedback.objects.count() == 1
    stranger = httpx.post(
        f"{live_server.url}/api/v1/feedback",
        json={"text": TEXT},
        headers={"Authorization": "Bearer x"},
        trust_env=False,
    )
    assert stranger.status_code == 401

    work()
    case = Case.objects.get()
    delivery = WebhookDelivery.objects.get()
    now = timezone.now()
    assert deliver_due(at=now) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("pending", 1, 500)
    assert deliver_due(at=now) == 0  # not at once again
    later = now + timedelta(hours=1)
    assert deliver_due(at=later) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 2, 204)
    (_, refused), (signed, taken) = listener.got
    assert refused == taken
    assert f'"case_id": {case.pk}'.replace(" ", "") in taken.decode().replace(" ", "")
    assert is_genuine(signed, taken, secret=secret, now=int(later.timestamp()))
    assert not is_genuine(signed, taken + b" ", secret=secret, now=int(later.timestamp()))
    page = here.open(f"/office/webhooks/{delivery.subscription_id}")
    assert "cases.CaseOpened" in page.locator("main").inner_text()
    here.check_quiet()


@pytest.mark.parametrize(("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESK)], ids=["zh-phone", "en-desk"])
def test_the_description_of_the_interface_opens_without_a_complaint_of_the_browser(
    visit: Any, locale: str, size: dict[str, int]
) -> None:
    here = visit(locale=locale, size=size)
    page = here.open("/api/v1/docs")
    assert "/feedback" in page.locator("main").inner_text()
    here.check_accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    answer = page.request.get(f"{here.address}/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.")
    here.check_quiet()
