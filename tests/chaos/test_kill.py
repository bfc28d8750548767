"""Web, worker and database are killed at random points of the main trip: nothing lost, nothing twice. N3"""

from __future__ import annotations

import json
import os
import random
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from makegood.jobs.instance import end_leftovers
from makegood.wires.postgres import stop
from tests.chaos.client import Crowd
from tests.chaos.site import Killer, Site, wait_for

KILLS = int(os.environ.get("MAKEGOOD_KILLS", "50"))
LONGEST_GAP = 3.0  # seconds between two kills, at most


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mg-"))
    folder.chmod(0o755)
    yield folder / "var"
    end_leftovers(folder / "var", patience=2)
    stop(folder / "var")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.chaos
def test_fifty_kills_on_the_main_trip_lose_nothing_and_do_nothing_twice(data: Path) -> None:
    seed = int(os.environ.get("MAKEGOOD_SEED", secrets.randbelow(1_000_000)))
    print(f"MAKEGOOD_SEED={seed}")
    site = Site(data)
    try:
        crowd, killer = _live_through(site, random.Random(seed))
        assert killer.trouble == ""
        assert len(killer.killed) == KILLS
        found = wait_for("the installation to come to rest", lambda: _at_rest(site), seconds=120)
        print(f"{len(crowd.stories)} customers, {crowd.retries} requests sent again, {found['outbox']} reactions")
        assert crowd.troubles == []
        _nothing_lost_nothing_twice(crowd, found)
        _every_broken_guarantee_was_made_good_once(crowd, found)
        assert (found["ledger_problems"], found["journal_problems"]) == ([], [])
        assert set(found["missing_a_day"]) == {0}
        assert site.stop() == 0
    except BaseException:
        print(_logs(data))
        raise
    finally:
        site.process.kill()
        site.process.wait()


def _live_through(site: Site, rng: random.Random) -> tuple[Crowd, Killer]:
    secret = f"mg_{secrets.token_urlsafe(32)}"
    site.asks("tests.chaos.company", secret)
    crowd, killer = Crowd(site, secret), Killer(site, rng, KILLS, LONGEST_GAP)
    customers = crowd.run()
    killer.start()
    killer.join()
    crowd.going.set()
    for customer in customers:
        customer.join()
    return crowd, killer


def _at_rest(site: Site) -> dict[str, Any] | None:
    found: dict[str, Any] = json.loads(site.asks("tests.chaos.verdict"))
    waiting = ("pending", "running_guarantees", "unsettled_offers", "unsettled_fulfilments", "unsent")
    is_busy = any(found[name] for name in waiting) or found["coupons"] != len(found["broken"])
    return found if found["parked"] or not is_busy else None


def _nothing_lost_nothing_twice(crowd: Crowd, found: dict[str, Any]) -> None:
    told = {story.key: story.feedback_id for story in crowd.stories}
    complaints = sorted(story.feedback_id for story in crowd.stories if story.is_complaint)
    assert found["parked"] == []
    assert (found["outbox_lost"], found["outbox_doubled"]) == ([], [])
    assert found["feedback"] == told
    assert (found["arrivals"], found["feedback_rows"]) == (sorted(told), len(told))
    assert found["judged_once"]
    assert found["complaints"] == complaints
    assert found["cases"] == complaints
    assert set(found["acknowledgements"].values()) == {1}
    assert set(found["customer_messages"].values()) == {2}  # the complaint, and the line written later
    assert found["told_owners"] == len(complaints)


def _every_broken_guarantee_was_made_good_once(crowd: Crowd, found: dict[str, Any]) -> None:
    cases = sorted(story.case_id for story in crowd.stories if story.is_complaint)
    assert found["broken_cases"] == cases
    assert found["offers"] == found["broken"]
    assert found["delivered_twice"] == []
    assert found["accepted"] == {"fulfilled": len(cases)}
    assert found["coupons"] == len(cases)


def _logs(data: Path) -> str:
    files = [data.parent / "said.log", *(data / "log").glob("*.log")]
    return "\n".join(f"== {one}\n{one.read_text(errors='replace')[-3000:]}" for one in files if one.exists())
