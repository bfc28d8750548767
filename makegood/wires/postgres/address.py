"""How to reach the database: computed from the environment, starting nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from makegood.wires.postgres.errors import PostgresTrouble
from makegood.wires.postgres.place import Place

OWNER = "owner"
APP = "app"
ROLE_NAMES = {OWNER: "makegood_owner", APP: "makegood_app"}
DATABASE = "makegood"


@dataclass(frozen=True, slots=True)
class Dsn:
    """One way to a PostgreSQL database. ``host`` is a name or, beginning with ``/``, a socket folder."""

    host: str
    user: str
    dbname: str
    port: int = 5432
    password: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        who = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        query = list(self.options)
        if self.host.startswith("/"):
            query = [("host", self.host), ("port", str(self.port)), *query]
            where = ""
        else:
            where = f"{self.host}:{self.port}"
        tail = f"?{urlencode(query, safe='/')}" if query else ""
        return f"postgresql://{who}@{where}/{quote(self.dbname, safe='')}{tail}"

    @property
    def params(self) -> dict[str, Any]:
        """Keyword arguments for ``psycopg.connect``."""
        params = {"host": self.host, "port": self.port, "user": self.user, "dbname": self.dbname}
        return {**params, **({"password": self.password} if self.password else {}), **dict(self.options)}

    def on(self, dbname: str) -> Dsn:
        """The same server and role, another database."""
        return replace(self, dbname=dbname)


def parse(url: str) -> Dsn:
    """A ``postgresql://user:password@host:port/name?options`` address; PostgresTrouble if it is not one."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise PostgresTrouble("DATABASE_URL must begin with postgresql:// — other databases are not supported.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "") or "localhost"
    try:
        port = int(options.pop("port", "") or parts.port or 5432)
    except ValueError as wrong:
        raise PostgresTrouble("DATABASE_URL has a port that is not a number.") from wrong
    return Dsn(
        host=host,
        port=port,
        user=unquote(parts.username or options.pop("user", "") or ROLE_NAMES[APP]),
        password=unquote(parts.password or options.pop("password", "")),
        dbname=unquote(parts.path.lstrip("/")) or DATABASE,
        options=tuple(options.items()),
    )


def is_embedded() -> bool:
    """True unless ``DATABASE_URL`` names another server."""
    return not os.environ.get("DATABASE_URL")


def dsn(role: str = APP, database: str | None = None, root: Path | str | None = None) -> Dsn:
    """Where ``role`` (``app`` or ``owner``) connects. Starts nothing.

    ``DATABASE_URL`` and ``DATABASE_OWNER_URL`` replace the embedded server completely; without the second,
    the owner is the user of the first. An explicit ``root`` means the embedded server of that data root.
    """
    name = ROLE_NAMES[role]
    if root is None and not is_embedded():
        url = os.environ["DATABASE_URL"]
        if role == OWNER:
            url = os.environ.get("DATABASE_OWNER_URL") or url
        found = parse(url)
        return found.on(database) if database else found
    return Dsn(host=str(Place.of(root).socket_folder), user=name, dbname=database or DATABASE)


def django_database(role: str = APP, root: Path | str | None = None, **more: Any) -> dict[str, Any]:
    """One entry of Django's ``DATABASES`` for ``role``; ``more`` adds or replaces its keys."""
    way = dsn(role, root=root)
    options: dict[str, Any] = dict(way.options)
    return {
        "ENGINE": "makegood.wires.postgres.backend",
        "HOST": way.host,
        "PORT": str(way.port),
        "USER": way.user,
        "PASSWORD": way.password,
        "NAME": way.dbname,
        **({"OPTIONS": options} if options else {}),
        **more,
    }
