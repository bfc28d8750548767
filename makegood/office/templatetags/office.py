"""Cells of a table whose kind is only known when it is drawn."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def cell(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@register.filter
def cell_class(value: Any) -> str:
    if isinstance(value, (datetime, date)):
        return "nowrap number-left soft"
    if isinstance(value, (int, float)):
        return "number-left"
    return "subject" if len(str(value or "")) > 30 else ""


@register.filter
def before_day(text: str) -> str:
    """The last day of a period whose end is written half-open."""
    try:
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
    except ValueError:
        return text
