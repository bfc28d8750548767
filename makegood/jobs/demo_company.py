"""The demo company: made once, told how to look at, started over on request."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from makegood.jobs.setting_out import manage, say
from makegood.jobs.words import gettext as _
from makegood.jobs.words import gettext_noop
from makegood.wires.postgres import Cluster, recreate_database

NOTE = "demo.json"
PASSWORD = "makegood-demo"  # noqa: S105  printed for everybody to read
CAST = (
    ("linjing", gettext_noop("Lin Jing, service manager: everything, every branch")),
    ("zhouhang", gettext_noop("Zhou Hang, agent at Jing'an, Shanghai")),
    ("chenmo", gettext_noop("Chen Mo, agent at West Lake, Hangzhou: sees nothing of Jing'an")),
    ("zhengkai", gettext_noop("Zheng Kai, branch manager of Jing'an")),
    ("suqing", gettext_noop("Su Qing, customer experience manager")),
    ("wumin", gettext_noop("Wu Min, approves money")),
    ("hezhen", gettext_noop("Ms He, auditor: reads everything, changes nothing")),
    ("gaoning", gettext_noop("Gao Ning, administrator")),
)


def clear_if_needed(root: Path, cluster: Cluster | None, *, fresh: bool) -> bool:
    """Start over if asked, or if a first start was cut short half-way; False if that is not possible."""
    state = _state(root)
    if not fresh and state != "loading":
        return True
    if cluster is None:
        say(_("--fresh works on the embedded database only. Empty the database of DATABASE_URL yourself."))
        return False
    say(_("Starting the demo company over …"))
    recreate_database(cluster)
    for name in ("media", "outgoing-mail"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / NOTE).unlink(missing_ok=True)
    return True


def load_once(root: Path) -> bool:
    """Tell the story into the database unless it is there already; False if that failed."""
    if _state(root) == "loaded":
        return True
    say(_("Making the demo company: branches, staff, six months of customers and cases …"))
    _note(root, "loading")
    if manage("load_demo") != 0:
        say(_("The demo company could not be made; the lines above say why. bin/demo --fresh tries again."))
        return False
    _note(root, "loaded")
    return True


def announce(address: str) -> None:
    """Where it is, who may log in, and what to try first."""
    lines = ["", _("Makegood is up: %(address)s   (Ctrl-C stops it)") % {"address": address}, ""]
    lines += [_("Log in with the password %(password)s as") % {"password": PASSWORD}]
    lines += [f"  {login:<10} {_(who)}" for login, who in CAST]
    lines += ["", _("Three things to try")]
    lines += [
        "  1. " + _("As linjing, open the inbox: promises are draining, some broke today."),
        "  2. " + _("As a customer, write to us and follow your case:") + f" {address}/",
        "  3. " + _("As suqing, import a spreadsheet of your own and look at the dashboard."),
        "",
    ]
    print("\n".join(lines), flush=True)


def _state(root: Path) -> str:
    try:
        return str(json.loads((root / NOTE).read_text()).get("state", ""))
    except (OSError, ValueError):
        return ""


def _note(root: Path, state: str) -> None:
    draft = root / f"{NOTE}.new"
    draft.write_text(json.dumps({"state": state}))
    draft.replace(root / NOTE)
