"""Presets and measured qualities, from the office to the charter. D1, D3"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from makegood.commitments.models import Commitment, CommitmentVersion
from makegood.commitments.operations import define_calendar, observe, publish, review
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db

FORM = {
    "name": "菜品温度", "code": "warm-dishes", "statement_zh_hans": "上桌的菜不低于 60 °C", "measure": "temperature",
    "judged": "share", "operator": ">=", "limit": "60", "unit": "°C", "window": "rolling_30", "target": "90",
    "calendar": "always", "is_public": "on",
}  # fmt: skip
RATED = {"code": "liked", "name": "满意度", "measure": "satisfaction", "judged": "mean", "limit": "4.5", "unit": ""}


@pytest.fixture(autouse=True)
def always() -> None:
    cache.clear()
    define_calendar(code="always", name="全天", week=["00:00-24:00"] * 7, by=SYSTEM, at=timezone.now())


def in_force(code: str) -> CommitmentVersion:
    at = timezone.now() - timedelta(days=2)
    version = CommitmentVersion.objects.select_related("calendar", "commitment").get(commitment__code=code)
    review(version, by=SYSTEM, at=at)
    publish(version, by=SYSTEM, at=at, despite="试行")
    return version


def measured(name: str, values: list[float]) -> None:
    at = timezone.now() - timedelta(days=1)
    for pk, value in enumerate(values, 1):
        observe(("encounter", pk), name, value, observed_at=at, at=at)


def test_a_preset_makes_its_drafts_with_their_calendars(signed_in: Any, linjing: Any) -> None:
    page = signed_in(linjing)
    assert "银行业保险业消费投诉处理管理办法" in page.get("/office/commitments/presets").content.decode()
    answer = page.post("/office/commitments/presets", {"preset": "cn-financial"}, follow=True).content.decode()
    assert "+ 15 个工作日" in answer
    assert Commitment.objects.filter(code="cn-financial-15").exists()
    refused = page.post("/office/commitments/presets", {"preset": "none"}, follow=True).content.decode()
    assert "请选择一个预设" in refused


def test_a_share_is_drafted_in_the_office_and_stands_on_the_charter_with_its_verdict(
    signed_in: Any, linjing: Any
) -> None:
    page = signed_in(linjing)
    assert page.post("/office/commitments/new-quality", FORM | {"limit": "warm"}).status_code == 422
    assert page.post("/office/commitments/new-quality", FORM).status_code == 302
    version = in_force("warm-dishes")
    measured("temperature", [70.0] * 198 + [50.0] * 2)
    shown = page.get(f"/office/commitments/{version.commitment_id}").content.decode()
    assert "已达标" in shown
    assert "不低于 60 °C" in shown
    charter = page.get("/charter").content.decode()
    assert "99.0%" in charter
    assert page.get(f"/office/commitments/{version.commitment_id}/next", follow=True).status_code == 200


def test_an_average_stands_on_charter_and_badge_in_its_own_unit(signed_in: Any, linjing: Any) -> None:
    page = signed_in(linjing)
    answer = page.post("/office/commitments/new-quality", FORM | RATED | {"is_guarantee": "on"})
    assert answer.status_code == 422
    assert page.post("/office/commitments/new-quality", FORM | RATED).status_code == 302
    version = in_force("liked")
    measured("satisfaction", [5.0, 4.0] * 30)
    assert "4.50" in page.get("/charter").content.decode()
    assert "4.50" in page.get(f"/office/commitments/{version.commitment_id}").content.decode()
    figures = page.get("/charter/liked.json").json()
    assert (figures["mean"], figures["share"], figures["n"], figures["target"]) == (4.5, None, 60, 4.5)
    assert "4.50" in page.get("/charter/liked.svg").content.decode()
