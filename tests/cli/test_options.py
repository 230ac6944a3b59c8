"""Every option of every command: each is tried, and does what its help says."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rich_click as click
from click.testing import CliRunner

from cli.conftest import Run, make_project
from gauntlet.workbooks.kept_open import opened, saved
from rounds.playing import saved_at
from ruecklauf.cli import COMMANDS, cli
from ruecklauf.exports import EXPORTS
from ruecklauf.rounds.issuing.formats import FormFormat

Cli = Callable[..., Run]
ROOT = Path(__file__).parents[2]


def command_of(name: str) -> click.Command:
    made: click.Command = importlib.import_module(f"ruecklauf.cli.{COMMANDS[name]}").command
    return made


def options() -> list[tuple[str, str]]:
    """Every option with its command, by its long name."""
    return [
        (name, max(option.opts, key=len))
        for name in COMMANDS
        for option in command_of(name).params
        if isinstance(option, click.Option)
    ]


def calls(path: Path) -> Iterator[tuple[str, set[str]]]:
    """The calls of commands in a file of tests, with every text in each."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call | ast.List | ast.Tuple):
            texts = [
                part.value
                for part in ast.walk(node)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if texts and texts[0] in COMMANDS:
                yield texts[0], set(texts)


def test_every_option_is_tried_by_a_test() -> None:
    tried = {
        (name, text)
        for path in Path(__file__).parent.glob("test_*.py")
        for name, texts in calls(path)
        for text in texts
    }
    spelt = {(name, alias): long for name, long in options() for alias in (long, *_aliases(name, long))}
    named = {(name, spelt[name, text]) for name, text in tried if (name, text) in spelt}
    assert [option for option in options() if option not in named] == []


def _aliases(name: str, long: str) -> list[str]:
    return next(option.opts for option in command_of(name).params if long in option.opts)


def test_readme_has_every_command_in_the_order_of_the_help() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("| command |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \| \S", table, re.MULTILINE) == list(COMMANDS)


def test_help_lists_every_command(run: Cli) -> None:
    shown = run("--help")
    assert (shown.status, cli.list_commands(click.Context(cli))) == (0, list(COMMANDS))
    assert [name for name in COMMANDS if f" {name} " not in shown.out] == []


@pytest.mark.parametrize(("name", "known"), [("export", EXPORTS), ("forms", FormFormat)])
def test_formats_offered_are_those_registered(run: Cli, name: str, known: Any) -> None:
    shown = " ".join(re.sub("[│╭╮╰╯─]", " ", run(name, "--help").out).split())
    assert [kind for kind in known if kind not in shown] == []
    refused = run(name, *(["data"] if name == "export" else []), "--format", "sas")
    said = " ".join(re.sub("[│╭╮╰╯─]", " ", refused.err).split())
    assert (refused.status, f"unknown format sas; choose from {', '.join(known)}" in said) == (2, True)


def fill_in(form: Path, institution: str, path: Path) -> None:
    """Name the first actor's institution, and have it in the core group."""
    book = opened(form.read_bytes())
    sheet = book["Akteure"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "AK001")
    heads = [cell for line in sheet.iter_rows(max_row=row) for cell in line]
    for head, text in (("Name der Inst", institution), ("In der Kerngruppe?", "ja")):
        (column,) = {cell.column for cell in heads if head in str(cell.value)}
        sheet.cell(row, column).value = text
    path.write_bytes(saved(book))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a return of Kleve in the first wave, and one of Köln in the second."""
    root = tmp_path_factory.mktemp("begun") / "projekt"
    make_project(root)
    for wave, alliance, institution in (("2026-1", "Kleve", "Jugendamt"), ("2026-2", "Köln", "Amt")):
        called("forms", "-p", root, "--wave", wave, "--alliance", alliance)
        (form,) = (root / "forms" / wave).glob("*.xlsx")
        path = root.parent / f"{alliance}.xlsx"
        fill_in(form, institution, path)
        called("import", path, "-p", root)
    return root


def called(*arguments: str | Path) -> None:
    """Call the command line in this process."""
    ended = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert ended.exit_code in (0, 1), ended.output


@pytest.fixture
def returned(begun: Path, tmp_path: Path) -> Path:
    """That project, to be changed, with its returns beside it."""
    shutil.copytree(begun.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "projekt"


def test_ask_writes_inquiries_of_a_wave_and_alliance_into_a_folder(run: Cli, returned: Path) -> None:
    (made,) = run("ask", "-p", returned, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    assert Path(made["file"]).parent == returned / "inquiries" / "2026-1"
    assert (made["alliance"], made["number"], made["rows"] > made["points"] > 0) == ("AAAAAA", 1, True)
    done = run("ask", "-p", returned, "--wave", "2026-1", "--out", returned / "mail")
    assert (done.status, len(list((returned / "mail").glob("[!.]*")))) == (0, 1)
    assert run("ask", "-p", returned, "--wave", "2026-1", "--alliance", "Köln", "--json").data == []
    both = run("ask", "-p", returned, "--wave", "2026-1", "--format", "docx,xlsx", "--json").data
    assert [Path(each["file"]).suffix for each in both] == [".docx", ".xlsx"]


def test_what_findings_leave_out_is_shown_to_the_team_alone(run: Cli, project: Path) -> None:
    (form,) = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    book = openpyxl.load_workbook(form["file"])
    book["Akteure"]["BH9"] = "Rückfragen: 0211 12345-67"
    book["Akteure"]["BH30"] = "Az. 0511-23/2026"
    book.save(form["file"])
    run("import", form["file"], "-p", project)
    everything = run("findings", "-p", project, "--csv")
    assert "0211" not in everything.out
    assert "Az. 0511-23/2026" in everything.out
    shown = run("findings", "-p", project, "--personal")
    assert "Akteure!BH9" in shown.out
    assert "0211 12345-67" in shown.out
    assert "0511" not in shown.out
    for leaves in (["--csv"], ["--json"], ["--xlsx", project / "findings.xlsx"]):
        assert run("findings", "-p", project, "--personal", *leaves).status == 2
    assert b"12345-67" not in (project / "ruecklauf.sqlite").read_bytes()


def test_findings_that_quote_more_than_a_cell_takes_are_written_all_the_same(run: Cli, project: Path) -> None:
    (form,) = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    book = openpyxl.load_workbook(form["file"])
    for row in range(20):
        book["Akteure"].cell(9 + row, 60).value = f"{row} " + "lang " * 2_000
    book.save(form["file"])
    run("import", form["file"], "-p", project)
    assert run("findings", "-p", project, "--xlsx", project / "findings.xlsx").status == 1
    sheet = openpyxl.load_workbook(project / "findings.xlsx").active
    assert any(str(cell.value).endswith(" …") for row in sheet.iter_rows() for cell in row)


def test_init_takes_a_title(run: Cli, tmp_path: Path) -> None:
    run("init", tmp_path / "neu", "--title", "Bündnisse „Nord“ & Süd")
    assert 'title = "Bündnisse „Nord“ & Süd"' in (tmp_path / "neu/ruecklauf.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("option", "value", "alliances"),
    [("--wave", "2026-1", {"Kleve"}), ("--wave", "2026-2", {"Köln"}), ("--alliance", "05154", {"Kleve"})],
)
def test_findings_and_damage_of_one_wave_or_alliance(
    run: Cli, returned: Path, option: str, value: str, alliances: set[str]
) -> None:
    rows = run("findings", "--wave" if option == "--wave" else "--alliance", value, "-p", returned, "--json")
    assert {row["alliance_name"] for row in rows.data} == alliances
    reports = run("damage", "--wave" if option == "--wave" else "--alliance", value, "-p", returned, "--all")
    assert {line.split(" · ")[1].split(" (")[0] for line in reports.out.splitlines() if " · " in line} == (
        alliances
    )


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_findings_of_one_severity(run: Cli, returned: Path, severity: str) -> None:
    everything = run("findings", "-p", returned, "--json").data
    rows = run("findings", "--severity", severity, "-p", returned, "--json").data
    assert rows == [row for row in everything if row["severity"] == severity]
    assert run("findings", "--severity", "grave", "-p", returned).status == 2


def test_points_are_accepted_and_settled_and_listed_by_state_kind_and_age(run: Cli, returned: Path) -> None:
    def points(shown: Run) -> set[str]:
        return {row["point"] for row in shown.data}

    where = ("-p", returned, "--wave", "2026-1", "--json")
    questions = points(run("findings", "--kind", "question", *where))
    first, second = sorted(questions)[:2]
    accepted = run("accept", first, "--reason", "by phone", "--person", "Kim", "--project", returned)
    assert (accepted.status, accepted.out.splitlines()[0]) == (0, f"{first}: open → accepted · Kleve")
    asked = run(
        "settle", second, "--as", "asked", "--reason", "mail", "--person", "Kim", "--project", returned
    )
    assert asked.out.startswith(f"{second}: open → asked")
    assert points(run("findings", "--state", "accepted", *where)) == {first}
    assert points(run("findings", "--state", "settled", "--state", "asked", *where)) == {second}
    everything = points(run("findings", *where))
    assert (first in everything, second in everything) == (False, True)
    assert points(run("findings", "--kind", "note", *where)).isdisjoint(questions)
    assert points(run("findings", "--older-than", "0", *where)) == everything
    assert points(run("findings", "--older-than", "1", *where)) == set()
    assert run("settle", "nothing", "--reason", "mail", "-p", returned).status == 2
    assert run("accept", first, "--reason", " ", "-p", returned).status == 2


def test_a_return_is_withdrawn_and_a_wave_closed(run: Cli, returned: Path) -> None:
    where = ("--person", "Kim", "--project", returned)
    done = run("withdraw", "Kleve.xlsx", "--reason", "a draft", "--person", "Kim", "--project", returned)
    assert done.out == "Kleve.xlsx: withdrawn · Kleve (2026-1) · 1 note\n"
    again = run("withdraw", "Kleve.xlsx", "--reason", "a draft", *where, "--json")
    assert (again.status, "counts nowhere" in again.err) == (2, True)
    (result,) = run("withdraw", "Köln.xlsx", "--reason", "a draft", *where, "--json").data
    assert (result["outcome"], result["alliance"]) == ("withdrawn", "BBBBBB")
    closed = run("wave", "2026-1", "closed", "--reason", "done", "--person", "Kim", "--project", returned)
    assert closed.out == "2026-1: open → closed\n"
    refused = run("forms", "-p", returned, "--wave", "2026-1")
    assert (refused.status, "wave 2026-1 is closed" in refused.err) == (2, True)
    assert run("wave", "2026-1", "open", "--reason", "more time", *where).out == "2026-1: closed → open\n"


def test_an_import_is_tried_without_storing_anything(run: Cli, returned: Path, tmp_path: Path) -> None:
    def stored() -> list[tuple[str, bytes]]:
        files = sorted(path for path in returned.rglob("*") if path.is_file())
        return [(str(path), path.read_bytes()) for path in files if not path.name.endswith(("-shm", "-wal"))]

    newer = tmp_path / "newer.xlsx"
    fill_in(tmp_path / "Köln.xlsx", "Amt für Jugend", newer)
    # saved in the same second, it would not be known which is newer
    newer.write_bytes(saved_at(newer.read_bytes(), datetime.now(UTC) + timedelta(minutes=1)))
    # whatever the clock says: the page tells its time in minutes
    (returned / "cockpit.html").write_text("as it was", encoding="utf-8")
    before = stored()
    tried = run("import", newer, "--dry-run", "-p", returned)
    assert tried.out.splitlines()[0].startswith("newer.xlsx: accepted_with_findings · Köln (2026-2)")
    assert tried.out.splitlines()[1:] == [
        "  replaces Köln.xlsx (akteure)",
        "  akteure.akteure AK001 institution: Amt → Amt für Jugend",
    ]
    assert (tried.status, "Nothing was stored." in tried.err, stored() == before) == (1, True, True)
    (told,) = run("import", newer, "--dry-run", "-p", returned, "--json").data
    assert (told["is_first"], [change["after"] for change in told["changes"]]) == (False, ["Amt für Jugend"])
    assert stored() == before


def test_wrong_texts_are_listed_once_and_corrected_from_the_list(run: Cli, project: Path) -> None:
    (form,) = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    book = openpyxl.load_workbook(form["file"])
    row = next(cell.row for cell in book["Akteure"]["A"] if cell.value == "AK001")
    for column, text in {"E": "ja", "F": "Jugendamt", "G": "vielleicht"}.items():
        book["Akteure"][f"{column}{row}"] = text
    book.save(form["file"])
    run("import", form["file"], "-p", project)
    (wrong,) = [
        r for r in run("findings", "--distinct", "-p", project, "--json").data if r["field"] == "koop"
    ]
    assert (wrong["found"], wrong["count"], wrong["alliances"]) == ("vielleicht", "1", "Kleve")
    path = project / "list.xlsx"
    assert run("findings", "--distinct", "-p", project, "--xlsx", path).out == f"{path}\n"
    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book.active[1]}
    (line,) = [cells[0].row for cells in book.active.iter_rows(min_row=2) if cells[2].value == "koop"]
    book.active.cell(line, heads["value"]).value = "nein"
    book.save(path)
    assert run("correct", "Kleve", "--from", path, "--reason", "clear", "-p", project).status == 2
    done = run("correct", "--from", path, "--reason", "clear", "--person", "Kim", "-p", project)
    assert done.out == "Kleve 2026-1 akteure.akteure AK001 koop: vielleicht → nein\n"
    assert run("correct", "--from", path, "--reason", "clear", "-p", project).status == 2


def test_trace_of_one_row(run: Cli, returned: Path) -> None:
    where = ("-p", returned, "--wave", "2026-1", "--json")
    rows = [step["row_id"] for step in run("trace", "Kleve", "institution", *where).data]
    assert rows == ["AK001"]
    assert run("trace", "Kleve", "institution", "--row", "AK001", *where).data
    assert run("trace", "Kleve", "institution", "--row", "AK101", *where).data == []


def test_answer_that_is_missing_is_corrected_with_why(run: Cli, returned: Path, tmp_path: Path) -> None:
    told = run(
        *("correct", "Kleve", "akteure.institution", "--row", "AK001", "--missing", "no_answer"),
        *("--reason", "typed into the wrong row", "--person", "Kim", "--wave", "2026-1", "-p", returned),
    )
    assert told.out == "akteure.akteure AK001 institution: Jugendamt → (no_answer)\n"


def test_export_of_one_wave(run: Cli, returned: Path, tmp_path: Path) -> None:
    arguments = (tmp_path / "data", "-p", returned, "--format", "csv", "--wave", "2026-2")
    assert run("export", *arguments, "--wave", "2026-2").status == 0
    text = (tmp_path / "data/csv/long.csv").read_text(encoding="utf-8")
    assert {line.split(",")[1] for line in text.splitlines()[1:]} == {"2026-2"}
    run(
        "export", tmp_path / "both", "-p", returned, "--format", "csv", "--wave", "2026-1", "--wave", "2026-2"
    )
    assert "2026-1" in (tmp_path / "both/csv/long.csv").read_text(encoding="utf-8")


def test_file_that_waits_is_assigned(run: Cli, returned: Path) -> None:
    fill_in(returned.parent / "Kleve.xlsx", "Ein anderes Amt", returned.parent / "doch Köln.xlsx")
    run("import", returned.parent / "doch Köln.xlsx", "-p", returned)
    assigned = run(
        *("assign", "doch Köln.xlsx", "--alliance", "Köln", "--wave", "2026-1", "--reason", "by phone"),
        *("--person", "Kim", "-p", returned, "--json"),
    )
    (result,) = assigned.data
    assert (result["alliance"], result["wave"]) == ("BBBBBB", "2026-1")
    steps = run("trace", "Köln", "institution", "-p", returned, "--wave", "2026-1", "--json").data
    assert [step["raw"] for step in steps] == ["Ein anderes Amt"]


def test_check_and_doctor_tell_programs_what_they_found(run: Cli, returned: Path) -> None:
    assert run("check", "-p", returned, "--json").data == []
    found = run("doctor", "-p", returned, "--json").data
    assert found and {tuple(result) for result in found} == {("what", "ok", "found", "remedy")}
    assert all(result["ok"] for result in found)


def test_a_row_that_was_added_is_removed(run: Cli, returned: Path) -> None:
    where = ("-p", returned, "--wave", "2026-1", "--reason", "Probe", "--person", "Kim")
    refused = run("correct", "Kleve", "akteure.koop", "--row", "AK001", "--remove-row", *where)
    assert (refused.status, "the form prints row AK001" in refused.err) == (2, True)
    alone = run("correct", "Kleve", "akteure.koop", "--remove-row", *where)
    assert (alone.status, "--row" in alone.err) == (2, True)


def test_a_correction_is_taken_back(run: Cli, returned: Path) -> None:
    where = ("-p", returned, "--wave", "2026-1", "--reason", "Irrtum", "--person", "Kim")
    asked = ("Kleve", "akteure.institution", "--row", "AK001")
    assert run("correct", *asked, "--value", "Amt 7", *where).status == 0
    both = run("correct", *asked, "--undo", "--value", "Amt 8", *where)
    assert (both.status, "--undo gives no value" in both.err) == (2, True)
    done = run("correct", *asked, "--undo", *where)
    assert (done.status, "AK001 institution: Jugendamt holds again" in done.out) == (0, True), done.err
    again = run("correct", *asked, "--undo", "--remove-row", *where)
    assert (again.status, "no correction of row AK001 holds" in again.err) == (2, True)
    steps = run(
        "trace", "Kleve", "institution", "--row", "AK001", "-p", returned, "--wave", "2026-1", "--json"
    )
    assert [step["kind"] for step in steps.data] == ["current", "corrected (void)", "taken back"]


def test_an_import_elsewhere_says_what_it_lacks(run: Cli, project: Path) -> None:
    path = project.parent / "return.xlsx"
    path.write_bytes(b"nothing")
    refused = run("import", path, "-p", project, "--executor", "http://cluster")
    assert (refused.status, "no address of an executor" in " ".join(refused.err.split())) == (2, True)
    both = run("import", path, "-p", project, "--executor", "dask://cluster:8786", "--jobs", "2")
    assert (both.status, "--jobs is about this computer" in " ".join(both.err.split())) == (2, True)


def test_the_command_line_begins_without_what_only_commands_need() -> None:
    asked = (
        "import sys, ruecklauf.cli; print({'pydantic', 'pandas', 'sqlalchemy', 'lxml'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "set()"
