"""Find personal data in free text and hide it, character for character.

The masked text is exactly as long as the original, so evidence spans found in it hold in both. What is
left visible (first or last few characters) is enough for a person to recognise a number they know and
not enough to use one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from makegood.engines.text.checksums import cn_id_holds, hk_id_holds, luhn_holds, tw_id_holds
from makegood.engines.text.fold import folded


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data: `kind` is email, id_number, bank_card, phone, wechat or qq."""

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with every `found` piece starred; the same length as the original."""

    text: str
    found: list[Found]


@dataclass(frozen=True, slots=True)
class _Finder:
    """``digits`` is the fewest that a match has in one run, ``words`` are those of which a match holds one: most
    texts are spared most patterns by them."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool]
    digits: int = 0
    words: tuple[str, ...] = ()


_SEP = r"[-\s.]?"
_NOT_IN_NUMBER = r"(?<![\d.])"
_ORDER_BEFORE = re.compile(r"(?:单号|订单|编号|流水|工单|order|ref|no\.?)[号码是为:#\s]*$")
_ID_BEFORE = re.compile(r"(?:身份证|证件|id ?card)[号码是为:\s]*$")
_CARD_BEFORE = re.compile(r"(?:卡号|银行卡|储蓄卡|信用卡|card)[号码是为:\s]*$")
_PHONE_BEFORE = re.compile(
    r"(?:电话|手机|致电|联系|座机|来电|拨打|热线|whatsapp|mobile|phone|tel|call)[号码是为方式我:\s.]*$"
)


