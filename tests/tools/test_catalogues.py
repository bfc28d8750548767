"""Every sentence a reader can meet is in the catalogues, translated, current and said in one way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_sentence_is_untranslated_stale_hard_coded_or_said_in_two_ways() -> None:
    run = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
