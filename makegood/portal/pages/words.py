"""The state of a case as a customer would put it: where it stands, and what happens next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Status

STEPS: tuple[tuple[Promise, frozenset[str]], ...] = (
    (_("Received"), frozenset({Status.RECEIVED})),
    (_("Taken up"), frozenset({Status.ACKNOWLEDGED})),
    (_("Being looked into"), frozenset({Status.INVESTIGATING})),
    (_("Result"), frozenset({Status.DECIDED, Status.OFFERED, Status.ACCEPTED, Status.REJECTED, Status.PERFORMED,
                            Status.FOLLOWED_UP})),
    (_("Done"), frozenset({Status.CLOSED, Status.WITHDRAWN})),
)  # fmt: skip
STANDING: dict[str, Promise] = {
    Status.RECEIVED: _("We have your complaint."),
    Status.ACKNOWLEDGED: _("Somebody is taking care of your complaint."),
    Status.INVESTIGATING: _("We are looking into what happened."),
    Status.DECIDED: _("We have reached a result."),
    Status.OFFERED: _("We have a proposal for you."),
    Status.ACCEPTED: _("Thank you for accepting. We are preparing it."),
    Status.REJECTED: _("You declined our proposal. We are looking for something better."),
    Status.PERFORMED: _("What we promised has been delivered."),
    Status.FOLLOWED_UP: _("We have asked whether everything is right now."),
    Status.CLOSED: _("Your complaint is closed."),
    Status.WITHDRAWN: _("You took your complaint back."),
}
NEXT: dict[str, Promise] = {
    Status.RECEIVED: _("Next, a person reads it and gets in touch with you."),
    Status.ACKNOWLEDGED: _("Next, we find out what happened and tell you the result."),
    Status.INVESTIGATING: _("Next, we tell you what we found and what we will do."),
    Status.DECIDED: _("Please read the result below. Write to us if something is missing."),
    Status.OFFERED: _("Please choose below what suits you. You may also decline."),
    Status.ACCEPTED: _("You need not do anything. We tell you here when it is on its way."),
    Status.REJECTED: _("Next, we write to you with another proposal or a reason."),
    Status.PERFORMED: _("Please tell us if it has not reached you."),
    Status.FOLLOWED_UP: _("Please tell us if anything is still wrong."),
    Status.CLOSED: _("If it is not really right, say so below and we take it up again."),
    Status.WITHDRAWN: _("If you change your mind, write to us here."),
}
WAITING = _("We have a question for you. Please answer below so that we can go on.")


def step_of(status: str) -> int:
    """The place of a status in the five steps, from 0."""
    return next(place for place, (_words, statuses) in enumerate(STEPS) if status in statuses)
