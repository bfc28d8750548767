from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from makegood.cases.models import Case
from makegood.engines.offers import Facts
from makegood.recovery.models import Offer, RemedyKind
from makegood.recovery.rules.losses import likely_loss
from makegood.recovery.rules.states import STANDING
from makegood.triage.models import TriageItem

AGAIN_WITHIN = timedelta(days=90)
OUR_DOING = ("ours", "shared")


def promised_on(case_id: int) -> int:
    """What still stands for a case at most, in fen of worth to the customer, whoever proposed it."""
    standing = Offer.objects.filter(case_id=case_id, status__in=STANDING)
    return int(standing.aggregate(total=Sum("worth"))["total"] or 0)


def facts_of(case: Case, *, at: datetime, **known: object) -> Facts:
    """What the records say of a case; ``known`` (loss, acceptance, is_group …) is what a person adds or corrects."""
    given, apologies = _already_given(case)
    facts = Facts(
        severity=case.severity,
        fault=case.fault,
        tier=case.customer.tier if case.customer else "normal",
        channel=case.feedback.channel.code if case.feedback else "",
        branch=case.branch.code if case.branch else "",
        price=_price(case),
        loss_amount=case.loss_minor or 0,
        loss=likely_loss(_spoken_of(case), loss_amount=case.loss_minor or 0),
        failures=_failures_before(case, at),
        given=given,
        apologies=apologies,
    )
    return replace(facts, **known)  # type: ignore[arg-type]


def _price(case: Case) -> int:
    """What was paid: as noted on the case, else as the order or visit behind it says."""
    if case.price_minor is not None:
        return case.price_minor
    return case.encounter.amount_minor or 0 if case.encounter else 0


def _spoken_of(case: Case) -> list[str]:
    if case.feedback_id is None:
        return []
    found = TriageItem.objects.filter(feedback_id=case.feedback_id).values_list("aspects", flat=True).first()
    return list(found or ())


def _failures_before(case: Case, at: datetime) -> int:
    if case.customer_id is None:
        return 0
    earlier = Case.objects.filter(customer_id=case.customer_id, opened_at__gte=at - AGAIN_WITHIN, pk__lt=case.pk)
    return earlier.filter(fault__in=OUR_DOING).count()


def _already_given(case: Case) -> tuple[int, int]:
    """What still stands for the case: its worth in fen, and how many letters of apology."""
    letters = Count("options", filter=Q(options__remedy__family=RemedyKind.Family.APOLOGY))
    offers = (
        Offer.objects.filter(case=case, status__in=STANDING).annotate(letters=letters).values_list("worth", "letters")
    )
    rows = list(offers)
    return sum(worth for worth, _letters in rows), sum(count for _worth, count in rows)
