from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from makegood.jobs.secret_file import ensure_secrets, is_private


def test_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    path = ensure_secrets(tmp_path)
    first = json.loads(path.read_text())["master"]
    assert len(first) >= 40
    assert is_private(path)
    assert json.loads(ensure_secrets(tmp_path).read_text())["master"] == first


def test_two_first_starts_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(lambda _: ensure_secrets(tmp_path).read_text(), range(32)))
    assert len(seen) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["secrets.json"]


def test_secrets_that_others_can_read_are_noticed(tmp_path: Path) -> None:
    path = ensure_secrets(tmp_path)
    path.chmod(0o640)
    assert not is_private(path)
