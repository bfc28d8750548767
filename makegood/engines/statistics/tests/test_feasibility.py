"""One limit tried on history: shares, where it breaks, how much is too much at once. D2"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.statistics import Measured
from makegood.engines.statistics.feasibility import History, Intervals, Standing
from makegood.engines.statistics.load import going_on

MINUTE, HOUR = 60_000_000, 3_600_000_000
FRIDAY_DINNER = 24 * 4 + 18


def history(rows: int = 4_000, *, slow: float = 1.0, seed: int = 5) -> History:
    """Two branches; the second takes `slow` times as long on Friday evenings at six."""
    dice = np.random.default_rng(seed)
    hours = dice.integers(0, 168, rows).astype(np.int16)
    hours[: rows // 10] = FRIDAY_DINNER
    groups = dice.integers(0, 2, rows).astype(np.int32)
    minutes = dice.gamma(9, 2.4, rows) * np.where((groups == 1) & (hours == FRIDAY_DINNER), slow, 1.0)
    starts = np.sort(dice.integers(0, 26 * 7 * 24, rows)) * HOUR
    needed = (minutes * MINUTE).astype(np.int64)
    ends = starts + needed
    over = np.ones(rows, dtype=bool)
    return History(Intervals(starts, ends, needed, over, hours, hours, groups), groups=2)


def test_the_parts_add_up_to_the_whole() -> None:
    found = history().try_limit(30 * MINUTE, target=0.95, steps=[20 * MINUTE, 30 * MINUTE])
    assert isinstance(found.share, Measured)
    assert found.kept_by_cell.sum() / found.n_by_cell.sum() == pytest.approx(found.share.value)
    assert sum(step.n for step in found.loads) == found.n == found.begun_by_hour.sum() == found.ended_by_hour.sum()
    assert found.curve[1].share == found.share
    assert found.sure == found.at_best == pytest.approx(found.share.value)


def test_where_it_breaks_is_found_and_nothing_else_is() -> None:
    slow = history(slow=1.8).try_limit(30 * MINUTE, target=0.95, steps=[])
    assert [(spot.group, spot.weekday, spot.part) for spot in slow.spots] == [(1, 4, 4)]
    alike = [history(seed=seed).try_limit(30 * MINUTE, target=0.95, steps=[]).spots for seed in range(40)]
    assert sum(bool(spots) for spots in alike) <= 4


def test_a_target_below_the_lower_end_holds_and_one_above_the_estimate_breaks() -> None:
    made = history()
    share = made.times.share_within(30 * MINUTE)
    assert isinstance(share, Measured)
    for target, standing in (
        (share.low - 0.01, Standing.HOLDS),
        ((share.low + share.value) / 2, Standing.UNSURE),
        (share.value + 0.01, Standing.BREAKS),
    ):
        assert made.try_limit(30 * MINUTE, target=target, steps=[]).standing is standing
    assert history(20).try_limit(30 * MINUTE, target=0.9, steps=[]).standing is Standing.NOT_ENOUGH


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(0, 20)), max_size=40))
def test_what_goes_on_at_once_is_counted_as_one_would_by_hand(rows: list[tuple[int, int, int]]) -> None:
    groups = np.array([g for g, _s, _l in rows], dtype=np.int32)
    starts = np.array([s for _g, s, _l in rows], dtype=np.int64)
    ends = starts + np.array([lasted for _g, _s, lasted in rows], dtype=np.int64)
    expected = [
        sum(g == other and s <= start < max(e, s + 1) for other, s, e in zip(groups, starts, ends, strict=True))
        for g, start in zip(groups, starts, strict=True)
    ]
    assert going_on(groups, starts, ends).tolist() == expected


def test_too_many_at_once_is_named_with_how_many() -> None:
    """A kitchen that is quick up to four orders at once and slow from five on."""
    dice = np.random.default_rng(9)
    starts, ends, needed = [], [], []
    for n in range(3_000):
        start = int(n * 8 * MINUTE + dice.exponential(4) * MINUTE)
        now = sum(end > start for end in ends[-30:]) + 1
        took = int(dice.gamma(16, 1.4 if now <= 4 else 2.6) * MINUTE)
        starts.append(start), ends.append(start + took), needed.append(took)
    columns = [np.array(values, dtype=np.int64) for values in (starts, ends, needed)]
    hours = ((columns[0] // HOUR) % 168).astype(np.int16)
    rows = Intervals(*columns, np.ones(3_000, dtype=bool), hours, hours, np.zeros(3_000, dtype=np.int32))
    found = History(rows, groups=1).try_limit(30 * MINUTE, target=0.95, steps=[]).bottleneck
    assert found is not None
    assert found.at_once == 5
    assert isinstance(found.below, Measured)
    assert isinstance(found.above, Measured)
    assert found.below.value > 0.85 > found.above.value
