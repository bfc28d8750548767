"""What no single word says: how long somebody waited, how often they asked, what they ask by a question.

Written by hand like the lexicons. A pattern takes the feeling of the words inside it upon itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.engines.text.terms import Hit, Tag

_N = r"(?:\d+|[一二三四五六七八九十两半好快]+几?)[多来]?"
_SPAN = r"个?半?(?:分钟|小时|钟头|天|星期|礼拜|周|月)"
_IN = r"[^,。!?;\n]"


@dataclass(frozen=True, slots=True)
class _Pattern:
    found: re.Pattern[str]
    tags: dict[str, tuple[Tag, ...]]


def _pattern(expression: str, **says: tuple[str, float]) -> _Pattern:
    """`says`: head → (label, weight)."""
    tags: dict[str, tuple[Tag, ...]] = {head: (Tag(head, label, weight),) for head, (label, weight) in says.items()}
    return _Pattern(re.compile(expression), tags)


_PATTERNS = (
    _pattern(
        rf"(?<![只才没不])(?<!不用)(?:等|排|拖|晚到|晚了|迟到|超时|超了|转了|催了){_IN}{{0,8}}?{_N}{_SPAN}",
        nature=("complaint", 1.5), sentiment=("word", -1.6), aspect=("waiting", 2),
    ),
    _pattern(
        rf"{_N}{_SPAN}了?[^。!?;\n]{{0,10}}?(?:还没|都没|也没|仍没|没人|仍未|还未|都不)",
        nature=("complaint", 2.0), sentiment=("word", -1.6),
    ),
    _pattern(
        r"(?:还|都|也|一直|始终|仍然?|依然|至今|迟迟|根本)(?:没有?|未|不)(?:人)?"
        r"(?:收到|到账|到货|发货|送到|送来|解决|处理|回复|答复|回应|联系|修|退|给|发|到|来|消息|结果|音讯|好|管|理)",
        nature=("complaint", 1.8), sentiment=("word", -1.4),
    ),
    _pattern(r"(?:到底|究竟)[^。!;\n]{1,14}", nature=("complaint", 3.0), sentiment=("word", -1.0)),
    _pattern(rf"(?:不是|岂不是|难道){_IN}{{1,12}}[吗么]", nature=("complaint", 2.6), sentiment=("word", -1.4)),
    _pattern(r"(?:怎么|为什么|为啥|为何)(?:还|老是|总是|又|就|这么|那么|一直|不|没)", nature=("complaint", 2.4)),
    _pattern(
        r"(?:打|联系|催|问|跑|约|反映|反应|投诉|沟通|说)了?(?:\d+|[两三四五六七八九十几好多]+)(?:次|遍|趟|回|个电话)",
        nature=("complaint", 1.6), sentiment=("word", -1.2), urgency=("important", 1.0),
    ),
    _pattern(
        rf"(?:要求|必须|务必){_IN}{{0,8}}(?:道歉|赔|退|说法|解释|负责|更正|处理|解决)",
        nature=("complaint", 2.6), sentiment=("word", -0.8), urgency=("important", 1.0),
    ),
    _pattern(
        r"(?:如果|要是|若|能|希望)[^。!?;\n]{1,22}(?:就好了|就更好|会更好|更好了|就方便|更方便)",
        nature=("suggestion", 4.0), sentiment=("neutral", 0.0),
    ),
    _pattern(
        r"(?:wait(?:ed|ing)?|on hold|delayed|stuck|sat)\b[^.!?\n]{0,24}\d+\+? ?(?:min|hour|hr|day|week)[a-z]*",
        nature=("complaint", 1.6), sentiment=("word", -1.6), aspect=("waiting", 2),
    ),
    _pattern(
        r"(?:why|how come) (?:is|are|do|does|can't|cant|won't|wont|don't|did|didn't|isn't|am|has|have)\b",
        nature=("complaint", 1.6),
    ),
)  # fmt: skip


def with_patterns(flat: str, hits: list[Hit]) -> list[Hit]:
    """`hits` and the patterns of the text, in order; words inside a pattern lose what it says for them."""
    found = [
        Hit(m.start(), m.end(), m.group(), pattern.tags) for pattern in _PATTERNS for m in pattern.found.finditer(flat)
    ]
    if not found:
        return hits
    kept = [_muted(hit, found) for hit in hits]
    return sorted([hit for hit in kept if hit.tags] + found, key=lambda hit: (hit.start, -hit.end))


def _muted(hit: Hit, found: list[Hit]) -> Hit:
    silenced = {
        head
        for pattern in found
        if pattern.start <= hit.start and hit.end <= pattern.end
        for head in ("sentiment", "shift", "nature")
        if head in pattern.tags or (head == "shift" and "sentiment" in pattern.tags)
    }
    if not silenced:
        return hit
    return Hit(hit.start, hit.end, hit.term, {head: tags for head, tags in hit.tags.items() if head not in silenced})
