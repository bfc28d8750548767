"""Codes of the rooms as words, where a list holds bare codes."""

from __future__ import annotations

from django import template

from makegood.panels.presenters.promise import Words
from makegood.triage.models import Flag

register = template.Library()


@register.filter
def flag_words(code: str) -> Words:
    return Flag(code).label if code in Flag.values else code
