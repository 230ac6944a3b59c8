"""Where the feedback of a wave lies in a project, and what its files are called."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.project import Alliance, Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.saving import form_name

FOLDER = "feedback"
TEMPLATE = "letter.docx"
ENDINGS = (".docx", ".xlsx")


def folder_of(project: Project, wave: Wave) -> Path:
    """Where the feedback of a wave lies, and is mailed from."""
    return project.root / FOLDER / wave.id


def file_name(alliance: Alliance, wave: Wave, ending: str) -> str:
    """`Kleve_2026-1_KQ7M2X_feedback.docx`"""
    return f"{Path(form_name(alliance, wave)).stem}_{FOLDER}{ending}"


def own_template(project: Project, language: str) -> Path:
    """The team's own letter in a language, if it has one."""
    name = TEMPLATE if language == "de" else f"{Path(TEMPLATE).stem}.{language}.docx"
    return project.root / FOLDER / name
