"""Which column is which, told from its heading in Chinese or English, and from the cells where headings fail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from makegood.kit.tables import Cell, Table

# In each line the surest word stands first. A heading that merely contains a word counts less.
SYNONYMS: dict[str, str] = {
    "external_id": "留言编号 反馈编号 投诉编号 工单编号 工单号 单号 编号 流水号 评论id externalid "
    "feedbackid complaintid ticketid ticketnumber ticketno ticket caseid reviewid "
    "reference refno id",
    "customer": "留言用户 客户编号 会员号 用户id 客户id 用户名 客户名称 客户姓名 客户 会员 用户 网友 "
    "昵称 姓名 投诉人 联系人 customerid customername customer userid username user "
    "reviewer author nickname name",
    "contact": "联系电话 联系方式 手机号码 手机号 手机 电话号码 电话 电子邮箱 邮箱 邮件地址 mobile "
    "telephone phone email contact",
    "subject": "留言主题 留言标题 投诉主题 主题 标题 题目 事项 subject title headline summary topic",
    "reply_time": "答复时间 回复时间 答复日期 回复日期 办结时间 处理时间 replytime repliedat replydate "
    "answeredat responsetime responsedate respondedat resolvedat closedat",
    "time": "留言时间 反馈时间 投诉时间 提交时间 发生时间 评论时间 评价时间 受理时间 创建时间 "
    "留言日期 投诉日期 时间 日期 occurredat submittedat createdat receivedat datetime "
    "timestamp date time",
    "reply": "答复意见 答复内容 回复内容 答复 回复 处理结果 处理意见 officialreply reply response "
    "answer resolution",
    "text": "留言详情 留言内容 反馈内容 投诉内容 评论内容 评价内容 诉求内容 问题描述 详细内容 详情 "
    "内容 正文 描述 评论 评价 feedbacktext feedback customercomplaint complaint reviewtext "
    "review comments comment message content description details body text verbatim",
    "channel": "受理渠道 来源渠道 反馈渠道 渠道 来源 receivedvia channel source",
    "branch": "所属门店 门店名称 门店 网点 分店 分公司 营业部 所属区域 城市 地市 branch store shop "
    "location city",
}  # fmt: skip
FIELDS = (
    "text", "subject", "time", "time_of_day", "customer", "contact", "reply", "reply_time", "external_id",
    "channel", "branch",
)  # fmt: skip
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?\s*([AP]M)?", re.I)
PROSE = 12  # characters on average from which a column is somebody's words


def plain(heading: str) -> str:
    """A heading without case, width, spaces, punctuation and what stands in brackets."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"[(\[【].*?[)\]】]", "", text)
    return "".join(ch for ch in text if ch.isalnum())


def recognised(table: Table) -> dict[str, str]:
    """Field → heading for every column that is understood; a column is used once."""
    names = {heading: plain(heading) for heading in table.headings}
    found: dict[str, str] = {}
    for is_exact in (True, False):
        for field, words in SYNONYMS.items():
            if field in found:
                continue
            heading = _first_match(names, words.split(), set(found.values()), is_exact=is_exact)
            if heading is not None:
                found[field] = heading
    _split_clock(found, table, names)
    if "text" not in found and (prose := _longest_prose(table, set(found.values()))):
        found["text"] = prose
    return {field: found[field] for field in FIELDS if field in found}


def _first_match(names: dict[str, str], words: list[str], taken: set[str], *, is_exact: bool) -> str | None:
    for word in words:
        for heading, name in names.items():
            if heading not in taken and (name == word if is_exact else _contains(name, word)):
                return heading
    return None


def _contains(name: str, word: str) -> bool:
    """Short Latin words ("id", "no") are found inside too many others to mean anything."""
    return word in name and (len(word) >= 5 or not word.isascii())


def _split_clock(found: dict[str, str], table: Table, names: dict[str, str]) -> None:
    """Date and time of day in two columns: the one that holds only clock times is the other's companion."""
    for heading in table.headings:
        if heading in found.values() and heading != found.get("time"):
            continue
        cells = [str(cell) for cell in column(table, heading)[:50] if str(cell).strip()]
        if not cells or not all(CLOCK.fullmatch(cell.strip()) for cell in cells):
            continue
        if found.get("time") == heading:
            del found["time"]
            dates = _first_match(names, ["日期", "date"], {*found.values(), heading}, is_exact=False)
            dates = dates or _first_match(names, ["date"], {*found.values(), heading}, is_exact=True)
            if dates is not None:
                found["time"] = dates
        if "time" in found:
            found["time_of_day"] = heading
        return


def _longest_prose(table: Table, taken: set[str]) -> str | None:
    sizes = {
        heading: sum(len(str(cell)) for cell in cells) / len(cells)
        for heading in table.headings
        if heading not in taken and (cells := [c for c in column(table, heading)[:200] if isinstance(c, str) and c])
    }
    best = max(sizes, key=lambda heading: sizes[heading], default=None)
    return best if best is not None and sizes[best] >= PROSE else None


def column(table: Table, heading: str) -> Sequence[Cell]:
    place = table.headings.index(heading)
    return [row[place] for row in table.rows]


def headings_signature(headings: Sequence[str]) -> str:
    """Equal for files of the same layout."""
    return "|".join(plain(heading) for heading in headings)
