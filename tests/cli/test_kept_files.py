"""No command replaces a file that it did not write itself; half a set of files is never taken for a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run
from ruecklauf.own_files import INCOMPLETE, SUMS, completing, incomplete

Cli = Callable[..., Run]
WAVE = ("--wave", "2026-1")
PREVIEW = ("worksheet", "preview", "stammblatt")
COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "preview": ((*PREVIEW, "--out", "."), "Vorschau_stammblatt.xlsx"),
    "preview of a document": ((*PREVIEW, "--format", "docx", "--out", "."), "Vorschau_stammblatt.docx"),
    "XLSForm": (("worksheet", "export", "stammblatt", "--out", "."), "stammblatt.xlsx"),
    "handbook": (("handbook", ".", "--worksheet", "stammblatt"), "index.html"),
    "status": (("status", *WAVE, "--xlsx", "stand.xlsx"), "stand.xlsx"),
    "findings": (("findings", "--xlsx", "punkte.xlsx"), "punkte.xlsx"),
    "distinct findings": (("findings", "--distinct", "--xlsx", "punkte.xlsx"), "punkte.xlsx"),
    "export": (("export", ".", "--format", "csv"), "csv/long.csv"),
    "export into a folder with a text": (("export", ".", "--format", "csv"), "README.txt"),
    "drafts": (
        ("mail", "free", *WAVE, "--alliance", "Kleve", "--out", "."),
        "Kleve_2026-1_AAAAAA_free.eml",
    ),
}


@pytest.mark.parametrize(("words", "name"), COMMANDS.values(), ids=COMMANDS)
def test_a_file_that_was_not_written_here_or_was_changed_since_is_kept(
    run: Cli,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    name: str,
) -> None:
    (project / "mails").mkdir()
    (project / "mails" / "free.txt").write_text("Betreff: Hallo\n\nGuten Tag\n", encoding="utf-8")
    place = tmp_path / "hier"
    place.mkdir()
    monkeypatch.chdir(place)
    path = place / name
    path.parent.mkdir(exist_ok=True)
    wanted = (*words, "--project", str(project))
    path.write_text("Meine Notizen", encoding="utf-8")
    refused = run(*wanted)
    assert (refused.status, path.read_text("utf-8")) == (2, "Meine Notizen")
    assert "it is kept" in refused.err and path.name in refused.err
    assert [each.name for each in place.rglob("*.*") if each.name not in (path.name, SUMS)] == []
    path.unlink()
    for _ in range(2):
        assert run(*wanted).status in (0, 1), "what was written here is written anew"
        assert not (place / INCOMPLETE).exists()
    changed = path.read_bytes() + b"\n"
    path.write_bytes(changed)
    refused = run(*wanted)
    assert (refused.status, path.read_bytes()) == (2, changed)
    assert "it is kept" in refused.err


def test_an_export_never_takes_the_place_of_the_project_s_own_files(run: Cli, project: Path) -> None:
    readme = project / "README.txt"
    readme.write_text("Unsere Begleitforschung", encoding="utf-8")
    before = {path: path.read_bytes() for path in project.rglob("*.*") if "sqlite" not in path.name}
    refused = run("export", project, "-p", project, "--format", "csv")
    assert (refused.status, "README.txt: there is a file" in refused.err) == (2, True)
    assert {path: path.read_bytes() for path in before} == before


def test_forms_that_were_not_written_to_the_end_are_not_mailed(
    run: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ("forms", "-p", project, *WAVE, "--alliance", "Kleve", "--format", "xlsx,docx")
    (form, *documents) = (Path(each["file"]) for each in run(*wanted, "--json").data)
    launch = ("mail", "launch", "-p", project, *WAVE, "--alliance", "Kleve", "--late", "--list")
    assert run(*launch).status == 0
    with pytest.raises(KeyboardInterrupt), completing(form.parent, [form.name, documents[0].name]):
        raise KeyboardInterrupt
    refused = run(*launch)
    assert (refused.status, "were not written to the end" in refused.err) == (2, True)
    assert run("forms", "-p", project, *WAVE, "--alliance", "Kleve").status == 0
    assert incomplete(form.parent) == (documents[0].name,)
    assert run(*launch).status == 2
    assert run(*launch, "--format", "xlsx").status == 0, "what is not attached may lack"
    assert run(*wanted).status == 0
    assert not (form.parent / INCOMPLETE).exists()
    assert run(*launch).status == 0
