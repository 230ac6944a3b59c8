"""The report of a project, written into a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruecklauf.errors import RuecklaufError
from ruecklauf.own_files import write_own_together
from ruecklauf.project.settings import Wave
from ruecklauf.report.contents import Contents, contents_of
from ruecklauf.report.document import render_document
from ruecklauf.report.figures import Material
from ruecklauf.report.page import render_page
from ruecklauf.report.shapes import planar
from ruecklauf.report.wording import wording
from ruecklauf.report.workbook import render_workbook
from ruecklauf.rounds.evaluating.evaluation import Measurement, evaluate
from ruecklauf.rounds.workspace import Workspace

FORMATS: Mapping[str, Callable[[Contents], bytes]] = {
    "html": lambda contents: render_page(contents).encode(),
    "xlsx": render_workbook,
    "docx": render_document,
}
"""What gives a report's file, by its ending."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is written of a report, and how."""

    language: str = "de"
    formats: Sequence[str] = tuple(FORMATS)
    map: Path | None = None
    """GeoJSON with the shapes of districts, in place of tiles."""


def material_of(
    workspace: Workspace,
    wave: Wave,
    language: str,
    *,
    shapes: Sequence[Mapping[str, Any]] = (),
    evaluation: Measurement | None = None,
) -> Material:
    """What the report on a wave is drawn from; RuecklaufError where no form of it was ever made.

    `evaluation` is one of all waves, where there is one already.
    """
    evaluation = evaluation or evaluate(workspace)
    if wave.id not in evaluation.frames.waves:
        raise RuecklaufError(
            f"there is nothing to report on wave {wave.id}: no forms were made and nothing came back.",
            remedy="Name another wave with --wave.",
        )
    alliances = {alliance.id: alliance for alliance in workspace.project.alliances}
    return Material(
        evaluation, workspace.library.worksheets, alliances, wave.id, wording(language), tuple(shapes)
    )


def write_report(
    workspace: Workspace,
    wave: Wave,
    folder: Path,
    chosen: Chosen = Chosen(),
    *,
    evaluation: Measurement | None = None,
) -> list[Path]:
    """Write report-WAVE.LANGUAGE.* and return the paths; older reports of the same names are replaced.

    All take their places together, so that none stands beside others of an earlier state.
    """
    shapes = read_shapes(chosen.map) if chosen.map else ()
    material = material_of(workspace, wave, chosen.language, shapes=shapes, evaluation=evaluation)
    contents = contents_of(material, project=workspace.project.settings.title, wave_title=wave.title)
    made = {
        f"report-{wave.id}.{chosen.language}.{ending}": FORMATS[ending](contents) for ending in chosen.formats
    }
    try:
        return write_own_together(folder, made)
    except OSError as error:
        where = str(error.filename2 or error.filename or folder)
        raise RuecklaufError(f"cannot be written ({error.strerror}).", where=where) from error


def read_shapes(path: Path) -> tuple[Mapping[str, Any], ...]:
    """The features of a GeoJSON file that have a shape; RuecklaufError where it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        features = [
            feature
            for feature in content["features"]
            if feature["geometry"] and isinstance(feature["properties"], dict)
        ]
        planar([feature["geometry"] for feature in features])
    except OSError as error:
        raise RuecklaufError(f"cannot be read ({error.strerror}).", where=str(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RuecklaufError(
            "is no GeoJSON with areas.",
            where=str(path),
            remedy="Give a FeatureCollection of areas, with AGS among the properties of each.",
        ) from error
    return tuple(features)
