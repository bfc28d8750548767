"""Check digits of identity and card numbers."""

from __future__ import annotations

from datetime import date

_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_CHECK = "10X98765432"
_CN_PROVINCES = {str(n) for n in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47))} | {
    str(n) for n in (*range(50, 55), *range(61, 66), 71, 81, 82, 83)
}
_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def luhn_holds(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B (H. P. Luhn, 1960)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year >= 1880
    except ValueError:
        return False


def cn_id_holds(number: str) -> bool:
    """Mainland identity number: 18 characters by GB 11643-1999, or the older 15 digits by place and date."""
    if number[:2] not in _CN_PROVINCES:
        return False
    if len(number) == 15:
        return _is_date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    if len(number) != 18 or not _is_date(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return False
    total = sum(int(d) * w for d, w in zip(number[:17], _CN_WEIGHTS, strict=True))
    return _CN_CHECK[total % 11] == number[17].upper()


def hk_id_holds(number: str) -> bool:
    """Hong Kong identity card: one or two letters, six digits, a check digit 0–9 or A (modulus 11)."""
    body, check = number[:-1].upper().rjust(8), number[-1].upper()
    values = [36 if ch == " " else int(ch, 36) for ch in body]
    total = sum(v * w for v, w in zip(values, range(9, 1, -1), strict=True))
    total += 10 if check == "A" else int(check)
    return total % 11 == 0


def tw_id_holds(number: str) -> bool:
    """Taiwan identity number: a letter and nine digits (weights 1, 9, 8 … 1, 1; modulus 10)."""
    head = _TW_LETTERS.index(number[0].upper()) + 10
    digits = [head // 10, head % 10, *(int(d) for d in number[1:])]
    return sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
