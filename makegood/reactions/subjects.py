"""What a promise is about, in the words and with the people of the house."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.encounters.models import Encounter
from makegood.intake.models import Feedback
from makegood.people.models import Staff
from makegood.recovery.models import Offer

Words = dict[str, str]


def case_behind(clock: Clock) -> Case | None:
    """The case that a promise is about, directly or through its feedback, offer or encounter."""
    kind, pk = clock.subject_kind, clock.subject_id
    cases = Case.objects.select_related("customer", "branch", "accused")
    if kind == "offer":
        pk, kind = Offer.objects.values_list("case_id", flat=True).get(pk=pk), "case"
    look = {"case": {"pk": pk}, "feedback": {"feedback_id": pk}, "encounter": {"encounter_id": pk}}.get(kind)
    return cases.filter(**look).order_by("pk").first() if look else None


@dataclass(frozen=True)
class About:
    """Whom a promise concerns inside the house. ``accused`` never hears of it; ``subject`` is read by language."""

    case: Case | None
    accused: Staff | None
    subject: str | Words
    link: str

    @classmethod
    def of(cls, clock: Clock) -> About:
        case = case_behind(clock)
        if case is not None:
            return cls(case, case.accused, case.number, f"/desk/cases/{case.number}/")
        if clock.subject_kind == "feedback":
            feedback = Feedback.objects.select_related("accused").get(pk=clock.subject_id)
            return cls(None, feedback.accused, _numbered("feedback", feedback.pk), f"/desk/feedback/{feedback.pk}")
        if clock.subject_kind == "encounter":
            visit = Encounter.objects.filter(pk=clock.subject_id).values_list("reference", flat=True).first()
            return cls(None, None, str(visit or _numbered("encounter", clock.subject_id)), "/desk/escalations")
        return cls(None, None, _numbered(clock.subject_kind, clock.subject_id), "/desk/escalations")


def _numbered(kind: str, pk: int) -> Words:
    """The same in each language of the house: whoever reads it chooses."""
    words = {}
    for locale, _name in settings.LANGUAGES:
        with translation.override(locale):
            known = {"feedback": _("feedback %(pk)s"), "encounter": _("order or visit %(pk)s")}
            words[locale] = known.get(kind, _("item %(pk)s")) % {"pk": pk}
    return words


def promise_words(clock: Clock) -> Words:
    """The promise by its name, and for readers of other languages in the words of its statement."""
    version, name = clock.version, clock.commitment.name
    return {"zh-hans": name, "zh-hant": version.statement_zh_hant or name, "en": version.statement_en or name}
