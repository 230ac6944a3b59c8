"""The command line: one command per module, each imported only when it is used."""

from __future__ import annotations

import importlib
import sys
import traceback
from typing import Any, NoReturn

import rich_click as click

from ruecklauf import __version__
from ruecklauf.cli.following import write_anew
from ruecklauf.cli.terminal import accept_any_text, talk
from ruecklauf.errors import DeclarationError, RuecklaufError

COMMANDS = {
    "demo": "demo",
    "init": "init",
    "check": "declaring.check",
    "worksheet": "declaring.worksheet",
    "changes": "declaring.changes",
    "handbook": "declaring.handbook",
    "template": "declaring.template",
    "forms": "issuing.forms",
    "mail": "issuing.mail",
    "import": "taking_in.import_",
    "assign": "taking_in.assign",
    "prefer": "taking_in.prefer",
    "withdraw": "taking_in.withdraw",
    "findings": "asking.findings",
    "ask": "asking.ask",
    "accept": "asking.accept",
    "settle": "asking.settle",
    "damage": "asking.damage",
    "trace": "asking.trace",
    "correct": "asking.correct",
    "status": "asking.status",
    "today": "asking.today",
    "cockpit": "asking.cockpit",
    "note": "asking.note",
    "messages": "taking_in.messages",
    "wave": "wave",
    "snapshot": "evaluating.snapshot",
    "indicators": "evaluating.indicators",
    "same-row": "evaluating.same_row",
    "report": "evaluating.report",
    "feedback": "evaluating.feedback",
    "cases": "evaluating.cases",
    "export": "evaluating.export",
    "deposit": "evaluating.deposit",
    "privacy": "asking.privacy",
    "doctor": "doctor",
    "rebuild": "rebuild",
}
"""Commands in the order of a survey round, with their modules."""

WRONG_USE, FAULT, INTERRUPTED = 2, 3, 130
"""Exit statuses, beside 0 for clean and 1 for findings; interrupted is what shells say of Ctrl-C."""

click.rich_click.TEXT_MARKUP = "rich"
click.rich_click.STYLE_OPTIONS_PANEL_BORDER = "dim"
click.rich_click.STYLE_COMMANDS_PANEL_BORDER = "dim"


class _Commands(click.RichGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ruecklauf.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                write_anew(ctx)
        except KeyboardInterrupt:
            talk("Interrupted.")
            ctx.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ruecklauf")
def cli() -> None:
    """Excel and Word forms for municipalities, and every answer back as a dataset.

    Make a project with `init`, write the forms with `forms`, mail them with `mail`, take the returns in with
    `import`, ask back with `findings`, and build the datasets with `export`. `demo` shows all of it.

    Exit status: 0 clean, 1 findings to look at, 2 wrong use, 3 a fault in the program, 130 interrupted.
    """


def main() -> None:
    """Run the command line; the operator's mistakes become one message and exit status 2."""
    accept_any_text()
    try:
        cli(prog_name="ruecklauf")
    except DeclarationError as error:
        _complain(*map(str, error.problems))
    except RuecklaufError as error:
        first, *further = str(error).splitlines()
        _complain(first, *(f"  {text}" for text in further))
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None and error.strerror:
            where = error.filename2 or error.filename
            _complain(f"{where}: {error.strerror}.", "  Check that it is there, free, and can be written to.")
        for line in traceback.format_exc().splitlines():
            talk(line)
        talk("Error: this is a fault in ruecklauf. What was taken in before it is stored; please report it.")
        sys.exit(FAULT)


def _complain(*lines: str) -> NoReturn:
    first, *further = lines
    talk(f"Error: {first}")
    for text in further:
        talk(text)
    sys.exit(WRONG_USE)
