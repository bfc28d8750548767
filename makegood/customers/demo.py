"""Two hundred customers of 云杉生活: mostly consumers, some businesses with an account manager."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from makegood.customers.models import Customer
from makegood.customers.operations import register_customer
from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory

FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = [
    "芳",
    "伟",
    "娜",
    "敏",
    "静",
    "强",
    "磊",
    "洋",
    "艳",
    "杰",
    "涛",
    "明",
    "晓燕",
    "思雨",
    "子涵",
    "一诺",
    "雨桐",
    "建国",
]
BUSINESSES = ["启明科技", "海棠设计", "云上会展", "东方幼儿园", "和风律所", "小满咖啡", "新远建筑", "锦程旅行社"]
PEOPLE = 192
TIERS = ["normal"] * 12 + ["silver"] * 5 + ["gold"] * 2 + ["vip"]


@transaction.atomic
def load(story: DemoStory) -> None:
    shops = [story.things["branches"][code] for code in ("jingan", "xuhui", "xihu")]
    at, rng = story.now - timedelta(days=380), story.rng
    found = [
        register_customer(
            name="王芳" if i == 0 else rng.choice(FAMILY) + rng.choice(GIVEN),
            contacts=[("phone", f"139{i:04d}{rng.randrange(10_000):04d}")],
            tier=rng.choice(TIERS), branch=shops[0] if i == 0 else rng.choice(shops), external_ref=f"M{i:05d}",
            by=SYSTEM, at=at + timedelta(hours=i),
        )
        for i in range(PEOPLE)
    ]  # fmt: skip
    firms = [
        register_customer(
            name=name, contacts=[("email", f"office{i}@business{i}.example")], kind=Customer.Kind.BUSINESS,
            tier="gold", branch=shops[2] if i == 0 else rng.choice(shops), external_ref=f"B{i:05d}", by=SYSTEM, at=at,
        )
        for i, name in enumerate(BUSINESSES)
    ]  # fmt: skip
    Customer.objects.filter(kind=Customer.Kind.BUSINESS).update(account_manager=story.things["staff"]["hanrui"])
    story.things["customers"] = found + firms
