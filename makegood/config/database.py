"""Where the database is: ``DATABASE_URL`` when it is set, else the embedded cluster of this installation."""

from __future__ import annotations

import os
from typing import Any

from makegood.wires.postgres import APP, OWNER, django_database


def database() -> dict[str, Any]:
    """Django's settings: the runtime role, or the owner's where ``MAKEGOOD_DB_ROLE=owner`` (migrations)."""
    role = OWNER if os.environ.get("MAKEGOOD_DB_ROLE") == "owner" else APP
    found = django_database(role, CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    found["OPTIONS"] = {**found.get("OPTIONS", {}), "application_name": "makegood"}
    return found
