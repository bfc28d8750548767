"""The components that Python draws stand in templates like every other one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.utils import translation

from makegood.panels.presenters import ChipSegment, ChipState, PromiseChip

AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def drawn(words: str, **context: object) -> str:
    with translation.override("en"):
        return engines["django"].from_string(words).render(context)


def test_an_icon_beside_words_is_hidden_from_readers_of_the_screen() -> None:
    found = drawn('{% cotton icon name="check" size="13" /%}', label="Work")
    assert found.startswith('<svg class="glyph" width="13" height="13" aria-hidden="true"><use href="')
    assert found.endswith('#check"></use></svg>')


def test_an_icon_that_stands_alone_has_its_words() -> None:
    assert 'role="img" aria-label="Still &lt;open&gt;"' in drawn('{% cotton icon name="check" label="Still <open>" /%}')


def test_a_name_cannot_become_markup() -> None:
    found = drawn('{% cotton person :name="who" /%}', who="<b>林静</b>")
    assert "<b>" not in found
    assert '<span class="clip">&lt;b&gt;林静&lt;/b&gt;</span>' in found


@pytest.mark.parametrize("state", list(ChipState))
def test_a_chip_says_its_state_in_words_and_tells_the_rest_in_a_popover(state: ChipState) -> None:
    chip = PromiseChip(
        id="7", state=state, statement="Answered <today>", words="3 hours", reason="Waiting for the customer",
        due_at=AT, remaining_share=0.25, is_provisional=True, calendar="Work & rest",
        segments=(ChipSegment("running", "Running", AT - timedelta(hours=2), AT, 1.0),),
    )  # fmt: skip
    found = drawn('{% cotton promise-chip :chip="chip" scope="next-" /%}', chip=chip)
    assert f'data-state="{state}" popovertarget="promise-next-7"' in found
    assert 'id="promise-next-7" role="group"' in found
    with translation.override("en"):
        assert f"{chip.state_words}. Show the promise" in found
    shown = "Waiting for the customer" if state == ChipState.PAUSED else "3 hours"
    assert f'<span class="promise-words">{shown}</span>' in found
    assert "Answered &lt;today&gt;" in found
    assert "Due 2026-11-18 10:00 · provisional until" in found
    assert "11-18 08:00 – 11-18 10:00" in found
    assert 'x="0.0" y="1" width="100.0"' in found
    assert "Measured in working time: Work &amp; rest" in found


def test_where_there_is_no_chip_nothing_is_drawn() -> None:
    assert drawn('{% cotton promise-chip :chip="chip" /%}', chip=None) == ""
