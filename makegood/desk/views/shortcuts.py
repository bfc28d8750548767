"""Addresses that people and notices know a thing by, and where it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from makegood.cases.permissions import visible_to as visible_cases
from makegood.panels.web import StaffRequest, staff_page
from makegood.triage.permissions import visible_to as visible_items


@staff_page
def case_by_number(request: StaffRequest, number: str) -> HttpResponse:
    return redirect("desk:case", get_object_or_404(visible_cases(request.user), number=number).pk)


@staff_page
def feedback(request: StaffRequest, pk: int) -> HttpResponse:
    """A feedback is looked at where it was screened."""
    return redirect("desk:triage_item", get_object_or_404(visible_items(request.user), feedback_id=pk).pk)


@staff_page
def inbox(request: StaffRequest) -> HttpResponse:
    return redirect(f"{reverse('desk:triage')}?{request.GET.urlencode()}")


@staff_page
def inbox_item(request: StaffRequest, pk: int) -> HttpResponse:
    return redirect("desk:triage_item", pk)


@staff_page
def all_approvals(request: StaffRequest) -> HttpResponse:
    return redirect("desk:approvals")
