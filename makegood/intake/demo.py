"""The ways in of 云杉生活, each with somebody who answers for it."""

from __future__ import annotations

from datetime import timedelta

from makegood.intake.models import ChannelKind
from makegood.intake.operations import open_channel
from makegood.kit.story import DemoStory

CHANNELS = [
    ("website", "官网表单", ChannelKind.WEB_FORM, "hanrui"),
    ("hotline", "服务热线", ChannelKind.PHONE, "hanrui"),
    ("chat", "在线客服", ChannelKind.CHAT, "hanrui"),
    ("wechat", "微信公众号", ChannelKind.WECHAT, "suqing"),
    ("social", "点评与微博", ChannelKind.SOCIAL, "suqing"),
    ("mailbox", "客服邮箱", ChannelKind.EMAIL, "hanrui"),
    ("card", "门店意见卡", ChannelKind.ON_SITE, "zhengkai"),
    ("api", "系统接口", ChannelKind.API, "gaoning"),
    ("import", "文件导入", ChannelKind.IMPORT, "suqing"),
]


def load(story: DemoStory) -> None:
    staff, at = story.things["staff"], story.now - timedelta(days=300)
    for code, name, kind, owner in CHANNELS:
        open_channel(code=code, name=name, kind=kind, owner=staff[owner], by=staff["gaoning"].actor, at=at)
