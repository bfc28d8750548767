"""The embedded server: made, shared, killed, recovered, stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from makegood.wires.postgres import (
    APP,
    OWNER,
    Cluster,
    PostgresTrouble,
    ensure_running,
    recreate_database,
    release,
    status,
    stop,
)
from makegood.wires.postgres.place import SYSTEM_HOME, Place


@pytest.fixture(autouse=True)
def _no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mg-"))
    folder.chmod(0o755)
    try:
        yield folder / "var"
    finally:
        _remove(folder / "var")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(root: Path) -> Iterator[Cluster]:
    one = ensure_running(root, durable=False)
    yield one
    release(one)


def _remove(root: Path) -> None:
    stop(root)
    data = Place.of(root).cluster.resolve()
    socket_folder = Place.of(root).socket_folder
    if data.is_relative_to(SYSTEM_HOME):
        shutil.rmtree(data.parent, ignore_errors=True)
    shutil.rmtree(socket_folder, ignore_errors=True)
    shutil.rmtree(root, ignore_errors=True)


def test_the_runtime_role_writes_but_owns_nothing(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS note (id int generated always as identity, words text)")
    with psycopg.connect(cluster.url(APP), autocommit=True) as app:
        app.execute("INSERT INTO note (words) VALUES ('你好')")
        assert app.execute("SELECT words FROM note ORDER BY id DESC LIMIT 1").fetchone() == ("你好",)
        for forbidden in ("TRUNCATE note", "DROP TABLE note", "CREATE TABLE mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


def test_a_database_the_owner_makes_gives_the_runtime_role_its_rights(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE DATABASE template_of_tests")
        with psycopg.connect(cluster.url(OWNER, "template_of_tests"), autocommit=True) as inside:
            inside.execute("CREATE TABLE thing (id int)")
        owner.execute("CREATE DATABASE a_clone TEMPLATE template_of_tests")
        with psycopg.connect(cluster.url(APP, "a_clone"), autocommit=True) as app:
            app.execute("INSERT INTO thing VALUES (1)")
        owner.execute("DROP DATABASE a_clone")
        owner.execute("DROP DATABASE template_of_tests")


def test_text_is_utf8_and_sorted_the_same_everywhere(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as app:
        assert app.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert app.execute("SELECT lower('ÀÉÑ'), '字' ~ '\\w'").fetchone() == ("àéñ", True)
        assert app.execute("SHOW TimeZone").fetchone() == ("UTC",)


def test_nothing_listens_on_the_network(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as app:
        assert app.execute("SHOW listen_addresses").fetchone() == ("",)
    assert Place.of(cluster.place.root).socket_folder.stat().st_mode & 0o077 == 0


def test_a_second_user_joins_the_same_server_and_the_last_one_stops_it(cluster: Cluster, root: Path) -> None:
    again = ensure_running(root)
    assert again.pid == cluster.pid
    assert not again.started_here
    assert release(again) is False
    assert status(root).state == "running"
    assert release(cluster) is True
    assert status(root).state == "stopped"


def test_many_starts_at_once_make_one_server(root: Path) -> None:
    script = (
        "import sys; from makegood.wires.postgres import ensure_running\n"
        "print(ensure_running(sys.argv[1], durable=False).pid, flush=True); sys.stdin.read()"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    try:
        assert all(one.stdout for one in starters)
        pids = {one.stdout.readline().strip() for one in starters if one.stdout}
        assert pids == {str(status(root).pid)}
    finally:
        for one in starters:
            one.communicate("")


def test_after_kill_9_the_next_start_recovers_what_was_committed(cluster: Cluster, root: Path) -> None:
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        owner.execute("INSERT INTO kept VALUES (42)")
        killed = cluster.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
    again = ensure_running(root, durable=False)
    assert again.pid != killed
    with psycopg.connect(again.url(OWNER)) as owner:
        assert owner.execute("SELECT max(id) FROM kept").fetchone() == (42,)
    release(again)


def test_a_pid_file_that_names_somebody_elses_process_is_not_believed(root: Path) -> None:
    stop(root)
    pid_file = Place.of(root).cluster / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{root}\n1\n5432\n\n\n\nready   \n")
    assert status(root).state == "stopped"
    one = ensure_running(root, durable=False)
    assert one.is_alive
    release(one)


def test_recreating_the_database_empties_it_while_somebody_is_connected(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE doomed (id int)")
        recreate_database(cluster)
    with psycopg.connect(cluster.url(OWNER)) as owner:
        assert owner.execute("SELECT to_regclass('doomed')").fetchone() == (None,)


def test_a_server_that_cannot_start_says_why(root: Path) -> None:
    stop(root)
    config = Place.of(root).cluster / "postgresql.auto.conf"
    before = config.read_text()
    config.write_text("no_such_setting = on\n")
    try:
        with pytest.raises(PostgresTrouble, match="no_such_setting"):
            ensure_running(root, durable=False)
    finally:
        config.write_text(before)


def test_a_half_made_cluster_is_thrown_away() -> None:
    folder = Path(tempfile.mkdtemp(prefix="mg-"))
    folder.chmod(0o755)
    try:
        (folder / "pg.draft-dead").mkdir()
        (folder / "pg.draft-dead" / "PG_VERSION").write_text("18\n")
        one = ensure_running(folder, durable=False)
        assert one.is_alive
        assert list(folder.glob("pg.draft-*")) == []
    finally:
        _remove(folder)


def test_a_private_parent_folder_keeps_its_mode() -> None:
    parent = Path(tempfile.mkdtemp(prefix="mg-"))
    parent.chmod(0o700)
    root = parent / "var"
    try:
        one = ensure_running(root, durable=False)
        assert one.is_alive
        assert parent.stat().st_mode & 0o777 == 0o700
        release(one)
        again = ensure_running(root, durable=False)
        with psycopg.connect(again.url()) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
    finally:
        _remove(root)
        shutil.rmtree(parent, ignore_errors=True)


def test_a_socket_folder_somebody_else_made_is_refused() -> None:
    parent = Path(tempfile.mkdtemp(prefix="mg-"))
    parent.chmod(0o755)
    root = parent / "var"
    root.mkdir()
    try:
        Place.of(root).socket_folder.symlink_to("/tmp")
        with pytest.raises(PostgresTrouble, match="belongs to somebody else"):
            ensure_running(root, durable=False)
    finally:
        stop(root)
        Place.of(root).socket_folder.unlink(missing_ok=True)
        shutil.rmtree(parent, ignore_errors=True)
