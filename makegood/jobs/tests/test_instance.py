from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from makegood.jobs.instance import MARK, AlreadyRunning, Instance, end_leftovers, is_running, mark_of


def test_one_instance_a_data_root(tmp_path: Path) -> None:
    first = Instance.claim(tmp_path)
    first.tell("http://127.0.0.1:8765")
    with pytest.raises(AlreadyRunning) as refused:
        Instance.claim(tmp_path)
    assert refused.value.note == {"pid": str(os.getpid()), "address": "http://127.0.0.1:8765"}
    assert is_running(tmp_path)
    first.give_up()
    assert not is_running(tmp_path)
    Instance.claim(tmp_path).give_up()


def test_children_of_a_killed_instance_are_found_and_ended(tmp_path: Path) -> None:
    waiting = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"]

    def start(root: Path) -> subprocess.Popen[bytes]:
        environment = {**os.environ, MARK: mark_of(root)}
        one = subprocess.Popen(waiting, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert one.stdout is not None
        one.stdout.readline()
        return one

    mine, other = start(tmp_path), start(tmp_path / "another")
    try:
        assert end_leftovers(tmp_path) == 1
        assert mine.wait(10) != 0
        assert other.poll() is None
    finally:
        for one in (mine, other):
            one.kill()
            one.communicate()
