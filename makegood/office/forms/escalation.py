from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import EscalationLadder
from makegood.commitments.operations import Reach, Rung
from makegood.panels.escalation_words import REACHES

STEPS = 6
NOBODY: tuple[str, Any] = ("", _("nobody"))
BEFORE, AFTER = "share", "after"
WHEN = [(BEFORE, _("% of the time limit used")), (AFTER, _("hours after the breach"))]
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
SUGGESTED = [Rung(Reach.SITE), Rung(Reach.REGION, after=4 * 3600), Rung(Reach.HEAD_OFFICE, after=12 * 3600)]


class LadderForm(forms.Form):
    """A ladder as it is typed: up to six steps, each with a moment and a place; a step that calls nobody is none."""

    def __init__(self, *args: Any, for_house: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("own", _("These steps")), ("none", _("Nobody is called"))]
        if not for_house:
            kinds.insert(0, ("house", _("As the house")))
        self.fields["kind"] = forms.ChoiceField(label=_("Who is called"), choices=kinds, widget=forms.RadioSelect)
        for n in range(1, STEPS + 1):
            self.fields[f"amount_{n}"] = forms.DecimalField(
                label=_("Step %(n)s: number") % {"n": n}, required=False, min_value=Decimal(0), max_value=Decimal(2160),
                max_digits=6, decimal_places=2, localize=False,
            )  # fmt: skip
            self.fields[f"when_{n}"] = forms.ChoiceField(
                label=_("Step %(n)s: when") % {"n": n}, required=False, choices=WHEN
            )
            self.fields[f"reach_{n}"] = forms.ChoiceField(
                label=_("Step %(n)s: who") % {"n": n}, required=False, choices=[NOBODY, *REACHES.items()]
            )
            self.fields[f"email_{n}"] = forms.BooleanField(
                label=_("Step %(n)s: by e-mail, too") % {"n": n}, required=False
            )

    @property
    def steps(self) -> list[dict[str, Any]]:
        parts = ("amount", "when", "reach", "email")
        return [{"n": n, **{part: self[f"{part}_{n}"] for part in parts}} for n in range(1, STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for n in range(1, STEPS + 1):
            if told.get(f"reach_{n}") and told.get(f"amount_{n}") is None and f"amount_{n}" not in self.errors:
                self.add_error(f"amount_{n}", _("Say when this step comes."))
        return told

    @property
    def rungs(self) -> list[Rung] | None:
        """The clean steps as the promises room takes them; None to follow the house."""
        told = self.cleaned_data
        if told["kind"] != "own":
            return None if told["kind"] == "house" else []
        return [self._rung(n) for n in range(1, STEPS + 1) if told[f"reach_{n}"]]

    def _rung(self, n: int) -> Rung:
        told = self.cleaned_data
        reach, amount, by_email = Reach(told[f"reach_{n}"]), told[f"amount_{n}"], told[f"email_{n}"]
        if told[f"when_{n}"] == BEFORE:
            return Rung(reach, share=int(amount), by_email=by_email)
        return Rung(reach, after=int(amount * 3600), by_email=by_email)


class QuietHoursForm(forms.Form):
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TIME)
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=TIME)


def initial_of(ladder: EscalationLadder | None, *, for_house: bool) -> dict[str, Any]:
    """What the form shows: the ladder in force, else (for the house) one to begin with."""
    if ladder is None:
        return {"kind": "own" if for_house else "house"} | _filled(SUGGESTED)
    return {"kind": "own" if ladder.rungs else "none"} | _filled(ladder.steps() or SUGGESTED)


def _filled(rungs: Sequence[Rung]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n, rung in enumerate(rungs, 1):
        amount = rung.share if rung.share is not None else f"{Decimal(rung.after) / 3600:.2f}".rstrip("0").rstrip(".")
        when = BEFORE if rung.share is not None else AFTER
        found |= {f"amount_{n}": amount, f"when_{n}": when, f"reach_{n}": rung.reach.value, f"email_{n}": rung.by_email}
    return found | {f"when_{n}": AFTER for n in range(len(rungs) + 1, STEPS + 1)}
