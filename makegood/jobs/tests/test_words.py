from __future__ import annotations

import pytest

from makegood.jobs.words import gettext, terminal_language


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh_CN.UTF-8", "zh_Hans"),
        ("zh_SG.UTF-8", "zh_Hans"),
        ("zh_TW.UTF-8", "zh_Hant"),
        ("zh-Hant-HK", "zh_Hant"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_language(monkeypatch: pytest.MonkeyPatch, lang: str, expected: str) -> None:
    for key in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert terminal_language() == expected


def test_lc_all_speaks_louder_than_lang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert terminal_language() == "zh_Hans"


def test_a_chinese_terminal_hears_chinese_from_the_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert gettext("Stopped.") == "已停止。"
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert gettext("Stopped.") == "Stopped."
