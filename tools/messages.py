#!/usr/bin/env python3
"""Message catalogues: extract, merge, derive the traditional one, compile, check.

    python tools/messages.py [ROOM …]          extract and merge into makegood/ROOM/locale/, derive, compile
    python tools/messages.py --compile         compile only
    python tools/messages.py --fill FILE ROOM  take translations from a YAML file of "English: 中文" pairs
    python tools/messages.py --check [ROOM …]  exit 1 and say what is untranslated, stale or hard-coded

Sentences in the source are English; zh_Hans is translated by hand; zh_Hant is derived from it by
OpenCC's phrase tables (Taiwan, with idioms) and the corrections below.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT)]

from messages_check import hard_coded_in  # noqa: E402
from messages_extract import messages_of  # noqa: E402

from makegood.panels.catalogues import compile_stale  # noqa: E402

HEADER = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
# Read through by a person: where the phrase tables choose a word this trade does not use.
CORRECTIONS = {
    "反饋": "意見回饋",
    "工單": "案件",
    "渠道": "管道",
    "郵箱": "電子郵件",
    "審批": "簽核",
    "導入": "匯入",
    "導出": "匯出",
}


def rooms(names: list[str]) -> list[Path]:
    chosen = [ROOT / "makegood" / name for name in names]
    return chosen or sorted(path.parent for path in (ROOT / "makegood").glob("*/__init__.py"))


def po_path(room: Path, locale: str) -> Path:
    return room / "locale" / locale / "LC_MESSAGES" / "django.po"


def load(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def merged(room: Path, pairs: dict[str, str] | None = None) -> Catalog:
    """What the room says now, with the translations it already has and those given in `pairs`."""
    old = load(po_path(room, "zh_Hans"), "zh_Hans")
    new = Catalog(locale="zh_Hans")
    for found in messages_of(room):
        identity = (found.singular, found.plural) if found.plural else found.singular
        known = old.get(found.singular, found.context)
        text = "" if known is None else known.string
        if isinstance(text, (tuple, list)):
            text = text[0] if text else ""
        text = (pairs or {}).get(found.singular) or text
        string: str | tuple[str] = (text or "",) if found.plural else (text or "")
        # A sentence met first without a plural and then with one keeps the plural.
        present = new.get(found.singular, found.context)
        if present is not None and present.pluralizable and not found.plural:
            identity, string = present.id, present.string
        new.add(identity, string, locations=[(found.file, None)], context=found.context)
    for message in new:
        message.flags.discard("fuzzy")
    return new


def rendered(catalogue: Catalog, locale: str) -> bytes:
    body = BytesIO()
    for message in catalogue:
        message.locations = sorted(set(message.locations))
    write_po(body, catalogue, width=110, sort_output=True, omit_header=True, include_lineno=False)
    return HEADER.format(locale=locale).encode() + body.getvalue()


def traditional(catalogue: Catalog) -> Catalog:
    converter = OpenCC("s2twp")
    derived = Catalog(locale="zh_Hant")
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.string, (tuple, list)):
            string: str | tuple[str, ...] = tuple(_to_traditional(converter, text) for text in message.string)
        else:
            string = _to_traditional(converter, message.string)
        derived.add(message.id, string, locations=message.locations, context=message.context)
    for message in derived:
        message.flags.discard("fuzzy")
    return derived


def _to_traditional(converter: OpenCC, text: str) -> str:
    converted = converter.convert(text)
    for wrong, right in CORRECTIONS.items():
        converted = converted.replace(wrong, right)
    return converted


def written(room: Path, pairs: dict[str, str] | None = None) -> dict[Path, bytes]:
    """The two catalogue files of a room as they ought to be; none when the room says nothing."""
    catalogue = merged(room, pairs)
    if not len(catalogue):
        return {}
    return {
        po_path(room, "zh_Hans"): rendered(catalogue, "zh_Hans"),
        po_path(room, "zh_Hant"): rendered(traditional(catalogue), "zh_Hant"),
    }


def update(room: Path, pairs: dict[str, str] | None = None) -> int:
    changed = 0
    for path, content in written(room, pairs).items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed += 1
    return changed


def untranslated(room: Path) -> list[str]:
    missing = []
    for message in merged(room):
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(strings):
            singular = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            missing.append(singular)
    return missing


def _sentences(catalogue: bytes) -> bytes:
    """A catalogue without its remarks of where a sentence stands: a moved sentence makes nothing stale."""
    return b"\n".join(line for line in catalogue.splitlines() if not line.startswith(b"#:"))


def problems(room: Path) -> list[str]:
    """Everything about a room's words that a reader would stumble over."""
    found = [f"{room.name}: untranslated: {text}" for text in untranslated(room)]
    found += [
        f"{path.relative_to(ROOT)}: stale, run tools/messages.py"
        for path, content in written(room).items()
        if not path.exists() or _sentences(path.read_bytes()) != _sentences(content)
    ]
    return found + [f"hard-coded: {line}" for line in hard_coded_in(room)]


def conflicts() -> list[str]:
    """Sentences that two rooms translate differently: Django merges catalogues, so one of them would win."""
    said: dict[tuple[str, str | None], dict[str, str]] = {}
    for room in rooms([]):
        for message in load(po_path(room, "zh_Hans"), "zh_Hans"):
            singular = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            string = message.string[0] if isinstance(message.string, (tuple, list)) else message.string
            if singular and string:
                said.setdefault((singular, message.context), {})[room.name] = string
    return [
        f"conflict: “{singular}”: " + ", ".join(f"{room} {text}" for room, text in told.items())
        for (singular, _context), told in sorted(said.items(), key=lambda item: item[0][0])
        if len(set(told.values())) > 1
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--fill", type=Path)
    options = parser.parse_args(arguments)
    if options.compile:
        print(f"{compile_stale(force=True)} catalogues compiled")
        return 0
    chosen = rooms(options.rooms)
    if options.check:
        found = [line for room in chosen for line in problems(room)]
        found += [line for line in conflicts() if not options.rooms or any(name in line for name in options.rooms)]
        print("\n".join(found) or "Every sentence is translated.")
        return 1 if found else 0
    pairs = yaml.safe_load(options.fill.read_text(encoding="utf-8")) if options.fill else None
    changed = sum(update(room, pairs) for room in chosen)
    missing = {room.name: len(untranslated(room)) for room in chosen}
    for name, count in missing.items():
        if count:
            print(f"{name}: {count} sentences still to translate")
    print(f"{changed} files changed, {compile_stale()} compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
