"""Every page, as every role: the right answer, at most 25 queries, and no more of them when rows multiply. N12, M2"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from makegood.approvals.models import ApprovalRequest
from makegood.cases.operations import make_tracking_link
from makegood.commitments.models import BusinessCalendar, CalendarVersion, Clock, Commitment, CommitmentVersion
from makegood.desk.case_actions import ACTIONS
from makegood.encounters.models import StageBatch
from makegood.intake.models import Feedback, Import
from makegood.journal.models import Entry, Outbox
from makegood.kit.actor import SYSTEM
from makegood.ledger.models import Budget
from makegood.notices.models import Notice, WebhookDelivery, WebhookSubscription
from makegood.people.models import Absence, ApiToken
from makegood.portal.receipts import receipt_for
from makegood.recovery.models import Fulfilment, PolicyVersion
from makegood.triage.models import TriageItem
from tests.pages_world import World, settle_in

pytestmark = pytest.mark.django_db
FRONTS = ("desk", "office", "portal")
MOST = 25
LOOKERS = {"linjing", "wumin", "hezhen", "suqing", "zhengkai", "gaoning"}
OF_STAGES = {"stages-one", "stages-held"}
OF_AN_IMPORT = {"import", "import-progress", "quarantine", "quarantine-export"}
DRAFTING = {"presets", "drafting", "redrafting", "quality-drafting", "quality-redrafting"}
ALLOWED = {
    **{page: LOOKERS - {"wumin"} for page in OF_AN_IMPORT | OF_STAGES | {"imports", "stages"}},
    **{page: {"linjing", "suqing", "gaoning"} for page in DRAFTING},
    **{page: {"linjing", "suqing"} for page in ("policy-new", "policy-edit")},
    **{page: LOOKERS - {"gaoning"} for page in ("budgets", "budget")},
    **{page: {"gaoning"} for page in ("hiring", "placement", "tokens", "webhooks", "deliveries")},
    "budget-new": {"wumin"},
    "intake": LOOKERS - {"zhengkai"},
}
OF_BRANCH_A = {
    "case", "presence", "extend", "propose", "case_action", "triage_item", "overrule", "feedback", "case_by_number",
}  # fmt: skip
OF_BRANCH_A_POSTED = {
    "write", "draft", "reveal_customer", "agree", "send_offer", "cancel_offer", "agree_to", "refuse_it", "pay",
    "no_answer", "settle", "answer_item", "accuse_in_item",
}  # fmt: skip
ITEM_PAGES = ("triage_item", "agree", "overrule", "answer_item", "inbox_item", "accuse_in_item")
HANDLING = {"propose", "case_action", "extend"}
SHORTCUTS = {"feedback", "case_by_number", "extend"}  # nothing can be extended any more: back to the case


@pytest.fixture
def world(
    company: Any, linjing: Any, zhouhang: Any, chenmo: Any, wumin: Any, hezhen: Any, suqing: Any, zhengkai: Any,
    gaoning: Any, now: datetime, monkeypatch: pytest.MonkeyPatch,
) -> World:  # fmt: skip
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    cache.clear()
    people = (linjing, zhouhang, chenmo, wumin, hezhen, suqing, zhengkai, gaoning)
    made = settle_in(company, {staff.username: staff for staff in people}, now)
    made.grow(4)
    return made


def routes() -> dict[str, URLPattern]:
    """Every named page of the fronts, `front:name`."""
    found = {}
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "namespace", None) in FRONTS or getattr(resolver, "app_name", None) in FRONTS:
            for pattern in resolver.url_patterns:
                found[f"{resolver.app_name}:{pattern.name or pattern.pattern}"] = pattern
    return found


def addresses(world: World) -> dict[str, str]:
    """One address for each page, its parameters taken from the first rows of branch A."""
    found, unknown = known_addresses(world)
    assert unknown == [], "give tests/test_pages.py a sample for these pages"
    return found


def known_addresses(world: World) -> tuple[dict[str, str], list[str]]:
    """The same, and the pages for which there is no sample."""
    samples = _samples(world)
    found, unknown = {}, []
    for name, pattern in routes().items():
        wanted = pattern.pattern.converters
        given = samples.get(name) or {key: samples[key] for key in wanted if key in samples}
        if set(given) != set(wanted):
            unknown.append(name)
        elif pattern.name:
            found[name] = reverse(name, kwargs=given)
    return found, unknown


def _first(model: Any) -> dict[str, int]:
    return {"pk": model.objects.order_by("pk").first().pk}


def _samples(world: World) -> dict[str, Any]:
    link = make_tracking_link(world.cases[0], by=SYSTEM, at=world.now)
    of_portal = {
        "portal:receipt": {"receipt": receipt_for(Feedback.objects.earliest("pk").pk)},
        **{f"portal:{name}": {"token": link, "pk": world.offers[0].pk} for name in ("accepting", "declining")},
        "portal:feedback": {"code": "web"},
        **{f"portal:{name}": {"code": "answer"} for name in ("badge", "charter-figures")},
    }
    found = {**_desk_samples(world), **_office_samples(world), **of_portal, "token": link}
    found |= {"kind": "csv", "rows": "feedback"}
    versions = [name for name, one in routes().items() if "versions/" in str(one.pattern) and name not in found]
    return {**dict.fromkeys(versions, _first(CommitmentVersion)), **found}


def _desk_samples(world: World) -> dict[str, Any]:
    case, offer, approval = world.cases[0], {"pk": world.offers[0].pk}, _first(ApprovalRequest)
    item = {"pk": TriageItem.objects.get(feedback=case.feedback).pk}
    clock = Clock.objects.get(subject_kind="case", subject_id=case.pk)
    of_case = ("case", "write", "draft", "presence", "reveal_customer", "propose")
    return {
        **{f"desk:{name}": {"pk": case.pk} for name in of_case},
        **{f"desk:{name}": item for name in ITEM_PAGES},
        **{f"desk:{name}": offer for name in ("send_offer", "cancel_offer")},
        **{f"desk:{name}": approval for name in ("agree_to", "refuse_it")},
        **{f"desk:{name}": _first(Fulfilment) for name in ("pay", "no_answer", "settle")},
        "desk:case_action": {"pk": case.pk, "verb": "escalate"},
        "desk:case_by_number": {"number": case.number},
        "desk:extend": {"pk": case.pk, "clock_pk": clock.pk},
        "desk:feedback": {"pk": case.feedback_id},
        "desk:open_notice": {"pk": Notice.objects.filter(staff=world.staff["zhouhang"]).earliest("pk").pk},
        "desk:drop_view": {"pk": 1},
        "desk:inbox/<int:pk>/": item,
    }


def _office_samples(world: World) -> dict[str, Any]:
    of_import = [name.removeprefix("office:") for name in routes() if name.startswith("office:import-")]
    firsts = {
        Import: (*of_import, "import", "quarantine"),
        StageBatch: ("stages-one", "stages-start", "stages-again", "stages-mend"),
        Commitment: ("commitment", "redrafting", "quality-redrafting"),
        PolicyVersion: ("policy-edit", "policy-publish"),
        Budget: ("budget", "funding"),
        WebhookSubscription: ("deliveries", "webhook-end"),
        CalendarVersion: ("calendar", "extending"),
        BusinessCalendar: ("calendar-filing",),
        Absence: ("withdrawing-absence",),
        ApiToken: ("revoking",),
        WebhookDelivery: ("redelivering",),
        Outbox: ("replaying",),
    }
    return {
        **{f"office:{name}": _first(model) for model, names in firsts.items() for name in names},
        "office:stages-held": {**_first(StageBatch), "kind": "csv"},
        "office:quarantine-export": {**_first(Import), "kind": "csv"},
        "office:placement": {"pk": world.staff["zhouhang"].pk},
    }


def browser(staff: Any | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if staff is not None:
        client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def walk(client: Client, pages: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Page name → (status, queries)."""
    found = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        found[name] = (answer.status_code, len(seen))
    return found


