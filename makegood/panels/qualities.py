"""A measured quality in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.queries import QualityReading
from makegood.engines.statistics import NotEnough
from makegood.panels.presenters.promise import Words


def aim_words(version: CommitmentVersion) -> Words:
    """ "at least 60 °C, in 95% of all", "on average at least 4.5"; empty for a promise about time."""
    quality = version.measured_quality()
    if quality is None:
        return ""
    sign = _("at least %(limit)s") if quality.operator == ">=" else _("at most %(limit)s")
    limit = sign % {"limit": f"{quality.limit:g} {quality.unit}".strip()}
    if quality.is_mean:
        return _("on average %(limit)s") % {"limit": limit}
    return _("%(limit)s, in %(share)s%% of all") % {"limit": limit, "share": f"{100 * float(version.target):g}"}


def verdict_words(reading: QualityReading) -> Words:
    return {
        "met": _("The aim is met"),
        "missed": _("The aim is missed"),
        "cannot_tell": _("It cannot be told yet whether the aim is met"),
    }[reading.verdict.value]


def mean_words(reading: QualityReading) -> Words:
    """The average with its interval and n, or that there is not enough."""
    found = reading.measured
    if isinstance(found, NotEnough):
        return _("Not enough data yet: %(n)s of %(minimum)s") % {"n": found.n, "minimum": found.minimum}
    told = {"mean": f"{found.value:.2f}", "low": f"{found.low:.2f}", "high": f"{found.high:.2f}", "n": found.n}
    return _("%(mean)s on average · %(n)s measured · 95%% interval %(low)s–%(high)s") % told