def _before(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    return pattern.search(match.string[max(0, match.start() - 14) : match.start()]) is not None


def _value(match: re.Match[str]) -> str:
    return re.sub(r"[-\s.()]", "", match.group("v"))


def _always(match: re.Match[str]) -> bool:
    return True


def _is_cn_id(match: re.Match[str]) -> bool:
    return cn_id_holds(_value(match)) or _before(match, _ID_BEFORE)


def _is_old_cn_id(match: re.Match[str]) -> bool:
    return cn_id_holds(_value(match)) and not _before(match, _ORDER_BEFORE)


def _is_card(match: re.Match[str]) -> bool:
    digits = _value(match)
    if _before(match, _CARD_BEFORE):
        return True
    shape = (digits[:2] == "62" and len(digits) >= 16) or (digits[0] in "45" and len(digits) == 16)
    shape = shape or (digits[:2] in ("34", "37") and len(digits) == 15)
    return shape and luhn_holds(digits) and not _before(match, _ORDER_BEFORE)


def _is_plain_phone(match: re.Match[str]) -> bool:
    return not _before(match, _ORDER_BEFORE)


def _follows_phone_word(match: re.Match[str]) -> bool:
    return _before(match, _PHONE_BEFORE)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


_WECHAT = r"(?:微信|威信|薇信|[v微薇威]信|加[v微薇]|wechat|weixin|(?<![a-z])[vw]x)"
_WECHAT_WORDS = ("微信", "威信", "薇信", "v信", "加v", "加微", "加薇", "wechat", "weixin", "vx", "wx")
_LINK = r"[是为叫\s:=]*"

_EMAIL = r"(?P<v>[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})"
_CN_ID = r"(?<!\d)(?P<v>[1-8]\d{5}\s?(?:1[89]|20)\d{2}\s?[01]\d[0-3]\d\s?\d{3}[\dx])(?![\da-z])"
_CN_ID_OLD = r"(?<!\d)(?P<v>[1-8]\d{14})(?!\d)"
_TW_ID = r"(?<![a-z\d])(?P<v>[a-z][1289]\d{8})(?!\d)"
_HK_ID = r"(?<![a-z\d])(?P<v>[a-z]{1,2}\d{6}\(?[\da]\)?)(?![\da-z])"
_CARD = r"(?<!\d)(?P<v>[3-69]\d{3}(?:[-\s]?\d{4}){2}[-\s]?\d{3,4}(?:[-\s]?\d{3})?)(?!\d)"
_CN_MOBILE = _NOT_IN_NUMBER + rf"(?P<v>(?:\+?(?:00)?86{_SEP})?1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}})(?!\d)"
_ABROAD = rf"(?P<v>\+(?:852|853|886){_SEP}\(?\d{{1,4}}\)?{_SEP}\d{{3,4}}{_SEP}\d{{3,4}})(?!\d)"
_TW_MOBILE = _NOT_IN_NUMBER + r"(?P<v>09\d{2}[-\s]?\d{3}[-\s]?\d{3})(?!\d)"
_LANDLINE = (
    _NOT_IN_NUMBER + r"(?P<v>\(0\d{1,3}\)\s?\d{3,4}[-\s]?\d{4}|0\d{1,3}-\d{3,4}-\d{4}|0\d{2,3}[-\s]\d{7,8})(?!\d)"
)
_EIGHT_DIGITS = _NOT_IN_NUMBER + r"(?P<v>[2-9]\d{3}[-\s]?\d{4})(?!\d)"
_WECHAT_ID = _WECHAT + r"(?:号码?|id)?" + _LINK + r"(?P<v>[a-z][-_a-z0-9]{5,19}|\d{6,20})(?![a-z0-9])"
_QQ = r"(?:(?<![a-z])qq|扣扣|企鹅号)(?:号码?|群)?" + _LINK + r"(?P<v>[1-9]\d{4,11})(?!\d)"

# The surest kinds stand first: where two overlap, the earlier one wins.
_FINDERS = (
    _Finder("email", _compiled(_EMAIL), _always, words=("@",)),
    _Finder("id_number", _compiled(_CN_ID), _is_cn_id, 17),
    _Finder("id_number", _compiled(_CN_ID_OLD), _is_old_cn_id, 15),
    _Finder("id_number", _compiled(_TW_ID), lambda m: tw_id_holds(_value(m)), 9),
    _Finder("id_number", _compiled(_HK_ID), lambda m: hk_id_holds(_value(m)), 6),
    _Finder("bank_card", _compiled(_CARD), _is_card, 15),
    _Finder("phone", _compiled(_CN_MOBILE), _is_plain_phone, 11),
    _Finder("phone", _compiled(_ABROAD), _always, 10, ("+",)),
    _Finder("phone", _compiled(_TW_MOBILE), _is_plain_phone, 10),
    _Finder("phone", _compiled(_LANDLINE), _always, 9),
    _Finder("phone", _compiled(_EIGHT_DIGITS), _follows_phone_word, 8),
    _Finder("wechat", _compiled(_WECHAT_ID), _always, words=_WECHAT_WORDS),
    _Finder("qq", _compiled(_QQ), _always, words=("qq", "扣扣", "企鹅号")),
)
_DIGIT_RUN = re.compile(r"[\d\-\s.()]{6,}", re.ASCII)


def find(text: str) -> list[Found]:
    """Personal data in `text`, in order of place; pieces never overlap (the surer kind wins)."""
    flat = folded(text)
    taken: list[tuple[int, int]] = []
    found = []
    for finder, start, end in _candidates(flat):
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        found.append(Found(finder.kind, start, end, text[start:end]))
    return sorted(found, key=lambda f: f.start)


def _candidates(flat: str) -> Iterator[tuple[_Finder, int, int]]:
    digits = max((sum(map(str.isdigit, run)) for run in _DIGIT_RUN.findall(flat)), default=0)
    for finder in _FINDERS:
        if finder.digits > digits or (finder.words and not any(word in flat for word in finder.words)):
            continue
        for match in finder.pattern.finditer(flat):
            if finder.holds(match):
                yield finder, *match.span("v")


_KEEP = {
    "email": (1, 0),
    "id_number": (1, 1),
    "bank_card": (0, 4),
    "phone": (3, 2),
    "wechat": (1, 1),
    "qq": (1, 1),
}


def mask(text: str) -> Masked:
    """`text` with personal data starred out, and what was found (kind, start, end, value)."""
    found = find(text)
    if not found:
        return Masked(text, found)
    parts, last = [], 0
    for piece in found:
        parts += [text[last : piece.start], starred(piece.value, piece.kind)]
        last = piece.end
    return Masked("".join([*parts, text[last:]]), found)


def starred(value: str, kind: str) -> str:
    """`value` with its middle starred as masks of its `kind` do; separators and an e-mail's domain stay."""
    local, at, domain = value.partition("@") if kind == "email" else (value, "", "")
    head, tail = _KEEP[kind]
    places = [i for i, ch in enumerate(local) if ch.isalnum()]
    shown = set(places[:head]) | set(places[len(places) - tail :] if tail else [])
    hidden = {i for i in places if i not in shown}
    return "".join("*" if i in hidden else ch for i, ch in enumerate(local)) + at + domain
