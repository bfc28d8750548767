"""The house rules that no linter knows: sizes, names, generated files, floors, nothing of one machine. M1, N13"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_JOURNEY = 300, 40, 120
FORBIDDEN_FILES = {"utils.py", "helpers.py", "manager.py", "base.py"}
NAMED_BY_DJANGO = {"makegood/wires/postgres/backend/base.py"}  # a database backend is looked for under this name
FORBIDDEN_CLASSES = re.compile(r"(Service|Handler)$")
INNER = ["tasks", "forms", "operations", "queries", "permissions", "models", "events", "rules"]
FRONTS = {"api", "desk", "office", "portal"}
NOT_HERE = {
    "a registry's address": re.compile(r"https?://[\w.-]*(?:artifact|nexus|mirror|pypi|npmjs|registry)[\w.-]*\.\w+"),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w+"),
}
MAY_NAME_REGISTRIES = {"tests/test_house.py"}


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git keeps, as they are on disk; a tree without git is read whole."""
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("not a git clone")
    return tuple(ROOT / name for name in said.stdout.split("\0") if name and (ROOT / name).is_file())


def python_files() -> Iterator[Path]:
    for path in tracked():
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_does_more_than_40_lines() -> None:
    """Counted without signature and docstring; a journey is told in one go and may take 120."""
    found = {}
    for path in python_files():
        most = LONGEST_JOURNEY if path.is_relative_to(ROOT / "tests" / "journeys") else LONGEST_FUNCTION
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (length := _lines_of(node)) > most:
                found[f"{name_of(path)}:{node.name}"] = length
    assert found == {}


def _lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_names_say_what_a_thing_is() -> None:
    files = {name_of(path) for path in python_files() if path.name in FORBIDDEN_FILES} - NAMED_BY_DJANGO
    classes = [
        f"{name_of(path)}:{node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and FORBIDDEN_CLASSES.search(node.name)
    ]
    assert (files, classes) == (set(), [])


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for path in python_files() if path.name == "__init__.py" and path.parent.parent == ROOT / "makegood"]
    assert rooms
    assert [name_of(path) for path in rooms if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_rooms_never_write_to_what_another_room_stores_by_signals_or_save() -> None:
    found = [
        name_of(path)
        for path in python_files()
        if path.is_relative_to(ROOT / "makegood") and "django.db.models.signals" in path.read_text()
    ]
    assert found == []


def test_fronts_write_nothing_by_themselves() -> None:
    writes = re.compile(r"\.objects\.(?:create|update|bulk_create|get_or_create|update_or_create)\(|\.save\(\)")
    found = [
        name_of(path)
        for path in python_files()
        if (parts := path.relative_to(ROOT).parts)[0] == "makegood"
        and len(parts) > 2
        and parts[1] in FRONTS
        and "tests" not in parts
        and writes.search(path.read_text())
    ]
    assert found == []


def test_every_room_stands_on_a_floor_and_keeps_the_inner_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors, inner, pure = contracts
    named = {room.strip("() ") for layer in floors["layers"] for room in layer.split("|")}
    rooms = {path.relative_to(ROOT / "makegood").parts[0] for path in python_files() if _is_in_a_room(path)}
    assert rooms - named == set()
    assert floors["exhaustive"] is True
    assert [one.strip("()") for layer in inner["layers"] for one in layer.split(" | ") if "demo" not in one] == INNER
    keeping = {name.removeprefix("makegood.") for name in inner["containers"]}
    with_operations = {room for room in rooms if (ROOT / "makegood" / room / "operations").is_dir()}
    assert with_operations - keeping == {"journal"}, "the journal keeps an order of its own"
    ruled = {f"makegood.{room}.rules" for room in rooms if (ROOT / "makegood" / room / "rules").exists()}
    assert ruled - set(pure["source_modules"]) == set()


def _is_in_a_room(path: Path) -> bool:
    return path.is_relative_to(ROOT / "makegood") and len(path.relative_to(ROOT / "makegood").parts) > 1


@pytest.mark.parametrize("what", sorted(NOT_HERE))
def test_nothing_of_one_machine_is_kept(what: str) -> None:
    found = []
    for path in tracked():
        if name_of(path) in MAY_NAME_REGISTRIES or path.suffix in {".png", ".woff2", ".mo", ".xlsx", ".gz"}:
            continue
        text = path.read_text(errors="replace")
        found += [f"{name_of(path)}: {match.group()}" for match in NOT_HERE[what].finditer(text)]
    assert found == []


@pytest.mark.parametrize("tool", ["reactions_index.py", "messages.py"])
def test_what_is_generated_is_current(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tools/{tool}", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
