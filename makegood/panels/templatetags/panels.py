"""Small things a template needs: initials, durations in words, numbers with their unit, a URL with one change."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.http import QueryDict

from makegood.panels.presenters.people import initials as initials_of

register = template.Library()


@register.filter
def initials(name: object) -> str:
    return initials_of(str(name))


@register.filter
def carries(message: Any, name: str) -> str:
    """What a message carries besides its words: the draft that arrived, or how to undo (see ``web.say``)."""
    try:
        return str(json.loads(getattr(message, "extra_tags", "") or "{}").get(name, ""))
    except ValueError:
        return ""


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """A share of 1 as a percentage; an unknown one as a dash."""
    return "–" if share is None else f"{100 * float(share):.{digits}f}%"


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The address of this page with some of its parameters changed; an empty value takes one away."""
    request = context.get("request")
    parameters = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.filter
def kept(request: Any, names: str) -> list[tuple[str, str]]:
    """The parameters of this address that a form must carry along."""
    return [(name, value) for name in names.split(",") for value in request.GET.getlist(name) if value]
