"""What a case can be found by. Only masked text goes in."""

from __future__ import annotations

from makegood.cases.models import Case, CaseSearch
from makegood.cases.rules.grams import MOST_TEXT, grams_of


def index_case(case: Case, *texts: str) -> None:
    """Make ``case`` findable by its title and ``texts`` (masked); one statement, repeatable."""
    text = "\n".join(part for part in (case.title, *texts) if part)[:MOST_TEXT].lower()
    CaseSearch.objects.bulk_create(
        [CaseSearch(case=case, text=text, grams=grams_of(text))],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["text", "grams"],
    )
