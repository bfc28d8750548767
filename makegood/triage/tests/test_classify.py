"""An engine judges, and what it found is kept with its reasons."""

import pytest

from makegood.journal.models import Entry
from makegood.journal.modes import Mode, in_mode
from makegood.kit.actor import SYSTEM
from makegood.triage.models import TriageItem, Verdict
from makegood.triage.operations import add_routing_rule, classify, classify_batch, reclassify
from makegood.triage.queries import facts_of, marked, why
from makegood.triage.tests.factories import feedback

pytestmark = pytest.mark.django_db


def names():
    return list(Entry.objects.filter(name__startswith="triage.").order_by("pk").values_list("name", flat=True))


def test_an_item_gets_a_verdict_with_the_words_that_decided(company, now):  # E5
    item = classify(feedback("服务态度太差了，要求退款", subject="投诉", branch=company.branch_a), at=now)
    verdict = item.verdicts.get()
    assert (item.nature, item.urgency, item.category, item.source) == (
        "complaint", "important", "product_service", "customer",
    )  # fmt: skip
    assert (verdict.engine, verdict.nature) == ("lexicon", "complaint")
    nature = next(line for line in why(verdict, item.feedback) if line.field == "nature")
    assert ("subject", "投诉") in {(word.part, word.word) for word in nature.words}
    assert "".join(s.text for s in marked(verdict, item.feedback)) == "服务态度太差了，要求退款"
    assert "太差" in {s.text for s in marked(verdict, item.feedback) if s.reasons}


def test_classifying_twice_changes_nothing(company, now):
    words = feedback("等太久了")
    assert classify(words, at=now).pk == classify(words, at=now).pk
    assert classify_batch([words.pk], at=now) == 0
    assert Verdict.objects.count() == 1
    assert names() == ["triage.FeedbackClassified"]


def test_urgent_news_is_recorded_for_the_person_in_charge(company, now):  # E5
    classify(feedback("蛋糕里吃出玻璃碎片，送医院了", branch=company.branch_a), at=now)
    entry = Entry.objects.get(name="triage.FeedbackIsPressing")
    assert entry.data["urgency"] == "urgent"
    assert "safety" in entry.data["flags"]
    assert entry.branch_id == company.branch_a.pk


def test_a_batch_takes_the_same_queries_whatever_its_size(company, now, django_assert_max_num_queries):
    ids = [feedback(f"第{i}次反映，等太久了").pk for i in range(60)]
    with django_assert_max_num_queries(12):
        assert classify_batch(ids[:5], at=now, batch_id=3) == 5
    with django_assert_max_num_queries(12):
        assert classify_batch(ids, at=now, batch_id=3) == 55
    assert TriageItem.objects.count() == 60


def test_history_wakes_nobody_and_has_no_time_limit(company, now):
    with in_mode(Mode.BACKFILL):
        words = feedback("漏电了，差点触电")
        classify_batch([words.pk], at=now, batch_id=1)
    item = TriageItem.objects.get()
    assert (item.mode, item.urgency, item.screening_due_at) == ("backfill", "urgent", None)
    assert names() == ["triage.FeedbackBatchClassified"]
    assert facts_of([words.pk])[words.pk].urgency == "urgent"


def test_a_routing_rule_names_the_department(company, now):  # E5
    add_routing_rule(department=company.logistics, aspect="delivery", by=SYSTEM, at=now)
    add_routing_rule(department=company.service, nature="complaint", by=SYSTEM, at=now)
    assert classify(feedback("快递丢件了，没人管"), at=now).department_id == company.logistics.pk
    assert classify(feedback("差评！"), at=now).department_id == company.service.pk


def test_a_new_engine_version_stands_beside_the_old_one(company, now, monkeypatch):
    from makegood.engines.text.lexicon import LexiconEngine

    words = feedback("等太久了")
    item = classify(words, at=now)
    assert reclassify([words.pk], at=now) == 0
    monkeypatch.setattr(LexiconEngine, "version", "2-test")
    assert reclassify([words.pk], at=now) == 1
    assert list(item.verdicts.values_list("version", flat=True)) == ["1", "2-test"]
