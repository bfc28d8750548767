"""Finance can have the books added up again from the command line. Issue 7"""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from makegood.ledger.models import Budget, Checkpoint, Transfer

pytestmark = pytest.mark.django_db


def test_sound_books_are_said_to_be_sound(budget: Budget) -> None:
    said = StringIO()
    call_command("prove_balances", stdout=said)
    assert "1" in said.getvalue()


def test_books_that_do_not_agree_end_in_an_error_that_names_the_row(budget: Budget, now: Any) -> None:
    first = Transfer.objects.get()
    Checkpoint.objects.create(budget=budget, through=first, available=1, reserved=0, spent=0, at=now)
    with pytest.raises(CommandError, match=f"checkpoint at transfer {first.pk}"):
        call_command("prove_balances")
