"""Everything the page of one case shows, in a fixed number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.cases.models import Case, ClosingCondition
from makegood.cases.permissions import may_handle
from makegood.cases.queries import open_hand_off
from makegood.commitments.queries import clocks_of, requests_for_more_time
from makegood.conversations.queries import address_of, draft_of, filled_template, messages_of
from makegood.desk.forms.case import WriteForm
from makegood.desk.presenters import escalation, extension
from makegood.desk.presenters.next_step import next_step, step_code
from makegood.desk.presenters.timeline import lines, move_words
from makegood.desk.presenters.tongue import Tongue
from makegood.desk.presenters.triage import why_panel
from makegood.handbook.queries import templates_for
from makegood.panels.chips import chip_of, most_pressing
from makegood.panels.presenters import Group, PromiseChip
from makegood.people.models import Staff
from makegood.recovery.queries import offer_cards
from makegood.triage.models import Screening, TriageItem, Verdict


def page(
    case: Case, staff: Staff, *, at: datetime, form: WriteForm | None = None, write: str = "",
    language: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The whole context. ``form`` holds what a stale or faulty save brought back; ``write`` what to begin with.

    Templates and what to say are in the customer's language, or in the ``language`` that the writer asks for.
    """
    clocks = [clock for clock in clocks_of("case", [case.pk], at=at) if clock.state not in ("withdrawn", "cancelled")]
    chips = [chip_of(clock, at=at) for clock in clocks]
    chip = most_pressing(chips)
    asked = open_hand_off(case)
    cards = offer_cards(case.pk, locale=get_language() or "zh-hans")
    offer = next((card.offer for card in cards if card.offer.is_open), None)
    tongue = Tongue.of(case, language)
    help_ = tongue.help_for(step_code(case, asked, staff, offer))
    verdicts, screenings, item = judgements(case)
    handles = may_handle(staff, case)
    more_time = list(requests_for_more_time("case", [case.pk]))
    with translation.override(tongue.code):
        values = gaps(case, staff, chip)
    if form is None and handles:
        form = begin(case, staff, write, help_.templates, values)
    return {
        "case": case,
        "lines": lines(
            case, messages=list(messages_of([case.thread_id])), moves=list(case.moves.order_by("at", "pk")),
            clocks=clocks, verdicts=verdicts, screenings=screenings, offers=[card.offer for card in cards], at=at,
            more_time=more_time,
        ),
        "groups": list(Group),
        "chips": chips,
        **extension.of_case(clocks, more_time, may_ask=handles),
        "step": next_step(
            case, staff=staff, asked=asked, offer=offer, chip=chip, help_=help_, values=values, may_handle=handles
        ),
        "may_handle": handles,
        "form": form,
        "tongue": tongue,
        "templates": [(t.title, filled_template(t.body, values)[0]) for t in templates_for("", tongue.code)],
        "cards": cards,
        "conditions": list(ClosingCondition.objects.filter(case=case).order_by("pk")),
        "why": why_panel(verdicts[-1], item) if item and verdicts else None,
        "rating": case.ratings.order_by("-pk").first() if case.is_ended else None,
        "link": case.links.defer("token").order_by("-pk").first(),
        "escalations": escalation.of_case(case, staff, offers=[card.offer.pk for card in cards]),
    }  # fmt: skip


def judgements(case: Case) -> tuple[list[Verdict], list[Screening], TriageItem | None]:
    """What machine and people said about the feedback of this case."""
    if case.feedback_id is None:
        return [], [], None
    verdicts = list(
        Verdict.objects.filter(item__feedback_id=case.feedback_id).select_related("item__feedback").order_by("pk")
    )
    screened = Screening.objects.filter(item__feedback_id=case.feedback_id, undone_at=None).select_related("staff")
    return verdicts, list(screened), verdicts[-1].item if verdicts else None


def begin(case: Case, staff: Staff, write: str, templates: list[Any], values: dict[str, str]) -> WriteForm:
    """The composer as the page opens: what was asked for with its template, else the writer's own draft."""
    if write in ("reply", "acknowledgement", "question", "internal"):
        body = filled_template(templates[0].body, values)[0] if templates and write != "internal" else ""
        return WriteForm.fresh(case, kind=write, body=body)
    draft = draft_of(case.thread, staff)
    if draft is None:
        return WriteForm.fresh(case)
    return WriteForm.fresh(case, kind="internal" if draft.kind == "note" else draft.kind, body=draft.body)


def gaps(case: Case, staff: Staff, chip: PromiseChip | None) -> dict[str, str]:
    """What a template of the handbook may say of this case; unknown gaps stay open for the writer."""
    known = {
        "customer": address_of(case.customer, get_language() or "") or _("Customer"),
        "staff": staff.name,
        "case_number": case.number,
        "branch": str(case.branch or ""),
        "hotline": case.branch.hotline if case.branch else "",
        "due": date_format(timezone.localtime(chip.due_at), "DATE_FORMAT") if chip and chip.due_at else "",
    }
    return {name: value for name, value in known.items() if value}


def changes_since(case: Case, version: int) -> list[str]:
    """What happened to the case after the version somebody was looking at, newest last."""
    newer = case.version - version
    return [str(move_words(move)) for move in reversed(case.moves.order_by("-pk")[:newer])] if newer > 0 else []


def address(case: Case) -> str:
    return reverse("desk:case", args=[case.pk])
