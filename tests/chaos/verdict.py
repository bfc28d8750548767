"""What the installation holds after the killing: `python -m tests.chaos.verdict` prints it as JSON."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import django


def main() -> None:
    django.setup()
    print(json.dumps({**_waiting(), **_taken_in(), **_trips(), **_made_good(), **_proofs()}))


def _waiting() -> dict[str, Any]:
    """What is still under way; all zero once the installation has come to rest."""
    from makegood.commitments.models import Clock
    from makegood.conversations.models import Delivery, Message
    from makegood.journal.models import Outbox
    from makegood.recovery.models import Fulfilment, Offer

    unsettled = [Offer.Status.PROPOSED, Offer.Status.ACCEPTED, Offer.Status.FULFILLING]
    return {
        "pending": Outbox.objects.filter(state="pending").count(),
        "parked": list(Outbox.objects.filter(state="parked").values_list("reaction", "last_error")),
        "tried_again": Outbox.objects.filter(attempts__gt=0).count(),
        "running_guarantees": Clock.objects.filter(commitment__is_guarantee=True, state="running").count(),
        "unsettled_offers": Offer.objects.filter(status__in=unsettled).count(),
        "unsettled_fulfilments": Fulfilment.objects.exclude(state__in=["done", "failed"]).count(),
        "unsent": Message.objects.filter(delivery=Delivery.PENDING).count(),
    }


def _taken_in() -> dict[str, Any]:
    from makegood.intake.models import Arrival, Feedback
    from makegood.triage.models import TriageItem

    return {
        "arrivals": sorted(Arrival.objects.values_list("key", flat=True)),
        "feedback": {key: pk for pk, key in Feedback.objects.values_list("pk", "arrival__key")},
        "feedback_rows": Feedback.objects.count(),
        "judged_once": TriageItem.objects.count() == Feedback.objects.count(),
        "complaints": sorted(TriageItem.objects.filter(nature="complaint").values_list("feedback_id", flat=True)),
    }


def _trips() -> dict[str, Any]:
    from makegood.cases.models import Case
    from makegood.conversations.models import Message
    from makegood.notices.models import Notice

    cases = dict(Case.objects.values_list("feedback_id", "thread_id"))
    kinds: Counter[tuple[int, str]] = Counter(Message.objects.values_list("thread_id", "kind"))
    return {
        "cases": sorted(Case.objects.values_list("feedback_id", flat=True)),
        "acknowledgements": {str(pk): kinds[thread, "auto_acknowledgement"] for pk, thread in cases.items()},
        "customer_messages": {str(pk): kinds[thread, "customer_message"] for pk, thread in cases.items()},
        "told_owners": Notice.objects.filter(kind="case.opened").count(),
    }


def _made_good() -> dict[str, Any]:
    from makegood.commitments.models import Clock
    from makegood.recovery.models import Coupon, Fulfilment, Offer

    broken = Clock.objects.filter(commitment__is_guarantee=True, state="broken")
    offers = Offer.objects.filter(source="guarantee")
    done = Counter(Fulfilment.objects.filter(state="done").values_list("option", flat=True))
    return {
        "broken": sorted(broken.values_list("pk", flat=True)),
        "broken_cases": sorted(broken.values_list("subject_id", flat=True)),
        "offers": sorted(offers.values_list("clock_id", flat=True)),
        "accepted": dict(Counter(offers.values_list("status", flat=True))),
        "delivered_twice": [option for option, times in done.items() if times > 1],
        "coupons": Coupon.objects.count(),
    }  # fmt: skip


def _proofs() -> dict[str, Any]:
    from django.utils import timezone

    from makegood.intake.queries import daily_balance
    from makegood.journal.models import Entry, Outbox
    from makegood.journal.modes import Mode
    from makegood.journal.operations.seal import verify
    from makegood.journal.registry import reactions_to
    from makegood.kit.periods import Period
    from makegood.ledger.queries import prove_balances

    now = timezone.now()
    owed = Counter(
        (pk, reaction.name)
        for pk, name, mode in Entry.objects.values_list("pk", "name", "mode")
        for reaction in reactions_to(name, Mode(mode))
    )
    written = Counter(Outbox.objects.values_list("entry_id", "reaction"))
    days = daily_balance(Period(now - timedelta(days=2), now + timedelta(days=2)))
    report = verify()
    return {
        "outbox_lost": [list(row) for row in (owed - written)],
        "outbox_doubled": [list(row) for row in (written - owed)],
        "outbox": sum(written.values()),
        "missing_a_day": [day.missing for day in days],
        "received": sum(day.received for day in days),
        "ledger_problems": prove_balances().problems,
        "journal_problems": report.problems,
        "journal_entries": report.entries,
        "seals": report.seals,
    }


if __name__ == "__main__":
    main()
