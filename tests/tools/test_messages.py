"""The catalogue tool reads sentences wherever they stand, and finds those it cannot reach."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    module = importlib.import_module("messages")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    yield module
    for name in ("messages", "messages_check", "messages_extract"):
        sys.modules.pop(name, None)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    room = tmp_path / "makegood" / "desk"
    (room / "templates").mkdir(parents=True)
    (room / "__init__.py").write_text("")
    (room / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        'TITLE = _("Open cases")\n'
        'def count(n): return ngettext("%(n)s case", "%(n)s cases", n)\n',
        encoding="utf-8",
    )
    (room / "templates" / "a.html").write_text(
        '{% load i18n %}<h1>{% translate "Open cases" %}</h1>'
        "<p>{% blocktranslate trimmed count n=n %}\n {{ n }} day\n {% plural %}\n {{ n }} days\n"
        '{% endblocktranslate %}</p>{% include "x" with label=_("Sent") %}',
        encoding="utf-8",
    )
    return room


def sentences(module: ModuleType, room: Path) -> set[object]:
    return {message.id for message in module.merged(room) if message.id}


def test_sentences_of_python_and_templates_meet_in_one_catalogue(messages: ModuleType, room: Path) -> None:
    assert sentences(messages, room) == {
        "Open cases",
        "Sent",
        ("%(n)s case", "%(n)s cases"),
        ("%(n)s day", "%(n)s days"),
    }


def test_a_second_run_keeps_translations_and_changes_nothing(messages: ModuleType, room: Path) -> None:
    pairs = {
        "Open cases": "未结工单",
        "Sent": "已发送",
        "%(n)s case": "%(n)s 件工单",
        "%(n)s day": "%(n)s 天",
    }
    assert messages.update(room, pairs) == 2
    assert messages.update(room) == 0
    assert messages.untranslated(room) == []
    hant = messages.po_path(room, "zh_Hant").read_text(encoding="utf-8")
    assert 'msgstr "未結案件"' in hant
    assert 'msgstr[0] "%(n)s 件案件"' in hant


def test_a_new_sentence_is_named_until_it_is_translated(messages: ModuleType, room: Path) -> None:
    assert "desk: untranslated: Sent" in messages.problems(room)


def test_words_outside_every_tag_are_found(messages: ModuleType) -> None:
    hard_coded = importlib.import_module("messages_check").hard_coded_text
    assert hard_coded('<p title="Hello there">{% translate "fine" %} 你好 <code>abc</code></p>') == [
        "title='Hello there'",
        "你好",
    ]
    assert hard_coded('<p class="plain" translate="no">anything</p><a>CSV</a>{# a note #}') == []


def test_han_in_python_is_found_but_docstrings_may_speak_it(messages: ModuleType) -> None:
    han = importlib.import_module("messages_check").han_literals
    assert han('"""承诺"""\nx = "投诉"\n') == ["投诉"]
