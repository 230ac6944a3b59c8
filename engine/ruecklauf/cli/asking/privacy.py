"""`ruecklauf privacy`: where personal data lies, what is masked, and how it is deleted."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, person_option, project_option, reason_option
from ruecklauf.cli.terminal import print_json, print_table, say, talk

if TYPE_CHECKING:
    from ruecklauf.privacy.deleting import Found


@click.group("privacy", cls=click.RichGroup, invoke_without_command=True)
@project_option
@json_option
@click.pass_context
def command(ctx: click.Context, project: Path | None, as_json: bool) -> None:
    """List where personal data lies, find people, decide what is masked, and delete.

    Without a further word all places are listed with how much lies there, and how long it is kept.

    Example: `ruecklauf privacy --project welle-2026`
    """
    if ctx.invoked_subcommand is not None:
        return
    from ruecklauf.privacy.places import places
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        found = places(workspace)
    if as_json:
        print_json([place.as_json() for place in found])
    else:
        heads = ("Place", "What", "Number", "Kept until")
        print_table(heads, [(place.place, place.what, str(place.number), place.until) for place in found])


@command.command("scan")
@click.option("--wave", help="Only answers of this wave.")
@click.option("--alliance", "wanted", help="Only those of this alliance.")
@click.option("--undecided", is_flag=True, help="Only those that nobody decided about.")
@project_option
@json_option
def scan(wave: str | None, wanted: str | None, undecided: bool, project: Path | None, as_json: bool) -> None:
    """List the texts that seem to be personal, what was seen in each, and what was decided.

    The texts themselves are not shown: `ruecklauf trace ALLIANCE FIELD --row ROW --private` does.

    Example: `ruecklauf privacy scan --alliance Kleve --undecided`
    """
    from ruecklauf.rounds.asking.passages import passages
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace, workspace.store.snapshot() as state:
        chosen = passages(
            state,
            wave=found.wave(wave).id if wave else None,
            alliance=found.alliance(wanted).id if wanted else None,
        )
    names = {known.id: known.name for known in found.alliances}
    rows = [
        {
            "passage": passage.id,
            "alliance": names.get(passage.answer.alliance, passage.answer.alliance),
            "wave": passage.answer.wave,
            "question": f"{passage.answer.worksheet}.{passage.answer.field}",
            "row_id": passage.answer.row_id,
            "seen": ", ".join(passage.kinds),
            "decided": passage.verdict or "",
        }
        for passage in chosen
        if not (undecided and passage.verdict)
    ]
    if as_json:
        print_json(rows)
        return
    heads = ("Passage", "Alliance", "Wave", "Question", "Row", "Seen", "Decided")
    print_table(heads, [tuple(row.values()) for row in rows])
    talk(f"{len(rows)} texts.")


@command.command("decide")
@click.argument("ids", nargs=-1, required=True, metavar="PASSAGE…")
@click.option(
    "--as",
    "verdict",
    type=click.Choice(["keep", "mask", "ask"]),
    required=True,
    help="keep: datasets have it; mask: they do not; ask: neither, and the municipality is asked.",
)
@reason_option
@person_option
@project_option
def decide(ids: tuple[str, ...], verdict: str, reason: str, person: str, project: Path | None) -> None:
    """Decide what becomes of texts that seem to be personal.

    PASSAGE is an id that `ruecklauf privacy scan` shows, or its beginning. The decision holds for this text
    in this file: another return's text is asked about anew.

    Example: `ruecklauf privacy decide 3f9c2ad1e0 --as keep --reason "an institution of that name"`
    """
    from ruecklauf.rounds.asking import passages
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        decided = passages.decide(
            workspace, ids, passages.Verdict(verdict), person=person, reason=reason, now=now()
        )
    for passage in decided:
        before = passage.verdict or "undecided"
        answer = passage.answer
        say(f"{passage.id}: {before} → {verdict} · {answer.worksheet}.{answer.field} {answer.row_id}")


also_option = click.option(
    "--also",
    multiple=True,
    metavar="TEXT",
    help="Another spelling, address or number that is this person's alone; repeatable.",
)


@command.command("find")
@click.argument("name")
@also_option
@project_option
@json_option
def find(name: str, also: tuple[str, ...], project: Path | None, as_json: bool) -> None:
    """List where a person is named: databases, archived files, messages, drafts, forms, other files.

    Addresses and numbers that stand beside the name in contacts are looked for, too. Archived files are
    searched inside. Where the surname alone stands it may be somebody else: such rows are counted apart.

    Example: `ruecklauf privacy find "Kim Beispiel"`
    """
    from ruecklauf.privacy.deleting import find_person
    from ruecklauf.privacy.people import person_named
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        found = find_person(workspace, person_named(workspace, name, also))
    _show_found(found, as_json=as_json)


@command.command("delete")
@click.argument("name", required=False)
@also_option
@click.option("--expired", is_flag=True, help="What is kept no longer by [retention] in ruecklauf.toml.")
@click.option("--yes", is_flag=True, help="Delete; without it only what would be deleted is shown.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is recorded, and may name nobody.")
@person_option
@project_option
@json_option
def delete(
    name: str | None,
    also: tuple[str, ...],
    expired: bool,
    yes: bool,
    reason: str,
    person: str,
    project: Path | None,
    as_json: bool,
) -> None:
    """Delete a person, or what is kept no longer, and record that, without what was deleted.

    NAME is first name and surname. Personal answers, addresses and archived files that hold the person go;
    other answers stay, with a mark where the name stood, and outlast `ruecklauf rebuild`. What is listed as
    left alone, as alliances.csv and exports, is to be looked at by hand.

    Example: `ruecklauf privacy delete "Kim Beispiel" --reason "request of 3 July" --yes`
    """
    if (name is None) is not expired:
        raise click.UsageError("Give a NAME, or --expired.")
    if yes and not reason.strip():
        raise click.UsageError("--yes needs --reason.")
    from ruecklauf.privacy import deleting
    from ruecklauf.privacy.people import person_named
    from ruecklauf.privacy.retention import expired as kept_no_longer
    from ruecklauf.rounds.workspace import Workspace

    word = deleting.Word(person=person, reason=reason, now=now())
    with Workspace(opened(project)) as workspace:
        if name is None:
            over = kept_no_longer(workspace, word.now.date())
            found = deleting.find_expired(workspace, over)
            if yes and found.is_any:
                deleting.delete_expired(workspace, over, found, word)
        else:
            who = person_named(workspace, name, also)
            found = deleting.find_person(workspace, who)
            if yes and found.is_any:
                deleting.delete_person(workspace, who, found, word)
    _show_found(found, as_json=as_json)
    talk("Deleted; the record names nobody." if yes and found.is_any else "Nothing was deleted.")


def _show_found(found: Found, *, as_json: bool) -> None:
    if as_json:
        print_json(found.as_json())
        return
    rows = [(f"database: {table}", str(number), "") for table, number in sorted(found.rows.items())]
    rows += [(f"database: {table}", str(number), "surname alone") for table, number in found.maybe.items()]
    rows += [("archive", "1", f"{sha256[:12]}…") for sha256 in found.originals]
    rows += [("file", "1", str(path)) for path in found.files]
    rows += [("file that is left alone", "1", str(path)) for path in found.by_hand]
    rows += [
        ("archive, NOT SEARCHED", "1", f"{sha256[:12]}… {name}")
        for sha256, name in sorted(found.unsearched.items())
    ]
    print_table(("Place", "Number", "Which"), rows)
    if found.unsearched:
        talk(
            f"{len(found.unsearched)} archived files could not be searched inside (pictures, scans, passwords"
            f"{_without_pypdf()}): look at each; the record of a deletion has their checksums."
        )


def _without_pypdf() -> str:
    return "" if find_spec("pypdf") else "; PDF only with: pip install 'ruecklauf[privacy]'"
