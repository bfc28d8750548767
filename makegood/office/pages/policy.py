"""The compensation policy as a table that a person can read: when, what, why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from makegood.cases.models import Fault, Severity
from makegood.customers.models import Tier
from makegood.engines.offers import PolicyProblem
from makegood.kit.money import Money
from makegood.ledger.queries import written
from makegood.office.forms.policy import TryForm
from makegood.panels.web import StaffRequest
from makegood.recovery.forms import ACCEPTANCES, LOSSES
from makegood.recovery.models import PolicyVersion, RemedyKind
from makegood.recovery.permissions import may_publish_policy, may_write_policy
from makegood.recovery.queries import Suggested, suggest

COLUMNS: dict[str, str | Promise] = {
    "severity": gettext_lazy("severity"),
    "fault": gettext_lazy("fault"),
    "tier": gettext_lazy("tier"),
    "loss": gettext_lazy("loss"),
    "acceptance": gettext_lazy("what the customer did"),
    "channel": gettext_lazy("channel"),
    "branch": gettext_lazy("branch"),
    "price": gettext_lazy("price"),
    "loss_amount": gettext_lazy("amount lost"),
    "failures": gettext_lazy("failures before"),
    "given": gettext_lazy("given already"),
    "apologies": gettext_lazy("letters already"),
    "is_group": gettext_lazy("many at once"),
    "is_guarantee": gettext_lazy("a broken guarantee"),
    "guarantee": gettext_lazy("which guarantee"),
}
VALUES: dict[str, dict[str, str | Promise]] = {
    "severity": dict(Severity.choices),
    "fault": dict(Fault.choices),
    "tier": dict(Tier.choices),
    "loss": dict(LOSSES),
    "acceptance": dict(ACCEPTANCES),
}
MONEY = ("price", "loss_amount", "given")
GROUPS: dict[str, str | Promise] = {
    "always": gettext_lazy("In any case"),
    "choice": gettext_lazy("The customer chooses one"),
    "escalate": gettext_lazy("A person higher up looks at once"),
}


@dataclass(frozen=True)
class RuleLine:
    """One row of the policy in words."""

    id: str
    group: str | Promise
    when: list[str]
    gives: list[str]
    why: str


@dataclass(frozen=True)
class Tried:
    """An answer of the policy to imagined facts: (remedy, amount) pairs, and the reasons in order."""

    always: list[tuple[str, str]]
    choices: list[tuple[str, str]]
    escalate: bool
    reasons: list[str]


def policy_page(request: StaffRequest, number: int | None = None) -> dict[str, Any]:
    versions = list(PolicyVersion.objects.select_related("drafted_by", "published_by").order_by("-number")[:50])
    in_force = next((v for v in versions if v.status == PolicyVersion.Status.PUBLISHED), None)
    shown = next((v for v in versions if v.number == number), None) or in_force or (versions[0] if versions else None)
    names = {kind.code: str(kind) for kind in RemedyKind.objects.all()}
    form = TryForm(request.GET if "severity" in request.GET else None)
    return {
        "try_form": form,
        "tried": _tried(form, shown) if shown and form.is_bound and form.is_valid() else None,
        "versions": versions,
        "shown": shown,
        "rules": rule_lines(shown.table, names) if shown else [],
        "factors": _factors(shown.table) if shown else [],
        "kinds": RemedyKind.objects.select_related("stock_item").filter(is_active=True),
        "may_write": may_write_policy(request.user),
        "may_publish": bool(shown and shown.is_draft and may_publish_policy(request.user, shown.drafted_by_id)),
    }


def _tried(form: TryForm, policy: PolicyVersion) -> Tried | None:
    """What this version would offer for the facts; None where its table cannot be read."""
    try:
        found = suggest(form.facts, policy=policy)
    except PolicyProblem:
        return None
    return Tried(
        always=[_named(one) for one in found.included],
        choices=[_named(one) for one in found.choices],
        escalate=found.escalate,
        reasons=found.reasons_in(get_language() or "zh-hans"),
    )


def _named(one: Suggested) -> tuple[str, str]:
    return str(one.remedy), written(one.money) if one.amount else ""


def rule_lines(table: Mapping[str, Any], names: Mapping[str, str]) -> list[RuleLine]:
    return [
        RuleLine(
            id=str(row.get("id", "")),
            group=GROUPS.get(row.get("group", "choice"), row.get("group", "")),
            when=_when(row.get("when") or {}),
            gives=[_gift(gift, names) for gift in row.get("give") or []],
            why=_why(row),
        )
        for row in table.get("rows", ())
    ]


def _factors(table: Mapping[str, Any]) -> list[tuple[list[str], str, str]]:
    return [(_when(row.get("when") or {}), f"× {row.get('times', 1)}", _why(row)) for row in table.get("factors", ())]


def _why(row: Mapping[str, Any]) -> str:
    why = row.get("why") or {}
    return str(why.get(get_language() or "zh-hans") or why.get("zh-hans") or "")


def _when(tests: Mapping[str, Any]) -> list[str]:
    return [f"{COLUMNS.get(column, column)}: {_test(column, test)}" for column, test in tests.items()]


def _test(column: str, test: Any) -> str:
    if isinstance(test, Mapping):
        low, high = (_number(column, test.get(name)) for name in ("from", "to"))
        if low and high:
            return _("%(low)s up to below %(high)s") % {"low": low, "high": high}
        return _("from %(low)s") % {"low": low} if low else _("below %(high)s") % {"high": high}
    if isinstance(test, bool):
        return _("yes") if test else _("no")
    values = test if isinstance(test, (list, tuple)) else [test]
    return " / ".join(str(VALUES.get(column, {}).get(value, value)) for value in values)


def _number(column: str, value: Any) -> str:
    if value is None:
        return ""
    return written(Money(int(value))) if column in MONEY else str(value)


def _gift(gift: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """ "Coupon: 20% of the price, ¥10.00 to ¥50.00"."""
    name, parts = names.get(gift.get("remedy", ""), gift.get("remedy", "")), []
    if gift.get("fixed") is not None:
        parts.append(written(Money(int(gift["fixed"]))))
    if gift.get("share_of_price") is not None:
        parts.append(_("%(share)s%% of the price") % {"share": _percent(gift["share_of_price"])})
    if gift.get("share_of_loss") is not None:
        parts.append(_("%(share)s%% of the loss") % {"share": _percent(gift["share_of_loss"])})
    if gift.get("at_least"):
        parts.append(_("at least %(amount)s") % {"amount": written(Money(int(gift["at_least"])))})
    if gift.get("at_most"):
        parts.append(_("at most %(amount)s") % {"amount": written(Money(int(gift["at_most"])))})
    return f"{name}: {_(', ').join(parts)}" if parts else str(name)


def _percent(share: Any) -> str:
    return f"{float(share) * 100:g}"


def table_text(policy: PolicyVersion | None) -> str:
    """The table as it is edited."""
    return json.dumps(policy.table, ensure_ascii=False, indent=2) if policy else ""
