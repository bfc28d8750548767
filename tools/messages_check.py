"""Find text a reader would see that no catalogue can reach: words in templates, Han in Python and scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.translation.template import block_re, endblock_re
from messages_extract import sources

FRONTS = ("desk", "portal", "office", "api", "panels")
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
# Proper names, file kinds and keys: the same in every language.
ALLOWED = {
    "Makegood", "Ctrl", "Esc", "Enter", "Shift", "CSV", "XLSX", "PDF", "DOCX", "PNG", "API", "URL",
    "OpenAPI", "HTTP", "JSON", "YAML", "HMAC", "NPS", "CSAT", "CES", "ID", "UTF", "BOM", "QR",
    "px", "kB", "MB",
    "GB18030",
    "简体中文", "繁體中文", "English",
}  # fmt: skip
VISIBLE_ATTRIBUTES = {
    "title", "placeholder", "aria-label", "aria-description", "alt", "label", "heading", "summary",
    "help", "caption", "empty", "hx-confirm", "data-confirm",
}  # fmt: skip
# Blocks that hold class names or attributes for a layout, not words.
NAMES_A_CLASS = re.compile(r"^block \w*(_class|_attributes)$")
UNREAD_ELEMENTS = {"script", "style", "code", "kbd", "pre", "c-vars"}


def hard_coded_in(room: Path) -> Iterator[str]:
    """Lines `file: text` for each sentence of a room that is not translatable."""
    for path in sources(room, ".html", ".txt"):
        name = path.relative_to(room.parent).as_posix()
        text = path.read_text(encoding="utf-8")
        for piece in hard_coded_text(text, is_html=path.suffix == ".html"):
            yield f"{name}: {piece}"
    if room.name in FRONTS:
        for path in sources(room, ".py"):
            if path.name != "demo.py":
                name = path.relative_to(room.parent).as_posix()
                yield from (f"{name}: {piece}" for piece in han_literals(path.read_text(encoding="utf-8")))
        for script in sorted((room / "static").rglob("*.js")):
            name = script.relative_to(room.parent).as_posix()
            if "vendor" not in script.parts and HAN.search(script.read_text(encoding="utf-8")):
                yield f"{name}: Han characters in a script"


def hard_coded_text(source: str, *, is_html: bool = True) -> list[str]:
    """Words of a template that stand outside every translation tag."""
    bare = _without_tags(source)
    if not is_html:
        return [line.strip() for line in bare.splitlines() if _speaks(line)]
    reader = _Reader()
    reader.feed(bare)
    reader.close()
    return reader.found


def _without_tags(source: str) -> str:
    """The template with tags, variables, comments and translated blocks taken out."""
    kept: list[str] = []
    until: re.Pattern[str] | None = None
    for token in Lexer(source).tokenize():
        if until is not None:
            if token.token_type == TokenType.BLOCK and until.match(token.contents):
                until = None
            continue
        if token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.BLOCK:
            if block_re.match(token.contents):
                until = endblock_re
            elif token.contents.split(None, 1)[:1] == ["comment"]:
                until = re.compile(r"^endcomment")
            elif NAMES_A_CLASS.match(token.contents):
                until = re.compile(r"^endblock")
    return "".join(kept)


def _speaks(text: str) -> bool:
    for name in ALLOWED:
        text = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", " ", text)
    return bool(WORD.search(re.sub(r"&#?\w+;", " ", text)))


class _Reader(HTMLParser):
    """Collects visible words; an element marked translate="no" is left alone with what it holds."""

    VOID = {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silenced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        silent = tag in UNREAD_ELEMENTS or values.get("translate") == "no"
        if not self.silenced and not silent:
            for name in VISIBLE_ATTRIBUTES & values.keys():
                if _speaks(values[name] or ""):
                    self.found.append(f"{name}={values[name]!r}")
        if (self.silenced or silent) and tag not in self.VOID:
            self.silenced.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.silenced and self.silenced[-1] == tag:
            self.silenced.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silenced:
            while self.silenced.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silenced and _speaks(data):
            self.found.append(" ".join(data.split()))


def han_literals(source: str) -> list[str]:
    """Chinese string literals of a Python file that are not docstrings."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in prose
        and HAN.search(node.value)
        and node.value not in ALLOWED
    ]
