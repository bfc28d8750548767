"""A guaranteed promise was broken, or was kept after all."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from makegood.cases.models import Case
from makegood.commitments.events import BreachWithdrawn, PromiseBroken
from makegood.commitments.models import Clock, ClockVerdict
from makegood.conversations.operations import write_message
from makegood.encounters.models import Encounter
from makegood.journal import Mode, on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.reactions.encounter_cases import case_about, language_of
from makegood.reactions.subjects import case_behind
from makegood.recovery.operations import cancel_for_withdrawn_breach, propose_for_breach


@on(PromiseBroken, outside=True)
def make_good_a_broken_guarantee(event: PromiseBroken, entry: Entry) -> None:
    """A broken guarantee raises its remedy by itself, once; on an encounter it opens a case first. D6, N1

    Where the breach was withdrawn before this was heard, nothing is owed any more.
    """
    if not event.remedy_code or not _stands(event):
        return
    clock = Clock.objects.select_related("commitment").get(pk=event.clock_id)
    case = case_behind(clock) or _open_for_encounter(clock, entry)
    if case is not None:
        propose_for_breach(
            case, clock_id=clock.pk, verdict=event.verdict, guarantee=clock.commitment.code,
            remedy_code=event.remedy_code, at=entry.now,
        )  # fmt: skip


def _stands(event: PromiseBroken) -> bool:
    last = ClockVerdict.objects.filter(clock=event.clock_id).order_by("-number").first()
    return last is None or (last.number == event.verdict and last.superseded_at is None)


def _open_for_encounter(clock: Clock, entry: Entry) -> Case | None:
    if clock.subject_kind != "encounter":
        return None
    encounter = Encounter.objects.select_related("customer", "branch").get(pk=clock.subject_id)
    return case_about(encounter, clock.commitment.name, at=entry.now)


@on(BreachWithdrawn)
def take_back_what_was_not_owed(event: BreachWithdrawn, entry: Entry) -> None:
    """Later news showed that the promise was kept: its open offer is cancelled, an accepted one stands. N1

    The customer's page says so kindly; an offer that nobody had seen yet needs no words.
    """
    offer = cancel_for_withdrawn_breach(event.clock_id, at=entry.now)
    if offer is None or offer.sent_at is None or entry.mode != Mode.LIVE:
        return
    case = Case.objects.select_related("customer", "thread").get(pk=offer.case_id)
    with translation.override(language_of(case)):
        body = _(
            "We have learned since that we kept our promise to you after all, so we take back what we offered for it. "
            "If you remember it otherwise, tell us here: a person will look into it."
        )
    key = f"offer:{offer.pk}:taken-back"
    write_message(case.thread, kind="notice", body=body, by=SYSTEM, at=entry.now, external_key=key)
