"""Two real logs against what their own files say of the promise. What it means stands in docs/replays.md."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.replay_logs import incidents, needed, orders, terms, tried

REAL = Path(os.environ.get("MAKEGOOD_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data" / "real"
INCIDENTS, ORDERS = REAL / "incident_event_log.csv.gz", REAL / "orders_promised_vs_delivered.csv.gz"


def unpacked(file: Path, folder: Path) -> Path:
    found = folder / file.stem
    found.write_bytes(gzip.decompress(file.read_bytes()))
    return found


@pytest.mark.skipif(not ORDERS.exists(), reason="the log of orders is not on this machine")
def test_every_order_is_kept_or_broken_as_its_dates_say(tmp_path: Path) -> None:  # B10, D1
    found = orders(unpacked(ORDERS, tmp_path))
    assert found == {"kept": 3_087, "broken": 380, "undelivered": 117, "unlike the file": 0}


@pytest.mark.skipif(not INCIDENTS.exists(), reason="the log of incidents is not on this machine")
def test_incidents_are_kept_as_their_log_says_but_for_a_known_few(tmp_path: Path) -> None:  # D5
    known, aside = incidents(unpacked(INCIDENTS, tmp_path))
    found = list(known.values())
    assert (len(found), sum(len(one.made) for one in found), aside) == (24_918, 141_712, {"bad_state": 5})
    made = np.array([one.made[-1] for one in found])
    assert (int(made.sum()), sum(sum(one.made) for one in found)) == (15_803, 132_497)
    least = needed(found, terms("Mon–Fri, whole days", "closed", "never"))
    first, kept = tried(least, np.array([one.priority for one in found]), made)
    assert (first, int((kept & ~made).sum()), int((~kept & made).sum())) == (["6.5", "0.5", "153.5", "346"], 151, 192)
    last, kept = tried(least, np.array([one.last_priority for one in found]), made)
    assert (last, int((kept & ~made).sum()), int((~kept & made).sum())) == (["6.5", "0.5", "153.5", "346"], 14, 146)
