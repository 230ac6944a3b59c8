# ruff: noqa: E501 - one row per case, with the whole message

from datetime import date
from pathlib import Path
from random import Random

import pytest

from ruecklauf.errors import ProjectError
from ruecklauf.project import (
    Alliance,
    Project,
    alliances_for_nrw,
    create_project,
    open_project,
    write_alliances,
)
from ruecklauf.whole_files import STAGING

TODAY = date(2026, 3, 2)
ALLIANCES = (
    Alliance("KQ7M2X", "Stadt Köln", ("05315000",), "kreisfrei", "a@example.org"),
    Alliance("AAAAAA", "Am Rhein", ("05154000", "05170000"), "verbund", "b@example.org"),
    Alliance("BBBBBB", "Am Berg", ("05374000",), "verbund", "c@example.org"),
    Alliance("CCCCCC", "Am Berg", ("05170000",), "verbund", "d@example.org"),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return create_project(tmp_path / "runde", fictional=True, alliances=ALLIANCES, today=TODAY)


def message(path: Path | None = None, **names: object) -> str:
    with pytest.raises(ProjectError) as raised:
        create_project(path, **names) if names else open_project(path)  # type: ignore[arg-type]
    return str(raised.value)


def test_a_new_project_can_be_opened_and_says_what_is_to_be_filled_in(tmp_path: Path) -> None:
    root = tmp_path / "neu" / "runde"
    project = create_project(root, title='Die "Bündnisse" & mehr', today=TODAY)
    assert project == open_project(root)
    assert sorted(path.name for path in root.iterdir()) == ["README.txt", "alliances.csv", "ruecklauf.toml"]
    assert project.settings.title == 'Die "Bündnisse" & mehr'
    assert [alliance.name for alliance in project.alliances] == ["Kreis Musterland"]
    assert [str(note).removeprefix(f"{root}/") for note in project.notes] == [
        "ruecklauf.toml:8:1: warning: institution is still to be filled in.",
        "ruecklauf.toml:11:1: warning: place is still to be filled in.",
        "ruecklauf.toml:12:1: email is still to be filled in.",
        "ruecklauf.toml:16:1: warning: name is still to be filled in.",
        "ruecklauf.toml:18:1: email is still to be filled in.",
        "ruecklauf.toml:24:1: warning: controller is still to be filled in.",
        "alliances.csv:2:3: warning: 05998000 is none of the 53 Kreise and kreisfreie Städte of NRW (30.11.2023).",
    ]


def test_a_fictional_project_is_complete_and_has_municipalities_that_do_not_exist(tmp_path: Path) -> None:
    project = create_project(tmp_path, fictional=True, today=TODAY)
    assert {alliance.area_type for alliance in project.alliances} == {"kreis", "kreisfrei", "kreisangehoerig"}
    assert [note.message for note in project.notes if "filled in" in note.message] == []


def test_a_new_project_has_a_wave_that_ends_in_eight_weeks(project: Project) -> None:
    wave = project.settings.waves[0]
    assert (wave.id, wave.code, wave.deadline) == ("2026-1", "20261", date(2026, 4, 27))


def test_a_new_project_may_begin_with_the_53_of_nrw(tmp_path: Path) -> None:
    alliances = alliances_for_nrw(Random(1))
    assert create_project(tmp_path, alliances=alliances).alliances == alliances


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert message(tmp_path, title="x") == (
        f"{tmp_path}: the folder is not empty. Choose a new or empty folder."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(("name", "reason"), [("file", "File exists"), ("file/runde", "Not a directory")])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError) as raised:
        create_project(tmp_path / name)
    assert str(raised.value) == (
        f"{tmp_path / name}: the project cannot be made here ({reason}). Choose a folder that you may write to."
    )
    assert isinstance(raised.value.__cause__, OSError)


def test_a_project_is_found_from_folders_inside_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = project.root / "forms" / "2026-1"
    inside.mkdir(parents=True)
    assert open_project(inside) == project
    assert open_project(project.root / "ruecklauf.toml") == project
    monkeypatch.chdir(inside)
    assert open_project() == project


def test_without_a_project_the_way_to_make_one_is_told(tmp_path: Path) -> None:
    assert message(tmp_path) == (
        f"{tmp_path}: there is no ruecklauf.toml here or in a folder above. "
        "Make a project with `ruecklauf init DIR`."
    )


def test_everything_lies_in_the_project_folder(project: Project) -> None:
    root = project.root
    assert (project.forms_dir, project.archive_dir) == (root / "forms", root / "archive")
    assert project.database_url == f"sqlite:///{root}/ruecklauf.sqlite"
    assert project.contacts_url == f"sqlite:///{root}/contacts.sqlite"
    assert project.worksheets_dir is None
    (root / "worksheets").mkdir()
    assert project.worksheets_dir == root / "worksheets"


@pytest.mark.parametrize("wanted", ["2026-1", "20261", " 2026-1 "])
def test_a_wave_is_found_by_its_id_or_its_code(project: Project, wanted: str) -> None:
    assert project.wave(wanted) == project.settings.waves[0]


def test_an_unknown_wave_gets_a_suggestion(project: Project) -> None:
    with pytest.raises(ProjectError) as raised:
        project.wave("2026-2")
    assert str(raised.value) == (
        f"{project.root}/ruecklauf.toml: there is no wave '2026-2'. Did you mean '2026-1'? Waves: 2026-1."
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("KQ7M2X", "KQ7M2X"),
        ("kq7m2x ", "KQ7M2X"),
        ("Stadt Köln", "KQ7M2X"),
        ("05315000", "KQ7M2X"),
        ("5315", "KQ7M2X"),
        ("05154", "AAAAAA"),
    ],
)
def test_an_alliance_is_found_by_id_name_or_ags(project: Project, wanted: str, expected: str) -> None:
    assert project.alliance(wanted).id == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Stadt Kölm", "there is no alliance 'Stadt Kölm'. Did you mean 'Stadt Köln'? Give an id, an exact name or an AGS."),
        ("05911", "there is no alliance '05911'. Give an id, an exact name or an AGS."),
        ("Am Berg", "'Am Berg' stands for BBBBBB (Am Berg), CCCCCC (Am Berg). Give the id."),
        ("05170", "'05170' stands for AAAAAA (Am Rhein), CCCCCC (Am Berg). Give the id."),
    ],
)  # fmt: skip
def test_an_alliance_that_is_not_clear_gets_advice(project: Project, wanted: str, expected: str) -> None:
    with pytest.raises(ProjectError) as raised:
        project.alliance(wanted)
    assert str(raised.value) == f"{project.root}/alliances.csv: {expected}"


def test_a_project_whose_list_has_mistakes_does_not_open(project: Project) -> None:
    write_alliances(project.root / "alliances.csv", [*ALLIANCES, ALLIANCES[0]])
    assert "id 'KQ7M2X' stands in line 2 already." in message(project.root)


def test_a_project_of_which_the_making_was_killed_is_none_and_can_be_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "projekt" / f"{STAGING}999999-x"
    half.mkdir(parents=True)
    (half / "ruecklauf.toml").write_text("title =", encoding="utf-8")
    with pytest.raises(ProjectError):
        open_project(half.parent)
    project = create_project(half.parent)
    assert {path.name for path in project.root.iterdir()} == {"README.txt", "alliances.csv", "ruecklauf.toml"}
