"""The machine under the house: Python, disk, secrets, fonts, Pango, Chromium, and whether a database starts."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from makegood.jobs.doctor.finding import Finding, broken, fine, note
from makegood.jobs.secret_file import NAME, is_private
from makegood.jobs.words import gettext as _
from makegood.wires.postgres import Cluster, PostgresTrouble, ensure_running, is_embedded, status

GIGABYTE = 1024**3
SCARCE, TOO_LITTLE = 5 * GIGABYTE, GIGABYTE // 2
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def look_at_machine(root: Path) -> Iterator[Finding]:
    """Everything that can be seen without a database."""
    yield _python()
    yield _disk(root)
    yield _secrets(root)
    yield from _extras()


def look_at_database_start(root: Path) -> tuple[Finding, Cluster | None]:
    """Start the embedded database if there is one and it is down; the caller releases it."""
    if not is_embedded():
        return fine(_("The database is the server named by DATABASE_URL.")), None
    seen = status(root)
    if seen.state == "absent":
        return note(_("There is no database yet."), _("bin/demo or makegood run makes one.")), None
    try:
        cluster = ensure_running(root)
    except PostgresTrouble as trouble:
        return broken(str(trouble), _("The database's log: %(log)s") % {"log": root / "log" / "postgres.log"}), None
    facts = {"version": seen.major, "folder": seen.data}
    return fine(_("The embedded PostgreSQL %(version)s in %(folder)s starts and answers.") % facts), cluster


def _python() -> Finding:
    facts = {"version": platform.python_version(), "path": sys.executable}
    return fine(_("Python is %(version)s (%(path)s).") % facts)


def _disk(root: Path) -> Finding:
    place = next(one for one in (root, *root.parents) if one.exists())
    free = shutil.disk_usage(place).free
    words = _("%(free)s GB are free where the data lies (%(folder)s).") % {
        "free": f"{free / GIGABYTE:.1f}",
        "folder": root,
    }
    if not os.access(place, os.W_OK):
        return broken(_("The data folder cannot be written to: %(folder)s.") % {"folder": place})
    if free < TOO_LITTLE:
        return broken(words, _("Free some space, or the database will stop."))
    return note(words, _("Free some space soon.")) if free < SCARCE else fine(words)


def _secrets(root: Path) -> Finding:
    path = root / NAME
    if os.environ.get("MAKEGOOD_SECRET"):
        return fine(_("The master secret comes from MAKEGOOD_SECRET."))
    if not path.exists():
        return note(_("There are no secrets yet."), _("The first start makes them."))
    if not is_private(path):
        words = _("Others on this machine can read the secrets: %(path)s.") % {"path": path}
        return broken(words, f"chmod 600 {path}")
    return fine(_("The secrets are there and private. Keep a copy: without it, encrypted data is lost."))


def _extras() -> Iterator[Finding]:
    if _has_chinese_font():
        yield fine(_("A Chinese font is installed."))
    else:
        yield note(_("No Chinese font: printed documents would show boxes."), "apt-get install fonts-noto-cjk")
    if ctypes.util.find_library("pangoft2-1.0"):
        yield fine(_("Pango is installed: documents can be printed as PDF."))
    else:
        yield note(_("No Pango: documents cannot be printed as PDF."), "apt-get install libpangoft2-1.0-0")
    if any(shutil.which(name) for name in BROWSERS):
        yield fine(_("Chromium is installed: screen tests can run."))
    else:
        yield note(_("No Chromium: screen tests are left out. The site itself does not need it."))


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    said = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(said.stdout.strip())
