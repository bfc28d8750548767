"""What was promised for a day will not be there: the customer hears it from us, before asking."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from makegood.conversations.operations import write_message
from makegood.encounters.events import StageLate
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations import note_told
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.quiet import not_before
from makegood.reactions.encounter_cases import case_about, language_of, page_of

QUIET = (time(21, 30), time(8))  # no customer's telephone rings for a parcel in these hours of the branch


@on(StageLate, outside=True)
def tell_before_they_ask(event: StageLate, entry: Entry) -> None:
    """A late parcel: what was promised, the new estimate and what we do, once a change; in quiet hours it waits. B10"""
    stage = Stage.objects.get(pk=event.stage_id)
    encounter = Encounter.objects.select_related("customer", "branch").get(pk=event.encounter_id)
    if stage.ended_at is not None or encounter.customer is None:
        return  # it has arrived meanwhile, or there is nobody to tell
    zone = ZoneInfo(encounter.branch.time_zone)
    case = case_about(encounter, str(_("Later than promised")), at=entry.now)
    with translation.override(language_of(case)):
        body = _words(event, encounter, zone, link=page_of(case, at=entry.now))
    write_message(
        case.thread, kind="notice", body=body, by=SYSTEM, at=entry.now, external_key=_key(event),
        not_before=not_before(entry.now.astimezone(zone), *QUIET),
    )  # fmt: skip
    note_told(stage.pk, at=entry.now)


def _key(event: StageLate) -> str:
    """One message for each thing there is to say."""
    return f"late:{event.stage_id}:{event.expected_at or event.reason}"


def _words(event: StageLate, encounter: Encounter, zone: ZoneInfo, *, link: str) -> str:
    promised = _day(event.promised_at, zone)
    lines = [
        _("Your order %(reference)s has not left us yet and may not arrive by %(promised)s. We are sorry.")
        if event.reason == "not_started"
        else _("Your order %(reference)s will not arrive by %(promised)s, as we promised. We are sorry."),
        _("The new estimate is %(expected)s.") if event.expected_at else _("We do not know the new day yet."),
        _("One of us is looking after it and tells you of every change; you need not do anything."),
        _("See how it stands, or write to us, here: %(link)s"),
    ]  # fmt: skip
    values = {
        "reference": encounter.reference, "promised": promised, "link": link,
        "expected": _day(event.expected_at, zone) if event.expected_at else "",
    }  # fmt: skip
    return "\n".join(line % values for line in lines)


def _day(moment: str, zone: ZoneInfo) -> str:
    local = datetime.fromisoformat(moment).astimezone(zone)
    return date_format(local, "Y-m-d H:i")
