from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.people.models import Branch, Role, Staff
from makegood.people.permissions import branch_ids_of, may_issue_tokens


def staff_in_sight(viewer: Staff) -> QuerySet[Staff]:
    """Everybody in the branches that ``viewer`` answers for."""
    branch_ids = branch_ids_of(viewer)
    people = Staff.objects.select_related("branch", "department").order_by("pinyin", "pk")
    return people if branch_ids is None else people.filter(branch_id__in=branch_ids)


def people_page(request: StaffRequest) -> dict[str, Any]:
    people = staff_in_sight(request.user)
    if words := request.GET.get("q", "").strip()[:40]:
        people = people.filter(Q(name__icontains=words) | Q(pinyin__icontains=words) | Q(username__icontains=words))
    if (role := request.GET.get("role", "")) in Role.values:
        people = people.filter(role=role)
    rows, page = page_of(people, request)
    return {
        "rows": rows,
        "page": page,
        "branches": _branches(request.user),
        "roles": Role.choices,
        "may_change": may_issue_tokens(request.user),
    }


def _branches(viewer: Staff) -> list[Branch]:
    branch_ids = branch_ids_of(viewer)
    branches = Branch.objects.annotate(headcount=Count("staff", filter=Q(staff__is_active=True)))
    return list(branches if branch_ids is None else branches.filter(pk__in=branch_ids))
