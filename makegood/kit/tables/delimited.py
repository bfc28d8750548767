"""Text with delimiters: which encoding, which delimiter, and the records."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from io import StringIO

from makegood.kit.problems import Problem
from makegood.kit.tables.table import Cell, Limits, Table

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
DELIMITERS = ",\t;|"
MAX_CELL = 1_000_000
SAMPLE = 200_000
NATURAL = 0.85  # share of common characters from which a decoding is believed


def read_delimited(data: bytes, limits: Limits) -> tuple[Table, list[list[Cell]]]:
    encoding = sniffed_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Problem("unknown_encoding") from None
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype", "<html", "<table", "<?xml", "<meta")):
        raise Problem("web_page")
    text = text.replace("\x00", "")
    delimiter = sniffed_delimiter(text)
    csv.field_size_limit(MAX_CELL)
    rows: list[list[Cell]] = []
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(record))
            if len(rows) > limits.rows + 1000:
                raise Problem("too_many_rows", limit=limits.rows)
    except csv.Error:
        raise Problem("broken_quotes", row=len(rows) + 1) from None
    return Table("csv", encoding, [], [], [], delimiter=delimiter), rows


def sniffed_encoding(data: bytes) -> str:
    """utf-8-sig, utf-8, utf-16, utf-16-le, utf-16-be, gb18030, big5 or cp1252. Raises Problem for binary data."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return name
    if (wide := _wide_without_mark(data)) is not None:
        return wide
    if data[:SAMPLE].count(0) > len(data[:SAMPLE]) // 100:
        raise Problem("wrong_type", kind="binary")
    if _decodes(data, "utf-8"):
        return "utf-8"
    scores = {name: _naturalness(data, name) for name in ("gb18030", "big5", "cp1252")}
    best = max(scores, key=lambda name: scores[name])
    if scores["gb18030"] >= NATURAL or scores["gb18030"] == scores[best]:
        best = "gb18030"
    if scores[best] <= 0.5:
        raise Problem("unknown_encoding")
    return best


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows by its NULs: ASCII commas and line ends have one on one side."""
    sample = data[: SAMPLE & ~1]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2], sample[1::2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        marks = sum(1 for a, b in zip(high, low, strict=False) if a == 0 and b in b",\t;|\r\n")
        if marks >= 2 and _decodes(data, name) and "\x00" not in sample.decode(name, "ignore"):
            return name
    return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _naturalness(data: bytes, encoding: str) -> float:
    """Which share of the characters beyond ASCII is common in the language that the encoding was made for."""
    try:
        text = data.decode(encoding)[:SAMPLE]
    except UnicodeDecodeError:
        return 0.0
    beyond = [ch for ch in text if ch > "\x7f"]
    if not beyond:
        return 1.0
    return sum(_is_common(ch, encoding) for ch in beyond) / len(beyond)


def _is_common(ch: str, encoding: str) -> bool:
    """GB2312 and the frequent half of Big5 were ordered by use; the rest of both sets is rare."""
    if encoding == "cp1252":
        return ch in "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüœ€–—‘’“”…£§°«»¡¿"
    try:
        code = ch.encode("gb2312" if encoding == "gb18030" else "big5")
    except UnicodeEncodeError:
        return False
    if encoding == "gb18030":
        return code[0] <= 0xD7 and not 0xA4 <= code[0] <= 0xAF  # symbols and the characters of the first level
    return code[0] <= 0xC6


def sniffed_delimiter(text: str) -> str:
    """The delimiter that splits the first records into the same number of fields most often; "," for one column."""
    best, chosen = (0.0, 0), ","
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(StringIO(text[:SAMPLE], newline=""), delimiter=delimiter)
            widths = [len(record) for _, record in zip(range(50), reader, strict=False) if record]
        except csv.Error:
            continue
        if not widths:
            continue
        width, often = Counter(widths).most_common(1)[0]
        score = (often / len(widths), width) if width > 1 else (0.0, 0)
        if score > best:
            best, chosen = score, delimiter
    return chosen
