"""The components that stand on a page by the hundred, drawn in Python: an icon, a promise chip, a person.

As templates they took most of a list's time. They are used like every other component (``<c-icon name="check" />``);
``templatetags.drawn`` leads there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from makegood.panels.presenters.people import initials
from makegood.panels.presenters.promise import ChipSegment, PromiseChip

MARKS = {
    "kept": '<path class="mark" stroke-width="1.8" d="m6.6 10.3 2.4 2.3 4.4-4.9"></path>',
    "broken": '<path class="mark" stroke-width="1.8" d="m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6"></path>',
    "paused": '<path class="mark" stroke-width="1.8" d="M8.2 7.2v5.6m3.6-5.6v5.6"></path>',
    "due_soon": '<path class="mark" stroke-width="1.8" d="M10 6.2v4.6m0 2.9v.1"></path>',
}
CORE = '<circle class="core" cx="10" cy="10" r="1.8"></circle>'
DAY, SHORT = "%Y-%m-%d %H:%M", "%m-%d %H:%M"


def esc(words: object) -> str:
    """``words``, lazy ones too, as they may stand in a page."""
    return conditional_escape(str(words) if not hasattr(words, "__html__") else words)  # type: ignore[arg-type]


def icon(name: str = "", size: str = "16", label: str = "") -> SafeString:
    return _icon(str(name), str(size), str(label))


@lru_cache(maxsize=1024)
def _icon(name: str, size: str, label: str) -> SafeString:
    seen = f'role="img" aria-label="{esc(label)}"' if label else 'aria-hidden="true"'
    use = f'<use href="{static("makegood/icons.svg")}#{esc(name)}"></use>'
    return SafeString(f'<svg class="glyph" width="{esc(size)}" height="{esc(size)}" {seen}>{use}</svg>')


def avatar(name: object = "", kind: str = "", size: str = "") -> SafeString:
    inner = icon("spark", "14") if kind == "machine" else esc(initials(str(name)))
    classes = f"avatar {esc(kind)} {esc(size)}"
    return SafeString(f'<span class="{classes}" aria-hidden="true" translate="no">{inner}</span>')


def person(name: object = "", kind: str = "") -> SafeString:
    return SafeString(f'<span class="person">{avatar(name, kind)}<span class="clip">{esc(name)}</span></span>')


def ring(chip: PromiseChip) -> SafeString:
    return SafeString(
        '<svg class="ring" viewBox="0 0 20 20" aria-hidden="true"><circle class="bed" cx="10" cy="10" r="8" '
        'fill="none" stroke-width="2.4"></circle><circle class="left" cx="10" cy="10" r="8" fill="none" '
        'stroke-width="2.4" '
        f'pathLength="100" stroke-dasharray="{chip.ring}" transform="rotate(-90 10 10)"></circle>'
        f"{MARKS.get(chip.state, CORE)}</svg>"
    )


def promise_chip(chip: PromiseChip | None = None, size: str = "", named: str = "", scope: str = "") -> SafeString:
    """The chip that drains, and its details in a popover."""
    if not chip:
        return SafeString("")
    place = f"promise-{esc(scope)}{chip.id}"
    words = chip.reason if chip.state == "paused" and chip.reason else chip.words
    name = f'<span class="promise-name">{esc(chip.statement)}</span>' if named else ""
    return SafeString(
        f'<button type="button" class="promise {esc(size)}" data-state="{chip.state}" popovertarget="{place}" '
        f'data-hover-popover>\n{ring(chip)}{name}<span class="promise-words">{esc(words)}</span><span '
        f'class="visually-hidden">{esc(chip.state_words)}. {_("Show the promise")}</span></button><span '
        f'class="promise-details" popover id="{place}" role="group" aria-label="{_("The promise and its clock")}">'
        f"{promise_details(chip)}</span>"
    )


def promise_details(chip: PromiseChip) -> SafeString:
    state, words, statement = esc(chip.state_words), esc(chip.words), esc(chip.statement)
    return SafeString(
        f'<span class="promise-sheet" data-state="{chip.state}">\n<b class="promise-statement">{statement}</b>\n'
        f'<span class="row"><span class="promise" data-state="{chip.state}">{ring(chip)}<span class="promise-words">'
        f"{state}</span></span><span>{words}</span></span>\n{_due(chip)}\n{_bars(chip)}\n"
        f"{''.join(map(_segment, chip.segments))}\n{_foot(chip)}\n</span>"
    )


def _due(chip: PromiseChip) -> str:
    if not chip.due_at:
        return ""
    provisional = " · " + _("provisional until that year's holidays are published") if chip.is_provisional else ""
    more = f" · {esc(chip.extension)}" if chip.extension else ""
    return f'<span class="promise-due">{_("Due %(due)s") % {"due": _local(chip.due_at, DAY)}}{provisional}{more}</span>'


def _bars(chip: PromiseChip) -> str:
    rects = [
        f'<rect class="seg-{kind}" x="{start}" y="1" width="{width}" height="8"></rect>'
        for kind, start, width in chip.bars
    ]
    begin = '<svg class="segments" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
    return f"{begin}{''.join(rects)}</svg>" if rects else ""


def _segment(segment: ChipSegment) -> str:
    until = _local(segment.ended_at, SHORT) if segment.ended_at else _("now")
    return (
        f'<span class="segment"><i class="key {segment.kind}"></i><span>{esc(segment.words)}</span>'
        f'<span class="number">{_local(segment.started_at, SHORT)} – {until}</span></span>'
    )


def _foot(chip: PromiseChip) -> str:
    if not (chip.calendar or chip.version):
        return ""
    said = _("Measured in working time: %(calendar)s") % {"calendar": esc(chip.calendar)} if chip.calendar else ""
    return f'<span class="foot">{said}{f" · {esc(chip.version)}" if chip.version else ""}</span>'


def _local(moment: datetime, form: str) -> str:
    return timezone.localtime(moment).strftime(form)


DRAWN: dict[str, Callable[..., Any]] = {
    "icon": icon,
    "avatar": avatar,
    "person": person,
    "ring": ring,
    "promise-chip": promise_chip,
    "promise-details": promise_details,
}
