from datetime import UTC, datetime, timedelta

import pytest

from makegood.triage.rules.due import priority, screening_due
from makegood.triage.rules.feeling import feeling_of, score_of

AT = datetime(2026, 11, 18, 2, tzinfo=UTC)


@pytest.mark.parametrize(("urgency", "hours"), [("urgent", 1), ("important", 4), ("normal", 24)])
def test_the_more_urgent_the_sooner_a_person_must_look(urgency, hours):  # E5
    assert screening_due(urgency, AT) == AT + timedelta(hours=hours)


def test_an_angry_customer_moves_up_one_step():  # E12
    assert priority("normal", is_angry=True) == priority("important", is_angry=False) == 1
    assert priority("urgent", is_angry=True) == 0


@pytest.mark.parametrize("feeling", ["negative", "neutral", "positive"])
def test_a_chosen_feeling_reads_back_as_itself(feeling):
    assert feeling_of(score_of(feeling)) == feeling
