"""Journey 2 from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from makegood.intake.models import Feedback

ROWS = (
    "编号,内容,时间\n"
    "A1,空调不制冷，联系两次无人回复,2026-03-02 09:30\n"
    "A2,服务很好，谢谢,2026-03-03 10:00\n"
    "A3,没有时间的一行,\n"
)
MAPPING = "columns:\n  external_id: 编号\n  text: 内容\n  time: 时间\ntime_zone: Asia/Shanghai\n"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def _run(*arguments: str | Path) -> list[str]:
    out = StringIO()
    call_command("import_feedback", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    table, mapping = tmp_path / "rows.csv", tmp_path / "mapping.yaml"
    table.write_text(ROWS, "gb18030")
    mapping.write_text(MAPPING)
    return table, mapping


@pytest.mark.django_db
def test_good_rows_come_in_and_the_broken_one_is_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    table, mapping = files
    rejects = tmp_path / "rejects.csv"
    said = _run(table, "--map", mapping, "--rejects", rejects)
    told = " ".join(" ".join(said).split())
    assert said[0] == "3 rows in rows.csv"
    assert "2 taken in 0 here already 1 set aside 0 replies" in told
    assert Feedback.objects.count() == 2
    assert "没有时间的一行" in rejects.read_text("utf-8-sig")


@pytest.mark.django_db
def test_the_same_file_again_adds_nothing_and_says_so(files: tuple[Path, Path]) -> None:
    table, mapping = files
    _run(table, "--map", mapping)
    assert "Every row was here already. Nothing was added." in _run(table, "--map", mapping)
    assert Feedback.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("columns: [", ".* is not valid YAML"),
        ("time_zone: Asia/Shanghai", "The mapping names no columns."),
        ("columns: {text: 没有这一列}", "The file has no column called “没有这一列”."),
        ("columns: {text: 内容}\ntime_zone: Mars/Base", "There is no time zone called “Mars/Base”."),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(files: tuple[Path, Path], mapping: str, words: str) -> None:
    table, wrong = files
    wrong.write_text(mapping)
    with pytest.raises(CommandError, match="^" + words):
        _run(table, "--map", wrong)
    assert Feedback.objects.count() == 0


@pytest.mark.django_db
def test_a_missing_file_an_empty_one_and_an_unknown_channel_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(CommandError, match=r"none\.csv: No such file"):
        _run(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="The file is empty"):
        _run(tmp_path / "empty.csv")
    with pytest.raises(CommandError, match="There is no channel called nowhere"):
        _run(tmp_path / "empty.csv", "--channel", "nowhere")


@pytest.mark.django_db
def test_a_file_larger_than_the_limit_is_not_read(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.MAX_IMPORT_BYTES = 1_000_000
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(2_000_000)
    with pytest.raises(CommandError, match="larger than 1 MB"):
        _run(big)
