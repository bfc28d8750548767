"""A person decides; the record of it can be undone but never lost."""

from datetime import timedelta

import pytest

from makegood.engines.statistics import Measured, NotEnough
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, NotAllowed, SomebodyWasFaster
from makegood.kit.periods import Period
from makegood.triage.models import Screening, TriageItem
from makegood.triage.operations import AlreadyScreened, classify, confirm_many, route, screen, undo_many, undo_screening
from makegood.triage.permissions import may_screen, may_set_routes, may_undo
from makegood.triage.queries import InboxFilters, agreement, disagreements, inbox, item_of, next_waiting, waiting_count
from makegood.triage.tests.factories import feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(company, now):
    return classify(feedback("等太久了", branch=company.branch_a), at=now)


def test_confirming_keeps_the_verdict(item, zhouhang, now):  # E5
    screening = screen(item, by=zhouhang.actor, at=now)
    item.refresh_from_db()
    assert (item.state, item.screened_by, item.nature) == ("screened", zhouhang, "complaint")
    assert screening.overruled == []
    assert Entry.objects.filter(name="triage.FeedbackScreened", actor_id=zhouhang.pk).count() == 1


def test_overruling_records_which_fields_and_wakes_the_person_in_charge(item, zhouhang, now):
    decided = {"urgency": "urgent", "nature": "complaint", "category": "event_organisation"}
    screening = screen(item, by=zhouhang.actor, at=now, decided=decided, note="现场排队")
    assert set(screening.overruled) == {"urgency", "category"}
    assert TriageItem.objects.get().priority == 0
    assert Entry.objects.filter(name="triage.FeedbackIsPressing").count() == 1


def test_a_second_screening_is_refused(item, zhouhang, linjing, now):
    stale = TriageItem.objects.get(pk=item.pk)
    screen(item, by=zhouhang.actor, at=now)
    with pytest.raises(SomebodyWasFaster):
        screen(stale, by=linjing.actor, at=now)
    with pytest.raises(AlreadyScreened):
        screen(item, by=linjing.actor, at=now)
    assert Screening.objects.count() == 1


def test_unknown_values_and_machines_are_refused(item, zhouhang, now):
    with pytest.raises(Invalid):
        screen(item, by=zhouhang.actor, at=now, decided={"nature": "nonsense"})
    with pytest.raises(Invalid):
        screen(item, by=zhouhang.actor, at=now, decided={"state": "screened"})
    with pytest.raises(NotAllowed):
        screen(item, by=SYSTEM, at=now)


def test_undoing_gives_back_exactly_what_was(item, zhouhang, now):
    before = TriageItem.objects.values().get()
    screening = screen(
        item, by=zhouhang.actor, at=now, decided={"nature": "praise", "feeling": "positive", "urgency": "urgent"}
    )
    undo_screening(screening, by=zhouhang.actor, at=now)
    assert TriageItem.objects.values().get() == before
    with pytest.raises(SomebodyWasFaster):
        undo_screening(screening, by=zhouhang.actor, at=now)
    screen(TriageItem.objects.get(), by=zhouhang.actor, at=now)
    assert Screening.objects.filter(undone_at=None).count() == 1


def test_many_are_confirmed_at_once_and_the_late_ones_left_out(item, company, zhouhang, now):
    others = [classify(feedback(f"还不错{i}", branch=company.branch_a), at=now) for i in range(3)]
    screen(item, by=zhouhang.actor, at=now)
    assert len(confirm_many([item, *others], by=zhouhang.actor, at=now)) == 3
    assert not TriageItem.objects.waiting().exists()


def test_a_bulk_action_is_undone_as_a_whole(item, company, zhouhang, now):
    items = [item, *(classify(feedback(f"还不错{i}", branch=company.branch_a), at=now) for i in range(3))]
    before = list(TriageItem.objects.order_by("pk").values())
    done = confirm_many(items, by=zhouhang.actor, at=now)
    undo_screening(done[0], by=zhouhang.actor, at=now)
    assert len(undo_many(done, by=zhouhang.actor, at=now)) == 3
    assert list(TriageItem.objects.order_by("pk").values()) == before
    assert undo_many(done, by=zhouhang.actor, at=now) == []
    assert Entry.objects.filter(name="triage.ScreeningUndone").count() == 4


