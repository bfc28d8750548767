"""The places of a ladder, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REACHES: dict[str, Any] = {
    "owner": _("the owner"),
    "site": _("the branch"),
    "region": _("the region"),
    "head_office": _("the head office"),
}
