"""One survey's folder, opened: settings, alliances, and the places of everything else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruecklauf.ags import district_named, read_ags
from ruecklauf.errors import Problem, ProjectError
from ruecklauf.formcode import wave_code
from ruecklauf.project.alliances import Alliance, read_alliances
from ruecklauf.project.database import SQLITE_ENDINGS, database_file, database_url
from ruecklauf.project.problems import did_you_mean
from ruecklauf.project.settings import Settings, Wave, placeholders, read_settings

SETTINGS_FILE = "ruecklauf.toml"
ALLIANCES_FILE = "alliances.csv"
RELEASE_KEY = "release.key"
RELEASED_PASSAGES = "release_passages.csv"
"""By which numbers a release knows alliances, and which texts it has."""
COCKPIT_FILE = "cockpit.html"
OWN_FILES = (SETTINGS_FILE, ALLIANCES_FILE, RELEASE_KEY, RELEASED_PASSAGES, COCKPIT_FILE)
OWN_FOLDERS = ("worksheets", "schemas", "indicators", "drafts", "inquiries", "feedback", "snapshot")


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder as it was when opened."""

    root: Path
    settings: Settings
    alliances: tuple[Alliance, ...]
    notes: tuple[Problem, ...] = ()
    """What was noted in the settings and alliances; nothing of it stops the work."""

    @property
    def worksheets_dir(self) -> Path | None:
        """The project's own worksheets, if it has a folder for them."""
        folder = self.root / "worksheets"
        return folder if folder.is_dir() else None

    @property
    def forms_dir(self) -> Path:
        return self.root / "forms"

    @property
    def archive_dir(self) -> Path:
        """Returned files as they came, and the declarations that forms were made from."""
        return self.root / "archive"

    @property
    def snapshot_dir(self) -> Path:
        """The answers as Parquet, for numbers about many alliances; made of the store at any time."""
        return self.root / "snapshot"

    @property
    def database_url(self) -> str:
        return database_url(self.settings.database.url, self.root)

    @property
    def contacts_url(self) -> str:
        return database_url(self.settings.database.contacts_url, self.root)

    @property
    def own_files(self) -> frozenset[Path]:
        """What nobody handed in: databases, archive, settings, declarations, and what is to be sent."""
        files = {self.root / name for name in (*OWN_FILES, *OWN_FOLDERS)}
        files.add(self.archive_dir)
        for database in filter(None, map(database_file, (self.database_url, self.contacts_url))):
            files |= {database.with_name(database.name + ending) for ending in SQLITE_ENDINGS}
        return frozenset(files)

    def wave(self, wave_id: str) -> Wave:
        """The wave with this id, in any case, with its hyphens or without (as it stands in form codes)."""
        waves = {wave.id: wave for wave in self.settings.waves}
        for wave in waves.values():
            if wave.code == wave_code(wave_id.strip()):
                return wave
        raise ProjectError(
            f"there is no wave '{wave_id}'.{did_you_mean(wave_id, waves)}",
            where=str(self.root / SETTINGS_FILE),
            remedy=f"Waves: {', '.join(waves)}.",
        )

    def alliance(self, wanted: str) -> Alliance:
        """The alliance with this id, exact name, AGS or name of its Kreis or Stadt, tried in that order."""
        wanted = wanted.strip()
        ags = read_ags(wanted)[0]
        district = district_named(wanted)
        for found in (
            [alliance for alliance in self.alliances if alliance.id == wanted.upper()],
            [alliance for alliance in self.alliances if alliance.name == wanted],
            [alliance for alliance in self.alliances if ags in alliance.ags],
            [alliance for alliance in self.alliances if district and alliance.ags == (district.ags,)],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                raise self._ambiguous(wanted, found)
        raise self._unknown(wanted)

    def _ambiguous(self, wanted: str, found: list[Alliance]) -> ProjectError:
        ids = ", ".join(f"{alliance.id} ({alliance.name})" for alliance in found)
        return ProjectError(f"'{wanted}' stands for {ids}.", where=self._list, remedy="Give the id.")

    def _unknown(self, wanted: str) -> ProjectError:
        names = [text for alliance in self.alliances for text in (alliance.id, alliance.name)]
        return ProjectError(
            f"there is no alliance '{wanted}'.{did_you_mean(wanted, names)}",
            where=self._list,
            remedy="Give an id, an exact name or an AGS.",
        )

    @property
    def _list(self) -> str:
        return str(self.root / ALLIANCES_FILE)


def open_project(path: Path | None = None) -> Project:
    """The project in a folder or the nearest one above it; by default from the working directory upwards."""
    root = _find_root((path or Path.cwd()).absolute())
    settings = read_settings(root / SETTINGS_FILE)
    listed = read_alliances(root / ALLIANCES_FILE)
    notes = (*placeholders(root / SETTINGS_FILE), *listed.notes)
    return Project(root, settings, listed.alliances, notes)


def _find_root(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise ProjectError(
        f"there is no {SETTINGS_FILE} here or in a folder above.",
        where=str(start),
        remedy="Make a project with `ruecklauf init DIR`.",
    )
