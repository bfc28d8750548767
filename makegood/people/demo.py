"""云杉生活: a head office, three shops in two cities, a contact centre, departments and about twenty people."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory
from makegood.people.models import Branch, Department, Staff
from makegood.people.operations import hire, note_absence, open_branch, plan_week

PASSWORD = "makegood-demo"  # noqa: S105 — printed by bin/demo for everybody
HOTLINE = "400-000-0000"

BRANCHES = [
    ("jingan", "上海静安店", "上海", Branch.Kind.BRANCH),
    ("xuhui", "上海徐汇店", "上海", Branch.Kind.BRANCH),
    ("xihu", "杭州西湖店", "杭州", Branch.Kind.BRANCH),
    ("centre", "客户联络中心", "上海", Branch.Kind.CONTACT_CENTRE),
]
REGION = ("east", "华东大区", ("jingan", "xuhui", "xihu"))
DEPARTMENTS = [
    ("service", "客户服务部", Department.Kind.CUSTOMER_SERVICE),
    ("technical", "技术支持部", Department.Kind.TECHNICAL),
    ("logistics", "物流配送部", Department.Kind.LOGISTICS),
    ("operations", "门店运营部", Department.Kind.OPERATIONS),
    ("marketing", "市场部", Department.Kind.MARKETING),
    ("finance", "财务部", Department.Kind.FINANCE),
    ("quality", "品质管理部", Department.Kind.QUALITY),
]
STAFF = [
    ("linjing", "林静", "service_manager", "hq", "service"),
    ("suqing", "苏晴", "cx_manager", "hq", "quality"),
    ("wumin", "吴敏", "finance_approver", "hq", "finance"),
    ("hezhen", "何老师", "auditor", "hq", "quality"),
    ("gaoning", "高宁", "administrator", "hq", "technical"),
    ("shaodong", "邵东", "branch_manager", "east", "operations"),
    ("zhengkai", "郑凯", "branch_manager", "jingan", "operations"),
    ("zhouhang", "周航", "agent", "jingan", "service"),
    ("tangyu", "唐宇", "agent", "jingan", "service"),
    ("fanglan", "方岚", "team_lead", "jingan", "service"),
    ("xumei", "徐梅", "branch_manager", "xuhui", "operations"),
    ("luoyi", "罗一", "agent", "xuhui", "service"),
    ("shenjie", "沈杰", "agent", "xuhui", "logistics"),
    ("yangfan", "杨帆", "branch_manager", "xihu", "operations"),
    ("chenmo", "陈默", "agent", "xihu", "service"),
    ("jiangxue", "江雪", "agent", "xihu", "service"),
    ("hanrui", "韩睿", "team_lead", "centre", "service"),
    ("songjia", "宋佳", "screener", "centre", "service"),
    ("puming", "蒲明", "screener", "centre", "service"),
    ("dengli", "邓丽", "agent", "centre", "service"),
    ("caowei", "曹伟", "agent", "centre", "technical"),
    ("mengqi", "孟琪", "agent", "centre", "logistics"),
]

SHIFTS = ("09:30-18:00", "13:30-22:00", "09:30-14:00, 17:00-21:00")


def load(story: DemoStory) -> None:
    at = story.now - timedelta(days=400)
    head = open_branch(code="hq", name="云杉生活总部", kind=Branch.Kind.HEAD_OFFICE, city="上海", hotline=HOTLINE)
    code, name, shops = REGION
    east = open_branch(code=code, name=name, kind=Branch.Kind.REGION, city="上海", parent=head, hotline=HOTLINE)
    branches = {"hq": head, "east": east} | {
        code: open_branch(
            code=code, name=name, kind=kind, city=city, parent=east if code in shops else head, hotline=HOTLINE
        )
        for code, name, city, kind in BRANCHES
    }
    departments = {code: Department.objects.create(code=code, name=name, kind=kind) for code, name, kind in DEPARTMENTS}
    story.things["branches"], story.things["departments"] = branches, departments
    story.things["staff"] = {
        username: hire(
            username=username, name=name, role=role, branch=branches[branch], department=departments[department],
            email=f"{username}@spruce.example", by=SYSTEM, at=at,
        )
        for username, name, role, branch, department in STAFF
    }  # fmt: skip
    # One hash for all: hashing twenty times the same demo password would cost ten seconds of a first start.
    Staff.objects.update(password=make_password(PASSWORD))
    plan_shifts(story)


def plan_shifts(story: DemoStory) -> None:
    """Last week, this one and the next, in each shop and the contact centre; somebody is ill tomorrow."""
    today = story.now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    this_week = today - timedelta(days=today.weekday())
    people = Staff.objects.filter(branch__code__in=[code for code, *_rest in BRANCHES]).order_by("pk")
    for branch in story.things["branches"].values():
        team = [one for one in people if one.branch_id == branch.pk]
        for monday in (this_week - timedelta(days=7), this_week, this_week + timedelta(days=7)):
            if team:
                plan_week(branch, monday, _week(team, monday), by=SYSTEM, at=story.now - timedelta(days=14))
    ill, day = story.things["staff"]["tangyu"], today + timedelta(days=1)
    note_absence(ill, first=day, last=day + timedelta(days=1), reason="sick", by=SYSTEM, at=story.now)


def _week(team: list[Staff], monday: date) -> dict[tuple[int, date], str]:
    """Early and late by turns; each rests on two days, and never all of them on the same."""
    return {
        (one.pk, monday + timedelta(days=day)): SHIFTS[(place + day) % len(SHIFTS)]
        for place, one in enumerate(team)
        for day in range(7)
        if (day + 2 * place) % 7 not in (5, 6)
    }
