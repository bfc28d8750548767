"""Which department takes what."""

from hypothesis import given
from hypothesis import strategies as st

from makegood.triage.rules.routing import Facts, Rule, department_for

COMPLAINT = Facts("complaint", "product_service", "urgent", 7, frozenset({"delivery"}))


def test_no_rule_leaves_the_department_open():
    assert department_for(COMPLAINT, []) is None
    assert department_for(COMPLAINT, [Rule(1, 5, 1, nature="praise")]) is None


def test_the_more_specific_rule_wins_over_the_earlier_one():
    general, about_delivery = Rule(1, 5, 1, nature="complaint"), Rule(2, 6, 99, aspect="delivery")
    assert department_for(COMPLAINT, [general, about_delivery]) == 6


def test_a_branch_keeps_its_own_work():
    about_delivery, of_branch = Rule(1, 6, 1, aspect="delivery", nature="complaint"), Rule(2, 8, 99, branch_id=7)
    assert department_for(COMPLAINT, [about_delivery, of_branch]) == 8


def test_order_settles_equals():
    assert department_for(COMPLAINT, [Rule(1, 5, 20, nature="complaint"), Rule(2, 6, 10, urgency="urgent")]) == 6


RULES = st.lists(
    st.builds(
        Rule,
        id=st.integers(1, 99),
        department_id=st.integers(1, 5),
        order=st.integers(0, 9),
        nature=st.sampled_from(["", "complaint", "praise"]),
        urgency=st.sampled_from(["", "urgent", "normal"]),
        branch_id=st.sampled_from([None, 7, 8]),
    ),
    max_size=8,
    unique_by=lambda rule: rule.id,
)


@given(RULES, st.randoms())
def test_the_answer_does_not_depend_on_how_rules_are_listed(rules, rng):
    shuffled = list(rules)
    rng.shuffle(shuffled)
    assert department_for(COMPLAINT, rules) == department_for(COMPLAINT, shuffled)
    assert (department_for(COMPLAINT, rules) is None) == (not any(rule.fits(COMPLAINT) for rule in rules))
