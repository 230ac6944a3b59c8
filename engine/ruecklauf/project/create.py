"""A new project folder, ready to be opened and to be filled in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from string import Template

from ruecklauf.errors import ProjectError
from ruecklauf.formcode import draw_alliance_id
from ruecklauf.project.alliances import Alliance, AreaType, write_alliances
from ruecklauf.project.folder import ALLIANCES_FILE, SETTINGS_FILE, Project, open_project
from ruecklauf.whole_files import STAGING, exchange, staging_in

_TO_FILL_IN = {
    "institution": "Institut (bitte eintragen)",
    "unit": "",
    "street": "",
    "place": "Ort (bitte eintragen)",
    "email": "bitte-eintragen@example.org",
    "contact": "Ansprechperson (bitte eintragen)",
    "phone": "",
    "contact_email": "bitte-eintragen@example.org",
    "controller": "Verantwortliche Stelle (bitte eintragen)",
}
_FICTIONAL = {
    "institution": "Institut für Beispielforschung, Universität Musterstadt",
    "unit": "Wissenschaftliche Begleitung",
    "street": "Beispielweg 1",
    "place": "00000 Musterstadt",
    "email": "ruecklauf@example.org",
    "contact": "Team Rücklauf",
    "phone": "",
    "contact_email": "team@example.org",
    "controller": "Universität Musterstadt (fiktiv)",
}
_MADE_UP = "# Nobody reads mail to these addresses. A real project has no such line.\nfictional = true\n"
WEEKS_TO_ANSWER = 8


def create_project(
    path: Path,
    *,
    title: str = "Lokale Bündnisse",
    fictional: bool = False,
    alliances: Sequence[Alliance] = (),
    today: date | None = None,
) -> Project:
    """Make a project in a new or empty folder and open it.

    A fictional one has made-up settings and municipalities throughout; otherwise the settings say
    `bitte eintragen`, which is noted until it is done, and without `alliances` the list has one example row.
    """
    texts = _texts(title, values=_FICTIONAL if fictional else _TO_FILL_IN, today=today or date.today())
    try:
        _claim(path)
        with staging_in(path) as staging:
            for name, text in texts.items():
                (staging / name).write_text(text, encoding="utf-8")
            write_alliances(staging / ALLIANCES_FILE, alliances or _examples(3 if fictional else 1))
            # a folder is a project once it has settings
            exchange(path, staging, [Path(name) for name in ("README.txt", ALLIANCES_FILE, SETTINGS_FILE)])
    except OSError as error:
        raise ProjectError(
            f"the project cannot be made here ({error.strerror}).",
            where=str(path),
            remedy="Choose a folder that you may write to.",
        ) from error
    return open_project(path)


def _texts(title: str, *, values: dict[str, str], today: date) -> dict[str, str]:
    """The contents of the text files by their names; JSON strings are TOML strings, too."""
    wave = f"{today:%Y}-1"
    settings = {**values, "title": title, "wave": wave, "wave_title": f"Erhebung {wave}"}
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in settings.items()}
    quoted["fictional"] = _MADE_UP if values is _FICTIONAL else ""
    deadline = (today + timedelta(weeks=WEEKS_TO_ANSWER)).isoformat()
    return {
        SETTINGS_FILE: _template(SETTINGS_FILE).substitute(quoted, deadline=deadline),
        "README.txt": _template("README.txt").substitute(title=title),
    }


def _claim(path: Path) -> None:
    """Make the folder; ProjectError if there is something in it, which is never overwritten."""
    path.mkdir(parents=True, exist_ok=True)
    if any(not each.name.startswith(STAGING) for each in path.iterdir()):
        raise ProjectError(
            "the folder is not empty.", where=str(path), remedy="Choose a new or empty folder."
        )


def _template(name: str) -> Template:
    source = resources.files("ruecklauf.project").joinpath("new", name)
    return Template(source.read_text(encoding="utf-8"))


def _examples(count: int) -> list[Alliance]:
    """Municipalities that do not exist, with codes that no real one has."""
    rows: tuple[tuple[str, str, AreaType, str], ...] = (
        ("Kreis Musterland", "05998000", "kreis", "kreis-musterland@example.org"),
        ("Stadt Beispielstadt", "05999000", "kreisfrei", "beispielstadt@example.org"),
        ("Stadt Musterhausen", "05998004", "kreisangehoerig", "musterhausen@example.org"),
    )
    alliances: list[Alliance] = []
    for name, ags, area_type, email in rows[:count]:
        drawn = draw_alliance_id({alliance.id for alliance in alliances})
        alliances.append(Alliance(drawn, name, (ags,), area_type, email))
    return alliances
