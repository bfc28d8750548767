"""Who stands on which rung of a ladder: at the site, above it in its region, at the head office."""

from __future__ import annotations

from datetime import datetime

from makegood.commitments.models import Clock
from makegood.people.models import Branch, Role, Staff
from makegood.people.queries import on_duty, staff_in_charge, who_see, with_role
from makegood.reactions.subjects import About

OWNER, SITE, REGION, HEAD_OFFICE = "owner", "site", "region", "head_office"
LEADS = (Role.BRANCH_MANAGER, Role.TEAM_LEAD)


def whom_to_call(reach: str, clock: Clock, about: About, *, at: datetime) -> set[int]:
    """Ids of the people of one place, never the one complained about nor anybody who may not see the branch.

    A place where nobody is gives it to the next above: no owner, the site; no region, the head office.
    """
    branch = about.case.branch if about.case else clock.branch
    if reach == OWNER and about.case is not None and about.case.owner_id:
        return may_hear({about.case.owner_id}, about, branch)
    found = set[int]()
    if reach in (OWNER, SITE):
        found = _at_site(branch, about, at)
    elif reach == REGION:
        found = may_hear(_of_region(branch), about, branch)
    return found or may_hear(_at_head_office(about), about, branch)


def in_charge(clock: Clock, about: About) -> set[int]:
    """Whoever answers for the branch of a promise."""
    branch = about.case.branch if about.case else clock.branch
    return may_hear(set(staff_in_charge(branch.pk if branch else None, besides=about.accused)), about, branch)


def may_hear(ids: set[int], about: About, branch: Branch | None) -> set[int]:
    """Those of ``ids`` who may see the branch, and the owner; the one complained about never."""
    known = Staff.objects.filter(pk__in=ids, is_active=True).exclude(pk=about.accused.pk if about.accused else 0)
    seeing = set(who_see(known, branch).values_list("pk", flat=True))
    owner = about.case.owner_id if about.case else None
    return seeing | ({owner} & set(known.values_list("pk", flat=True)) if owner else set())


def _at_site(branch: Branch | None, about: About, at: datetime) -> set[int]:
    """Those in charge; of them those on duty, where the plan says that anybody is."""
    found = set(staff_in_charge(branch.pk if branch else None, besides=about.accused))
    there = found & set(on_duty(branch.pk, at)) if branch else set()
    return may_hear(there or found, about, branch)


def _of_region(branch: Branch | None) -> set[int]:
    """The leads of the nearest region above the branch."""
    above = [int(part) for part in branch.path.strip("/").split("/") if part] if branch else []
    regions = Branch.objects.filter(pk__in=above, kind=Branch.Kind.REGION, is_active=True)
    nearest = regions.order_by("-path").values_list("pk", flat=True).first()
    return set(with_role(*LEADS).filter(branch_id=nearest).values_list("pk", flat=True)) if nearest else set()


def _at_head_office(about: About) -> set[int]:
    return set(staff_in_charge(None, besides=about.accused))
