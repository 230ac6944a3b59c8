"""`ruecklauf demo`: a fictional round from declaration to dataset."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER
from ruecklauf.cli.terminal import say, talk


@click.command("demo")
@click.argument("folder", type=FOLDER, default=Path("ruecklauf-demo"))
def command(folder: Path) -> None:
    """Play a fictional round of 12 alliances: forms, mails, flawed returns, questions, datasets, feedback.

    Takes less than a minute. The folder must be new or empty; nothing is overwritten.

    Example: `ruecklauf demo demo-round`
    """
    from ruecklauf.demo.round import run_demo
    from ruecklauf.rounds.taking_in.receipts import WITHIN

    made = run_demo(folder, talk)
    for result in made.received:
        if result.outcome != "unpacked":
            say(f"{result.name.rpartition(WITHIN)[2]}: {result.outcome} ({len(result.findings)} findings)")
    say(made.status.rate_text)
    talk("")
    talk("Open these:")
    for path, what in (
        (made.form, "a form as a municipality gets it"),
        (made.findings, "what to ask back"),
        (made.dataset, "the answers"),
        (made.cockpit, "how far everybody is, and what to do next"),
    ):
        talk(f"  {path}  ({what})")
    talk(f"Next: ruecklauf status --project {folder}")
