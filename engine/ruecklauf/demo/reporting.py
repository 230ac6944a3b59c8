"""The reports of the demonstration, and what may leave it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from ruecklauf.dataset import Dataset
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


def release_all(
    workspace: Workspace, evaluation: Evaluation, dataset: Dataset, tell: Callable[[str], None]
) -> None:
    """Write what others may have of both waves, with tables to publish."""
    if not find_spec("highspy"):
        tell("No release: pip install 'ruecklauf[release]' brings what protects small cells")
        return
    from ruecklauf.release.writing import write_release
    from ruecklauf.rounds.evaluating.releasing import release

    folder = workspace.project.root / "release"
    write_release(release(workspace, evaluation, dataset), folder, ("csv", "codebook"))
    tell(f"A release in which nobody can tell an alliance written to {folder}; statement.txt says how")
