"""`ruecklauf import`: take returned files in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ruecklauf.cli.following import nothing_changed
from ruecklauf.cli.options import FOLDER, json_option, now, opened, progress, project_option
from ruecklauf.cli.terminal import print_json, say, talk

if TYPE_CHECKING:
    from ruecklauf.project import Project
    from ruecklauf.rounds.executors import Elsewhere
    from ruecklauf.rounds.taking_in.receipts import Received
    from ruecklauf.rounds.taking_in.rehearsal import Rehearsed
    from ruecklauf.rounds.workspace import Workspace

CHANGES_SHOWN = 20


@click.command("import")
@click.argument("paths", type=FOLDER, nargs=-1, required=True, metavar="PATH…")
@project_option
@click.option(
    "--wave",
    help="Wave that returns are expected of: forms of earlier ones wait, later ones come with a warning.",
)
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), help="Files read at once; by default one a processor."
)
@click.option(
    "--verify", is_flag=True, help="Read Excel files with openpyxl too and tell every disagreement."
)
@click.option(
    "--executor",
    metavar="ADDRESS",
    help="Let the workers of a Dask cluster read the files: dask://HOST:PORT. They get files and what the "
    "project knows of its alliances, and need the same ruecklauf; databases and archive stay here.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen to each file, and store nothing.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    project: Path | None,
    wave: str | None,
    jobs: int | None,
    verify: bool,
    executor: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take returned files in: files, messages and zips, and folders with all files in them.

    Every file is archived first, then read and checked in a process of its own. Nothing in a file stops the
    others. The same file again changes nothing; a newer return of an alliance supersedes its earlier one, or
    completes it where each was filled in by half. Worksheets that come in different files are checked
    together: `checked_again` are returns that look at what came in now. What is unclear waits for
    `ruecklauf assign`. With --dry-run nothing is stored: a file is new, replaces others, changes answers, or
    is unclear.

    Example: `ruecklauf import mailbox/ --wave 2026-1`
    """
    from ruecklauf.rounds.taking_in.collection import files_in, passed_over
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    files = files_in(paths, own=found.own_files)
    expected = found.wave(wave) if wave else None
    if executor and jobs:
        raise click.UsageError("--jobs is about this computer: give it or --executor.")
    options: dict[str, Any] = {"expected": expected, "jobs": jobs, "verify": verify}
    with (
        Workspace(found) as workspace,
        _elsewhere(executor) as elsewhere,
        progress("Reading returns", len(files)) as advance,
    ):
        take = _rehearse if dry_run else _take_in
        results = list(take(workspace, files, advance, as_json=as_json, elsewhere=elsewhere, **options))
    talk(("Nothing was stored. " if dry_run else "") + _counted(results))
    if left_out := passed_over(paths):
        talk(f"Passed over, as they are no returns: {', '.join(file.name for file in left_out)}")
    if any(result.findings or result.outcome in ("refused", "waiting") for result in results):
        if not dry_run:
            talk("See the findings with: ruecklauf findings")
        ctx.exit(1)


def _elsewhere(address: str | None) -> AbstractContextManager[Elsewhere | None]:
    if address is None:
        return nullcontext()
    from ruecklauf.rounds.executors import executor_at

    return executor_at(address)


def _take_in(
    workspace: Workspace, files: Sequence[Path], advance: Callable[[], None], *, as_json: bool, **options: Any
) -> list[Received]:
    from ruecklauf.rounds.taking_in.reception import receive_files
    from ruecklauf.rounds.taking_in.rehearsal import clear_rehearsals

    clear_rehearsals(workspace.project.root)
    results: list[Received] = []
    for result in receive_files(workspace, files, now=now(), **options):
        results.append(result)
        if not as_json:
            say(line_of(result, workspace.project))
        _advance(result, advance)
    if as_json:
        print_json([result.as_json() for result in results])
    return results


def _rehearse(
    workspace: Workspace, files: Sequence[Path], advance: Callable[[], None], *, as_json: bool, **options: Any
) -> list[Received]:
    from ruecklauf.rounds.taking_in.rehearsal import rehearse

    nothing_changed()
    results: list[Rehearsed] = []
    for result in rehearse(workspace, files, now=now(), **options):
        results.append(result)
        if not as_json:
            _say_rehearsed(result, workspace.project)
        _advance(result.received, advance)
    if as_json:
        print_json([result.as_json() for result in results])
    return [result.received for result in results]


def _say_rehearsed(result: Rehearsed, project: Project) -> None:
    say(line_of(result.received, project) + (" · new" if result.is_first else ""))
    for name in result.replaces:
        say(f"  replaces {name}")
    for change in result.changes[:CHANGES_SHOWN]:
        say(f"  {change}")
    if len(result.changes) > CHANGES_SHOWN:
        say(f"  … {len(result.changes)} changes in all; --json has each")


def _advance(result: Received, advance: Callable[[], None]) -> None:
    from ruecklauf.rounds.taking_in.receipts import CHECKED_AGAIN

    if not result.is_enclosed and result.outcome != CHECKED_AGAIN:
        advance()


def _counted(results: list[Received]) -> str:
    counts = Counter(result.outcome for result in results)
    said = (f"{number} {outcome.replace('_', ' ')}" for outcome, number in counts.items())
    return ", ".join(said) or "no files"


def line_of(result: Received, project: Project) -> str:
    """One line about what became of a file."""
    names = {alliance.id: alliance.name for alliance in project.alliances}
    who = f"{names.get(result.alliance, result.alliance)} ({result.wave})" if result.alliance else "–"
    if result.outcome == "unpacked":
        who = f"{result.enclosed} file{'s' * (result.enclosed != 1)}"
    severities = Counter(finding.severity.value for finding in result.findings)
    said = ", ".join(
        f"{severities[level]} {level}{'s' * (severities[level] != 1)}"
        for level in ("error", "warning", "note")
        if severities[level]
    )
    return f"{result.name}: {result.outcome} · {who}" + (f" · {said}" if said else "")
