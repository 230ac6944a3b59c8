"""The reports of the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from ruecklauf.rounds.evaluating.evaluation import Evaluation
from ruecklauf.rounds.workspace import Workspace


def report_waves(workspace: Workspace, evaluation: Evaluation, tell: Callable[[str], None]) -> None:
    """Write a report on each wave as a page, and on the first, in which most was asked, in all formats."""
    if not (find_spec("altair") and find_spec("vl_convert")):
        tell("No reports: pip install 'ruecklauf[report]' brings what draws them")
        return
    from ruecklauf.report.writing import Chosen, write_report

    folder = workspace.project.root / "report"
    first, *others = workspace.project.settings.waves
    write_report(workspace, first, folder, evaluation=evaluation)
    for wave in others:
        write_report(workspace, wave, folder, Chosen(formats=("html",)), evaluation=evaluation)
    tell(f"Reports on both waves written to {folder}, that on {first.id} also as workbook and for Word")
