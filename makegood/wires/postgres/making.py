"""Making a cluster: its folder, its first files, its roles and its database."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from makegood.wires.postgres.address import APP, DATABASE, OWNER, ROLE_NAMES
from makegood.wires.postgres.binaries import Binaries
from makegood.wires.postgres.errors import PostgresTrouble
from makegood.wires.postgres.place import SYSTEM_HOME, Place, open_to_others
from makegood.wires.postgres.runner import Runner
from makegood.wires.postgres.settings import CONFIG

SUPERUSER = "postgres"

# Default privileges set in template1 reach every database made later, test databases included.
ROLES_SQL = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '<owner>') THEN
    CREATE ROLE <owner> LOGIN CREATEDB;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '<app>') THEN
    CREATE ROLE <app> LOGIN;
  END IF;
END $$;
GRANT <app> TO <owner>;
ALTER DEFAULT PRIVILEGES FOR ROLE <owner> GRANT USAGE ON SCHEMAS TO <app>;
ALTER DEFAULT PRIVILEGES FOR ROLE <owner> GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO <app>;
ALTER DEFAULT PRIVILEGES FOR ROLE <owner> GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO <app>;
SELECT 'CREATE DATABASE <database> OWNER <owner>'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '<database>') \\gexec
"""


def version_of(cluster: Path) -> int | None:
    """The major version that wrote the cluster, or None if there is none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip().split(".")[0])
    except FileNotFoundError:
        return None


def make(place: Place, binaries: Binaries, runner: Runner, *, durable: bool) -> None:
    """Create the cluster. Killed half-way it leaves only a draft, which the next attempt removes."""
    home = _home_of_cluster(place, runner)
    for old in home.glob("pg.draft-*"):
        shutil.rmtree(old, ignore_errors=True)
    draft = home / f"pg.draft-{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    runner.own(draft)
    _initdb(binaries, runner, draft, durable=durable)
    with (draft / "postgresql.conf").open("a") as config:
        config.write(f"\ninclude_if_exists = '{CONFIG}'\n")
    target = home / "pg"
    draft.rename(target)
    if target != place.cluster:
        place.cluster.unlink(missing_ok=True)
        place.cluster.symlink_to(target)


def make_roles(binaries: Binaries, socket_folder: Path) -> None:
    """Roles, their rights and the database; repeatable."""
    names = {"<owner>": ROLE_NAMES[OWNER], "<app>": ROLE_NAMES[APP], "<database>": DATABASE}
    sql = ROLES_SQL
    for placeholder, name in names.items():
        sql = sql.replace(placeholder, name)
    run_sql(binaries, socket_folder, sql, "template1")


def drop_database(binaries: Binaries, socket_folder: Path) -> None:
    run_sql(binaries, socket_folder, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def run_sql(binaries: Binaries, socket_folder: Path, sql: str, database: str = "postgres") -> str:
    """Run a script as the superuser and give back what it printed."""
    command = [binaries.program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    command += ["-h", str(socket_folder), "-p", "5432", "-U", SUPERUSER, "-d", database]
    done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False, env={"LC_ALL": "C"})
    if done.returncode != 0:
        raise PostgresTrouble(f"The embedded PostgreSQL refused its first orders: {done.stderr.strip()}")
    return done.stdout.strip()


def _home_of_cluster(place: Place, runner: Runner) -> Path:
    """The data root, or, where the server's user may not pass, a new folder of the system's own."""
    if place.cluster.is_symlink():
        place.cluster.unlink()
    if not runner.other or open_to_others(place.root):
        return place.root
    SYSTEM_HOME.mkdir(parents=True, exist_ok=True)
    home = SYSTEM_HOME / f"data-{secrets.token_hex(6)}"
    home.mkdir(mode=0o711)
    (home / "belongs-to").write_text(f"{place.root}\n")
    return home


def _initdb(binaries: Binaries, runner: Runner, folder: Path, *, durable: bool) -> None:
    command = [binaries.program("initdb"), "-D", str(folder), "-U", SUPERUSER, "--encoding=UTF8"]
    command += ["--auth-local=trust", "--auth-host=reject"]
    if binaries.major >= 17:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        command += ["--locale=C.UTF-8"]
    if not durable:
        command += ["--no-sync"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=str(folder), **runner.spawn_options()
    )
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise PostgresTrouble(f"The embedded PostgreSQL could not be made: {(done.stderr or done.stdout).strip()}")


def make_socket_folder(folder: Path, runner: Runner) -> None:
    """A folder only the server's user may enter; refuse one that somebody else has put there."""
    try:
        folder.mkdir(mode=0o700, parents=True)
        runner.own(folder)
    except FileExistsError:
        seen = folder.lstat()
        if folder.is_symlink() or seen.st_uid not in (runner.uid, os.geteuid()):
            raise PostgresTrouble(
                f"The folder {folder} belongs to somebody else. Remove it, or set MAKEGOOD_DATA elsewhere."
            ) from None
        runner.own(folder)
        folder.chmod(0o700)
