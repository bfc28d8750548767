from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from makegood.jobs.child import LEASH, Child

FOREVER = "import sys, time\nprint('up', flush=True)\nwhile True: time.sleep(60)"


def _child(tmp_path: Path, code: str) -> Child:
    return Child("thing", [sys.executable, "-c", code], dict(os.environ), tmp_path / "log" / "thing.log")


def test_a_child_that_keeps_dying_is_started_with_growing_pauses(tmp_path: Path) -> None:
    child = _child(tmp_path, "raise SystemExit(3)")
    pauses = []
    for _ in range(9):
        child.start()
        assert child.process is not None
        child.process.wait()
        now = child.started
        assert child.look_after(now) == "died"
        assert child.look_after(now) is None
        pauses.append(child.not_before - now)
    assert pauses == pytest.approx([0.25, 0.5, 1, 2, 4, 8, 16, 30, 30])


def test_a_child_that_lived_long_is_started_again_quickly(tmp_path: Path) -> None:
    child = _child(tmp_path, "raise SystemExit(3)")
    child.failures = 7
    child.start()
    assert child.process is not None
    child.process.wait()
    assert child.look_after(child.started + 31) == "died"
    assert child.failures == 1


def test_a_stopped_child_takes_its_own_children_along(tmp_path: Path) -> None:
    code = f"import subprocess, sys\none = subprocess.Popen([sys.executable, '-c', {FOREVER!r}])\none.wait()"
    child = _child(tmp_path, code)
    child.start()
    assert child.process is not None
    group = child.process.pid
    while "up" not in (child.log.read_text() if child.log.exists() else ""):
        assert child.is_alive
    child.process.kill()
    child.wait(until=time.monotonic() + 5)
    alive = subprocess.run(["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True, check=False)
    assert [state for state in alive.stdout.split() if not state.startswith("Z")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word about a dead parent is Linux's own")
def test_a_child_ends_when_its_killed_supervisor_cannot_stop_it() -> None:
    parent_code = (
        "import os, subprocess, sys\n"
        f"leash = [sys.executable, '-I', '-S', {str(LEASH)!r}, str(os.getpid())]\n"
        f"one = subprocess.Popen([*leash, sys.executable, '-c', {FOREVER!r}], stdout=subprocess.PIPE)\n"
        "one.stdout.readline()\nprint(one.pid, flush=True)\nsys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", parent_code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    watched = os.pidfd_open(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    import select

    ready, _, _ = select.select([watched], [], [], 10)
    os.close(watched)
    assert ready
