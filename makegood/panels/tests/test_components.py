"""The components draw what their presenters say, and say it in words as well as in colour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from makegood.panels.presenters import (
    ChipSegment,
    ChipState,
    Group,
    IntervalBar,
    Person,
    PromiseChip,
    TimelineLine,
    Why,
    initials,
)

AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def drawn(source: str, **values: object) -> str:
    with translation.override("en"):
        return Template(CottonCompiler().process(source)).render(
            Context({**values, "request": RequestFactory().get("/")})
        )


def test_a_ring_drains_with_what_remains() -> None:
    chip = PromiseChip("7", ChipState.RUNNING, "Answered within a day", "6 hours left", 0.25)
    html = drawn('<c-promise-chip :chip="chip" />', chip=chip)
    assert 'stroke-dasharray="25.0 100"' in html
    assert "6 hours left" in html
    assert 'id="promise-7"' in html


@pytest.mark.parametrize(("state", "words"), [(ChipState.KEPT, "Kept"), (ChipState.BROKEN, "Broken")])
def test_a_state_is_said_in_words_not_by_colour_alone(state: ChipState, words: str) -> None:
    html = drawn('<c-promise-chip :chip="chip" />', chip=PromiseChip("1", state, "A promise", "x", 0.5))
    assert words in html
    assert 'stroke-dasharray="100.0 100"' in html


def test_segments_lie_end_to_end() -> None:
    segments = (ChipSegment("running", "r", AT, AT, 0.25), ChipSegment("paused", "p", AT, None, 0.75))
    chip = PromiseChip("1", ChipState.PAUSED, "A promise", "x", segments=segments)
    assert chip.bars == [("running", 0.0, 25.0), ("paused", 25.0, 75.0)]


def test_no_component_needs_an_inline_style() -> None:
    chip = PromiseChip("1", ChipState.PAUSED, "A promise", "x", segments=(ChipSegment("running", "r", AT, None, 1),))
    bar = IntervalBar("Kept", 30, 20, 50, 40, 60)
    html = drawn('<c-promise-chip :chip="chip" /><c-interval-bar :bar="bar" />', chip=chip, bar=bar)
    assert "style=" not in html


def test_too_little_data_is_drawn_as_such() -> None:
    html = drawn('<c-interval-bar :bar="bar" />', bar=IntervalBar("Recovered", 6, 20))
    assert "Not enough data: at least 20 are needed" in html
    assert 'class="point"' not in html


def test_a_score_stands_inside_its_interval_on_its_scale() -> None:
    bar = IntervalBar("Kept", 214, 20, 86.4, 81.2, 90.5, scale=(0, 100))
    assert (bar.x, bar.x_low, bar.x_width) == (86.4, 81.2, 9.3)
    assert bar.range_words == "81.2–90.5%"


def test_an_internal_note_says_that_the_customer_never_sees_it() -> None:
    note = TimelineLine(Group.INTERNAL, AT, Person("林静"), "noted", "The depot lost it.")
    html = drawn('<c-timeline :lines="lines" :groups="groups" />', lines=[note], groups=list(Group))
    assert "Internal: the customer never sees this" in html
    assert 'data-group="internal"' in html


def test_text_of_a_customer_is_escaped() -> None:
    line = TimelineLine(Group.MESSAGE, AT, Person("<b>x</b>", "customer"), "wrote", "<script>alert(1)</script>")
    html = drawn('<c-timeline-line :line="line" />', line=line)
    assert "<script>" not in html
    assert "&lt;b&gt;x" in html


def test_why_shows_words_confidence_and_version() -> None:
    why = Why("Complaint", words=("没人接",), confidence=0.874, version="lexicon 1", disagree_href="/x")
    html = drawn('<c-why :why="why" />', why=why)
    assert all(piece in html for piece in ("没人接", "87% sure", "Version lexicon 1", 'href="/x"'))


@pytest.mark.parametrize(
    ("name", "short"), [("林静", "静"), ("启明科技", "启明"), ("Lin Jing", "LJ"), ("", "·"), ("欧阳娜", "娜")]
)
def test_initials_stand_for_a_name(name: str, short: str) -> None:
    assert initials(name) == short


def test_spans_are_said_in_the_largest_fitting_unit() -> None:
    from makegood.panels.durations import late, left, spoken

    with translation.override("en"):
        assert [spoken(s) for s in (20, 90, 4_800, 7_200, 25_300, 200_000)] == [
            "less than a minute", "2 minutes", "1 h 20 min", "2 hours", "7 hours", "2 days",
        ]  # fmt: skip
        assert left(timedelta(hours=5).total_seconds()) == "5 hours left"
        assert late(60) == "1 minute late"
