"""One public promise as others may show it on their pages: words, share, interval, n and period. D3"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from unicodedata import east_asian_width

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.queries import QualityReading, attainment, public_promises, quality_of
from makegood.engines.statistics import Measured
from makegood.kit.periods import Period
from makegood.portal.pages.front_door import DAYS

KEPT_FOR = 300
LANGUAGES = ("zh-hans", "zh-hant", "en")
WIDTH, LINE = 360, 44


@dataclass(frozen=True)
class Figures:
    """What the badge says. `share`, `low` and `high` are in [0, 1], None where there is not enough data."""

    code: str
    statement: dict[str, str]
    share: float | None
    low: float | None
    high: float | None
    n: int
    minimum: int
    target: float
    since: str
    until: str
    as_of: str
    mean: float | None = None


def figures_of(code: str, *, at: datetime) -> dict[str, Any] | None:
    """Computed at most once in five minutes, however many pages show it; None for what is not promised publicly."""
    key = f"badge:{code}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        version = public_promises(at).filter(commitment__code=code).first()
        if version is None:
            return None
        found = asdict(_counted(version, at))
        cache.set(key, found, KEPT_FOR)
    return found


def _counted(version: CommitmentVersion, at: datetime) -> Figures:
    period = Period.last_days(DAYS, until=at)
    quality = version.measured_quality()
    if quality is not None and quality.is_mean:
        return _mean(version, quality_of(version, at=at, period=period), at)
    share = attainment(version.commitment.code, period=period).share
    known = share if isinstance(share, Measured) else None
    return Figures(
        code=version.commitment.code,
        statement={language: _statement(version, language) for language in LANGUAGES},
        share=round(known.value, 4) if known else None,
        low=round(known.low, 4) if known else None,
        high=round(known.high, 4) if known else None,
        n=share.n,
        minimum=1 if known else share.minimum,  # type: ignore[union-attr]
        target=float(version.target),
        since=str(timezone.localdate(period.start)),
        until=str(timezone.localdate(at - timedelta(seconds=1))),
        as_of=timezone.localtime(at).isoformat(timespec="minutes"),
    )


def _mean(version: CommitmentVersion, reading: QualityReading, at: datetime) -> Figures:
    """An average in its own unit: `low` and `high` are its interval, `share` there is none."""
    found = reading.measured
    known = found if isinstance(found, Measured) else None
    return Figures(
        code=version.commitment.code,
        statement={language: _statement(version, language) for language in LANGUAGES},
        share=None, mean=round(known.value, 4) if known else None,
        low=round(known.low, 4) if known else None, high=round(known.high, 4) if known else None,
        n=found.n, minimum=1 if known else found.minimum,  # type: ignore[union-attr]
        target=reading.target, since=str(timezone.localdate(reading.period.start)),
        until=str(timezone.localdate(at - timedelta(seconds=1))),
        as_of=timezone.localtime(at).isoformat(timespec="minutes"),
    )  # fmt: skip


def _statement(version: CommitmentVersion, language: str) -> str:
    with override(language):
        return version.statement


def badge_context(figures: dict[str, Any], language: str) -> dict[str, Any]:
    """The words and measures of the drawing, in one language. Numbers of the drawing are in its own pixels."""
    with override(language):
        lines = _lines(figures["statement"][language])
        if figures.get("mean") is not None:
            main = _("%(mean)s on average") % {"mean": f"{figures['mean']:.2f}"}
            note = _("%(n)s measured · 95%% interval %(low)s–%(high)s") % {
                "n": figures["n"], "low": f"{figures['low']:.2f}", "high": f"{figures['high']:.2f}",
            }  # fmt: skip
        elif figures["share"] is None:
            main, note = _("Not enough data yet"), _("%(n)s measured so far") % {"n": figures["n"]}
        else:
            main = _("kept %(share)s%%") % {"share": f"{100 * figures['share']:.1f}"}
            note = _("%(n)s measured · 95%% interval %(low)s–%(high)s%%") % {
                "n": figures["n"], "low": f"{100 * figures['low']:.1f}", "high": f"{100 * figures['high']:.1f}",
            }  # fmt: skip
        period = _("%(since)s to %(until)s") % {"since": figures["since"], "until": figures["until"]}
    top = 22 + 20 * len(lines)
    return {
        "lines": [(text, 26 + 20 * k) for k, text in enumerate(lines)], "main": main, "note": note, "period": period,
        "language": language, "top": top, "height": top + 82, "title": f"{figures['statement'][language]} {main}",
        "track": WIDTH - 32, **_bar(figures),
    }  # fmt: skip


def _bar(figures: dict[str, Any]) -> dict[str, Any]:
    if figures["share"] is None:
        return {"has_bar": False}
    room = WIDTH - 32
    return {
        "has_bar": True, "x": round(16 + room * figures["share"], 1), "x_low": round(16 + room * figures["low"], 1),
        "x_width": max(round(room * (figures["high"] - figures["low"]), 1), 2),
        "x_target": round(16 + room * figures["target"], 1),
    }  # fmt: skip


def _lines(text: str) -> list[str]:
    """At most three lines of a width; drawings do not wrap by themselves."""
    lines, line, width = [], "", 0
    for word in _words(text):
        size = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)
        if line and width + size > LINE:
            lines.append(line.strip())
            line, width = "", 0
        line, width = line + word, width + size
    lines.append(line.strip())
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][:-1] + "…"]


def _words(text: str) -> list[str]:
    """Latin words keep together, Chinese characters stand alone."""
    words, word = [], ""
    for letter in text:
        if letter == " " or east_asian_width(letter) in "WF":
            words += [word, letter] if word else [letter]
            word = ""
        else:
            word += letter
    return [*words, word] if word else words