def test_an_agent_of_another_branch_sees_nothing(item, zhouhang, chenmo, linjing, now):
    filters = InboxFilters()
    assert inbox(zhouhang, filters, at=now).total == inbox(linjing, filters, at=now).total == 1
    assert inbox(chenmo, filters, at=now).total == 0
    assert item_of(chenmo, item.pk) is None
    assert waiting_count(chenmo) == 0


def test_the_inbox_puts_pressing_items_first_and_counts_in_three_queries(
    item, company, linjing, now, django_assert_num_queries
):
    urgent = classify(feedback("插座漏电起火了", branch=company.branch_a), at=now)
    classify(feedback("请问几点开门", branch=company.branch_b), at=now)
    with django_assert_num_queries(2):
        page = inbox(linjing, InboxFilters(), at=now + timedelta(hours=2))
    assert page.items[0].pk == urgent.pk
    assert page.total == 3
    counts = {k: page.counts[k] for k in ("all", "urgency_urgent", "nature_enquiry", "overdue")}
    assert counts == {"all": 3, "urgency_urgent": 1, "nature_enquiry": 1, "overdue": 1}


def test_filters_come_from_the_address_and_nonsense_is_ignored(item, linjing, now):
    assert InboxFilters.from_query(
        {"nature": "complaint", "urgency": "x", "branch": "９", "page": "2"}
    ) == InboxFilters(nature="complaint")
    assert inbox(linjing, InboxFilters.from_query({"q": "太久"}), at=now).total == 1
    assert inbox(linjing, InboxFilters.from_query({"q": "退款"}), at=now).total == 0
    assert inbox(linjing, InboxFilters.from_query({"history": "1"}), at=now).total == 0


def test_after_one_item_comes_the_next(item, company, linjing, now):
    later = classify(feedback("差评", branch=company.branch_a, at=now - timedelta(hours=1)), at=now)
    assert next_waiting(linjing, item, InboxFilters(), at=now) == later
    assert next_waiting(linjing, later, InboxFilters(), at=now) is None


def test_agreement_says_not_enough_until_enough_was_screened(item, company, zhouhang, now):
    period = Period(now, now + timedelta(days=1))
    screen(item, by=zhouhang.actor, at=now)
    assert agreement(period)["nature"] == NotEnough(1, 20)
    items = [classify(feedback(f"等太久了 {i}", branch=company.branch_a), at=now) for i in range(24)]
    for one in items[:5]:
        screen(one, by=zhouhang.actor, at=now, decided={"nature": "suggestion"})
    confirm_many(items[5:], by=zhouhang.actor, at=now)
    found = agreement(period)["nature"]
    assert isinstance(found, Measured)
    assert (found.n, found.value) == (25, 0.8)
    assert found.low < 0.8 < found.high
    assert disagreements(period, field="nature").count() == 5
    assert agreement(period, branch_ids=frozenset({company.branch_b.pk}))["nature"] == NotEnough(0, 20)


def test_routing_by_hand_moves_the_item_once(item, company, zhouhang, now):
    stale = TriageItem.objects.get(pk=item.pk)
    route(item, department=company.logistics, by=zhouhang.actor, at=now)
    with pytest.raises(SomebodyWasFaster):
        route(stale, department=company.service, by=zhouhang.actor, at=now)
    assert TriageItem.objects.get().department == company.logistics


def test_auditors_and_finance_do_not_screen(item, hezhen, wumin, zhouhang, linjing, zhengkai, now):
    assert [may_screen(p) for p in (hezhen, wumin, zhouhang, linjing)] == [False, False, True, True]
    assert [may_set_routes(p) for p in (zhouhang, linjing)] == [False, True]
    screening = screen(item, by=linjing.actor, at=now)
    assert [may_undo(p, screening) for p in (zhouhang, zhengkai, linjing)] == [False, True, True]
