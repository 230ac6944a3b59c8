"""The project folder: settings, alliances, and where everything of one survey lies."""

from ruecklauf.project.alliances import Alliance, AllianceList, read_alliances, write_alliances
from ruecklauf.project.create import create_project
from ruecklauf.project.folder import Project, open_project
from ruecklauf.project.nrw import alliances_for_nrw
from ruecklauf.project.problems import is_email
from ruecklauf.project.settings import Settings, Wave, read_settings

__all__ = [
    "Alliance",
    "AllianceList",
    "Project",
    "Settings",
    "Wave",
    "alliances_for_nrw",
    "create_project",
    "is_email",
    "open_project",
    "read_alliances",
    "read_settings",
    "write_alliances",
]
