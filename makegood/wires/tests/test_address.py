from __future__ import annotations

from pathlib import Path

import pytest

from makegood.wires.postgres import APP, OWNER, PostgresTrouble, django_database, dsn
from makegood.wires.postgres.address import parse
from makegood.wires.postgres.place import SOCKET_PATH_LIMIT, Place, data_root


@pytest.fixture(autouse=True)
def _no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)


def test_the_embedded_address_is_known_before_anything_runs(tmp_path: Path) -> None:
    way = dsn(APP, root=tmp_path / "not-there")
    assert (way.user, way.dbname, way.port) == ("makegood_app", "makegood", 5432)
    assert way.host.startswith("/")
    assert not (tmp_path / "not-there").exists()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("long-" * 20) / "var"
    socket = f"{Place.of(deep).socket_folder}/.s.PGSQL.5432"
    assert len(socket) <= SOCKET_PATH_LIMIT
    assert Place.of(deep).socket_folder != Place.of(deep / "other").socket_folder


def test_database_url_replaces_the_embedded_server_completely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://run:p%40ss@db.example:6432/shop?sslmode=require")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://own@db.example/shop")
    assert django_database() == {
        "ENGINE": "makegood.wires.postgres.backend",
        "HOST": "db.example",
        "PORT": "6432",
        "USER": "run",
        "PASSWORD": "p@ss",
        "NAME": "shop",
        "OPTIONS": {"sslmode": "require"},
    }
    assert dsn(OWNER).user == "own"
    assert dsn(OWNER).port == 5432


def test_without_an_owner_url_the_owner_is_the_user_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://both@db.example/shop")
    assert dsn(OWNER).user == "both"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p%2Fw@host:5433/name",
        "postgresql://u@/name?host=/run/pg&port=5432",
        "postgresql://u@host:5432/name?sslmode=require",
    ],
)
def test_an_address_read_and_written_is_the_same_address(url: str) -> None:
    assert parse(parse(url).url) == parse(url)


@pytest.mark.parametrize("url", ["mysql://u@host/name", "sqlite:///x", "postgresql://u@host:notaport/name"])
def test_a_wrong_address_is_refused_in_words(url: str) -> None:
    with pytest.raises((PostgresTrouble, ValueError)) as refused:
        parse(url)
    assert "DATABASE_URL" in str(refused.value) or "Port" in str(refused.value)


def test_the_data_root_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAKEGOOD_DATA", str(tmp_path / "mine"))
    assert data_root() == tmp_path / "mine"
    monkeypatch.delenv("MAKEGOOD_DATA")
    assert data_root().name == "var"
