"""What strangers wrote, on the terminal: shown as text, in any encoding, and never acted upon."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run
from ruecklauf.cli import COMMANDS, main, terminal

Cli = Callable[..., Run]
NAMES = {
    "sign": "01 \u2705 fertig.xlsx",
    "decomposed umlaut": "02 Ru\u0308ckgabe.xlsx",
    "line break": "03 x\nLeer.xlsx: accepted · Köln (2026-1).xlsx",
    "escape": "04 \x1b[2J\x1b]52;c;ZWNobw==\x07.xlsx",
    "escape in one character": "05 \x9b2J.xlsx",
    "markup": "06 [red][.xlsx",
    "turned round": "07 \u202exslx.exe.xlsx",
    "no UTF-8": os.fsdecode(b"08 \xfc.xlsx"),
}
PDF = b"%PDF-1.7 ..."


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """Files that are no forms, named so as to do harm."""
    folder = tmp_path / "Postfach"
    folder.mkdir()
    for number, name in enumerate(NAMES.values()):
        (folder / name).write_bytes(PDF + bytes([number]))
    return folder


def written(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *arguments: str | Path
) -> tuple[int, bytes, bytes]:
    """Exit status and the bytes of both outputs, as into files in this encoding."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    monkeypatch.setattr(sys, "argv", ["ruecklauf", *map(str, arguments)])
    status = 0
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        out.flush()
        err.flush()
    return status, out.buffer.getvalue(), err.buffer.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "iso-8859-15", "utf-8"])
def test_import_goes_on_whatever_a_stream_cannot_show(
    project: Path, returns: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    status, out, err = written(monkeypatch, encoding, "import", returns, "-p", project)
    assert (status, out.decode(encoding).count(": refused ·")) == (1, len(NAMES))
    assert b"Traceback" not in err
    for command in (("findings",), ("findings", "--csv"), ("status",), ("damage", "--all"), ("doctor",)):
        status, _, err = written(monkeypatch, encoding, *command, "-p", project)
        assert (status in (0, 1), b"Traceback" in err) == (True, False), command


def test_json_and_csv_are_utf_8_in_any_encoding(
    project: Path, returns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = written(monkeypatch, "cp1252", "import", returns, "-p", project, "--json")
    assert {Path(result["file"]).name.rpartition("/")[2] for result in json.loads(out.decode("utf-8"))} == {
        name.rpartition("/")[2] for name in NAMES.values()
    }
    _, as_csv, _ = written(monkeypatch, "cp1252", "findings", "-p", project, "--csv")
    assert "01 \u2705 fertig.xlsx" in as_csv.decode("utf-8")


def test_names_neither_forge_lines_nor_reach_the_terminal(run: Cli, project: Path, returns: Path) -> None:
    imported = run("import", returns, "-p", project)
    outputs = [
        imported.out,
        run("findings", "-p", project).out,
        run("findings", "-p", project, "--json").out,
        run("findings", "-p", project, "--csv").out,
    ]
    assert len(imported.out.splitlines()) == len(NAMES)
    assert "03 x␊Leer.xlsx: accepted" in imported.out
    for output in outputs:
        assert not set(output) & set("\x1b\x07\x9b\u202e")
    assert "06 [red][.xlsx" in outputs[1]


def test_markup_in_a_cell_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_table(("A",), [("[/weg]",), ("[link=x]y[/link]",), ("\x1b[2Jz",)], title="[/t]")
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("[/weg]", "[link=x]y[/link]", "␛[2Jz", "[/t]"))


def test_fault_in_the_program_has_a_status_of_its_own(
    run: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("so")

    monkeypatch.setattr("ruecklauf.cli.asking.status.chosen_wave", fail)
    failed = run("status", "-p", project)
    assert (failed.status, "ZeroDivisionError: so" in failed.err) == (3, True)
    assert "this is a fault in ruecklauf" in failed.err


def test_interruption_has_a_status_of_its_own(
    run: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ruecklauf.cli.asking.status.chosen_wave", interrupt)
    assert run("status", "-p", project).status == 130


def test_only_one_module_writes_to_the_terminal() -> None:
    folder = Path(terminal.__file__).parent
    writing = [path.name for path in sorted(folder.rglob("*.py")) if "click.echo" in path.read_text("utf-8")]
    assert writing == ["terminal.py"]
    assert len(COMMANDS) < len(list(folder.rglob("*.py")))
