"""Finding a customer again by how they reach us, with nothing personal in the clear. DESIGN §4"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from makegood.customers.models import Customer
from makegood.customers.operations import register_customer, reveal
from makegood.customers.permissions import visible_to
from makegood.customers.rules.contacts import masked_name, normalise
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["+86 138-0013-8000", "１３８００１３８０００", "138 0013 8000", "8613800138000"])
def test_a_phone_written_another_way_is_the_same_customer(written: str, wangfang: Any, now: Any) -> None:
    again = register_customer(name="王女士", contacts=[("phone", written)], by=SYSTEM, at=now)
    assert again.pk == wangfang.pk
    assert Customer.objects.count() == 1


def test_names_and_phones_are_sealed_in_the_database(wangfang: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM customers_customer")
        (name,) = cursor.fetchone()
        cursor.execute("SELECT value, value_masked FROM customers_contactpoint")
        value, shown = cursor.fetchone()
    assert "王芳".encode() not in bytes(name)
    assert b"13800138000" not in bytes(value)
    assert shown == "138****8000"
    assert str(wangfang) == "王*"


def test_each_reveal_is_journalled_with_its_purpose(wangfang: Any, zhouhang: Any, now: Any) -> None:
    with transaction.atomic():
        assert reveal(wangfang, "contacts", by=zhouhang.actor, purpose="call_back", at=now) == ["13800138000"]
    entry = Entry.objects.get(name="customers.PersonalDataRevealed")
    assert (entry.actor_id, entry.data["purpose"], entry.data["field"]) == (zhouhang.pk, "call_back", "contacts")


def test_an_agent_of_another_branch_sees_no_customer_of_ours(wangfang: Any, zhouhang: Any, chenmo: Any) -> None:
    assert list(visible_to(zhouhang)) == [wangfang]
    assert list(visible_to(chenmo)) == []


def test_businesses_keep_their_name_and_people_do_not() -> None:
    assert masked_name("启明科技", is_business=True) == "启明科技"
    assert masked_name("欧阳娜娜") == "欧***"
    assert masked_name("Jane Doe") == "J. D."


@given(st.text(max_size=40))
def test_normal_form_is_stable(text: str) -> None:
    for kind in ("phone", "email", "wechat"):
        once = normalise(kind, text)
        assert normalise(kind, once) == once
