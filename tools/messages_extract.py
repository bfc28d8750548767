"""Find every translatable sentence of one room: Python calls and template tags alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import (
    block_re,
    constant_re,
    endblock_re,
    inline_re,
    plural_re,
)

CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "noop": None,
    "N_": None,
}
SKIPPED_FOLDERS = {"tests", "migrations", "locale", "static"}
context_re = re.compile(r"""\bcontext\s+("[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Found:
    """One sentence: its plural if it has one, its context if it has one, and the file it was seen in."""

    singular: str
    plural: str | None
    context: str | None
    file: str


def sources(room: Path, *suffixes: str) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        inner = path.relative_to(room).parts[:-1]
        if path.suffix in suffixes and not SKIPPED_FOLDERS.intersection(inner):
            yield path


def messages_of(room: Path) -> list[Found]:
    """Every sentence of a room, each once per file."""
    found: list[Found] = []
    for path in sources(room, ".py"):
        found += from_python(path, room)
    for path in sources(room, ".html", ".txt"):
        found += from_template(path.read_text(encoding="utf-8"), path.relative_to(room.parent).as_posix())
    return found


def from_python(path: Path, room: Path) -> Iterator[Found]:
    file = path.relative_to(room.parent).as_posix()
    with path.open("rb") as source:
        for _line, function, message, _comments in extract_python(source, CALLS.keys(), [], {}):
            yield from _of_call(function, message, file)


def _of_call(function: str, message: str | tuple[str | None, ...], file: str) -> Iterator[Found]:
    parts = (message,) if isinstance(message, str) else message
    context = None
    if function.startswith(("pgettext", "npgettext")):
        context, parts = parts[0], parts[1:]
    if not parts or not parts[0]:
        return
    plural = parts[1] if function.lstrip("p").startswith("n") and len(parts) > 1 else None
    yield Found(parts[0], plural, context, file)


def from_template(source: str, file: str) -> Iterator[Found]:
    """Sentences of `translate`, `blocktranslate` and `_("…")`, as Django itself will look them up."""
    block: _Block | None = None
    for token in Lexer(source).tokenize():
        if block is not None:
            if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
                yield block.found(file)
                block = None
            else:
                block.take(token)
            continue
        if token.token_type == TokenType.BLOCK:
            if block_re.match(token.contents):
                block = _Block(token.contents)
                continue
            if inline := inline_re.match(token.contents):
                yield Found(inline.group(1)[1:-1], None, _context(token.contents), file)
        for constant in constant_re.findall(token.contents):
            yield Found(constant[1:-1], None, None, file)


def _context(tag: str) -> str | None:
    match = context_re.search(tag)
    return match.group(1)[1:-1] if match else None


class _Block:
    """A blocktranslate being read."""

    def __init__(self, tag: str) -> None:
        self.context = _context(tag)
        self.trimmed = " trimmed" in tag
        self.forms: list[str] = [""]

    def take(self, token: object) -> None:
        kind, contents = token.token_type, token.contents  # type: ignore[attr-defined]
        if kind == TokenType.BLOCK and plural_re.match(contents):
            self.forms.append("")
        elif kind == TokenType.VAR:
            self.forms[-1] += f"%({contents})s"
        elif kind == TokenType.TEXT:
            self.forms[-1] += contents.replace("%", "%%")

    def found(self, file: str) -> Found:
        forms = [trim_whitespace(form) if self.trimmed else form for form in self.forms]
        return Found(forms[0], forms[1] if len(forms) > 1 else None, self.context, file)