def wrong(seen: dict[str, dict[str, tuple[int, int]]]) -> list[str]:
    """Pages that answered somebody otherwise than they should. What only takes a POST has no page to look at."""
    posted = {name for pages in seen.values() for name, (status, _queries) in pages.items() if status == 405}
    return [
        f"{name} answered {who or 'a stranger'} with {status}, not {wanted}"
        for who, pages in seen.items()
        for name, (status, _queries) in pages.items()
        if name not in posted and status != (wanted := expected(name, who))
    ]


def expected(name: str, who: str) -> int:
    front, _, page = name.partition(":")
    if front == "portal":
        return 302 if page == "language" else 200
    if who == "":
        return 302
    if front == "office":
        return _in_the_office(page, who)
    if page in OF_BRANCH_A and who == "chenmo":
        return 404
    if page == "open_notice":
        return 302 if who == "zhouhang" else 404
    if page in HANDLING and who in ("wumin", "hezhen", "gaoning"):
        return 403
    return 302 if page in SHORTCUTS else 200


def _in_the_office(page: str, who: str) -> int:
    if who == "zhengkai" and page in OF_AN_IMPORT | OF_STAGES:
        return 404
    if page == "roster":  # everybody may look up who works when
        return 200
    if who not in ALLOWED.get(page, LOOKERS):
        return 403
    return 404 if page == "policy-edit" else 200  # the only policy is in force, and nothing edits that


def test_every_page_answers_each_role_rightly_with_few_queries_that_do_not_grow(world: World) -> None:
    pages = addresses(world)
    few = {who: walk(browser(world.staff.get(who)), pages) for who in ("", *world.staff)}
    assert wrong(few) == []
    over = [(who, name, seen) for who, found in few.items() for name, seen in found.items() if seen[1] > MOST]
    assert over == []
    world.grow(12)
    for who in ("linjing", "zhouhang", "zhengkai", "wumin"):
        read = {name: pages[name] for name, (status, _queries) in few[who].items() if status == 200}
        many = walk(browser(world.staff[who]), read)
        grown = {name: (few[who][name], seen) for name, seen in many.items() if seen[1] > few[who][name][1]}
        assert grown == {}, f"as {who} these ask more when there is more"


def test_an_agent_of_another_branch_finds_no_address_of_a_case(world: World) -> None:
    pages, client = addresses(world), browser(world.staff["chenmo"])
    of_a = {f"desk:{name}": pages[f"desk:{name}"] for name in OF_BRANCH_A | OF_BRANCH_A_POSTED}
    before = Entry.objects.count()
    for name, address in of_a.items():
        assert client.get(address).status_code in (404, 405), name
        form = {"reason": "x", "version": "1", "reference": "R1", "body": "x", "arrived": "yes"}
        assert client.post(address, form).status_code in (404, 405), name
    for verb in ACTIONS:
        for answer in (client.get, client.post):
            assert answer(f"/desk/cases/{world.cases[0].pk}/do/{verb}").status_code == 404, verb
    listed = client.get("/desk/cases").content.decode() + client.get("/desk/palette?q=C2026").content.decode()
    assert world.cases[0].number not in listed
    assert Entry.objects.count() == before
