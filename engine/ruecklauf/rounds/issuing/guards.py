"""What settings and alliances must not say once forms were made and returns came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import DeclarationError, Problem, ProjectError, RuecklaufError, StoreError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.layout.geometry import referred
from ruecklauf.lint.kept import Whereabouts, check_kept
from ruecklauf.lint.kept_rows import check_rows
from ruecklauf.project import Project
from ruecklauf.project.folder import ALLIANCES_FILE, SETTINGS_FILE
from ruecklauf.project.lines import key_lines, line_of
from ruecklauf.project.problems import did_you_mean
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.languages import spoken, unwritten
from ruecklauf.rounds.issuing.people import people_in_lists
from ruecklauf.rounds.issuing.saving import named_by
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import MessageState, Outcome, Snapshot


def guard(workspace: Workspace, *, today: date) -> tuple[Problem, ...]:
    """What would hide answers, mix up alliances or mislead municipalities; errors are refused by `forms`."""
    return tuple(
        sorted(
            (
                *_namesakes(workspace.project),
                *_unknown_worksheets(workspace),
                *_incomplete_waves(workspace, today),
                *unwritten(workspace, today=today),
                *_vanished(workspace),
                *_late_waves(workspace, today),
                *_changed(workspace),
                *_people(workspace),
                *_kept_too_long(workspace.project),
            )
        )
    )


def _people(workspace: Workspace) -> tuple[Problem, ...]:
    """Lists that name a person; declarations that are wrong are told by `check` itself, and come first."""
    try:
        library = workspace.library
    except DeclarationError:
        return ()
    return tuple(people_in_lists(library))


def _kept_too_long(project: Project) -> Iterator[Problem]:
    """Messages hold what contacts say: whoever deletes these first has deleted nothing."""
    retention = project.settings.retention
    contacts, messages = retention.contacts_months, retention.messages_months
    if contacts is not None and (messages is None or messages > contacts):
        period = "for ever" if messages is None else f"for {messages} months"
        said = f"messages are kept {period}, longer than the contacts that stand in them ({contacts} months)."
        path = project.root / SETTINGS_FILE
        lines = key_lines(path.read_text(encoding="utf-8-sig"))
        yield Problem(str(path), line_of(("retention",), lines), 1, said, "warning")


def refuse_backwards(*, source: Wave, target: Wave) -> None:
    """ProjectError where a wave would be prefilled from one that comes after it."""
    if source.deadline > target.deadline:
        raise ProjectError(
            f"wave {source.id} is newer than wave {target.id}: its answers do not belong there",
            remedy="Prefill the newer wave from the older one.",
        )


def _namesakes(project: Project) -> Iterator[Problem]:
    """Alliances that nobody can tell apart: their returns would be taken for each other's."""
    for what in ("name", "ags"):
        alike: dict[object, list[str]] = defaultdict(list)
        for alliance in project.alliances:
            key = alliance.ags if what == "ags" else " ".join(alliance.name.casefold().split())
            alike[key].append(alliance.id)
        for ids in alike.values():
            if len(ids) > 1:
                yield _in_list(
                    project, f"{' and '.join(ids)} have the same {what}; each is to be there once."
                )


def _unknown_worksheets(workspace: Workspace) -> Iterator[Problem]:
    try:
        known = workspace.library.worksheets
    except RuecklaufError:
        # what is wrong with them says `check` by itself
        return
    for number, wave in enumerate(_waves(workspace.project)):
        for name in wave.worksheets:
            if name not in known:
                said = f"wave {wave.id} has a worksheet {name!r}, which there is not."
                said += did_you_mean(name, known)
                yield _in_settings(workspace.project, (number, "worksheets"), said)
            elif (mistaken := for_others(wave, known[name])) is not None:
                yield _in_settings(workspace.project, (number, "worksheets"), mistaken)


def _incomplete_waves(workspace: Workspace, today: date) -> Iterator[Problem]:
    """Waves to come, and the last one, of which forms would lack rows referred to, or entries of a list."""
    try:
        known = workspace.library.worksheets
    except RuecklaufError:
        # what is wrong with them says `check` by itself
        return
    waves = workspace.project.settings.waves
    for number, wave in enumerate(waves):
        if wave.deadline < today and wave is not waves[-1]:
            continue
        chosen = [known[name] for name in wave.worksheets if name in known]
        named = _named_alike(chosen, spoken(workspace.project, wave))
        for said in dict.fromkeys((*_unanswered(chosen), *_emptied(chosen, wave), *named)):
            yield _in_settings(workspace.project, (number, "worksheets"), f"wave {wave.id}: {said}")


def _unanswered(worksheets: Sequence[Worksheet]) -> Iterator[str]:
    there = {worksheet.id for worksheet in worksheets}
    for worksheet in worksheets:
        for _, field in worksheet.all_fields():
            needed = referred(worksheet, field).partition(".")[0] if field.kind is Kind.REFERENCE else ""
            if needed and needed not in there:
                yield f"worksheet {worksheet.id!r} refers to rows of {needed!r}; add that worksheet."


def _named_alike(worksheets: Sequence[Worksheet], languages: Iterable[str]) -> Iterator[str]:
    """Worksheets whose Word forms would have one file name, so that one took the other's place."""
    for language in languages:
        first: dict[str, str] = {}
        for worksheet in worksheets:
            other = first.setdefault(named_by(worksheet, language).casefold(), worksheet.id)
            if other != worksheet.id:
                yield (
                    f"Word forms of {other!r} and {worksheet.id!r} would have the same file name; "
                    "give one of them another short."
                )


def _emptied(worksheets: Sequence[Worksheet], wave: Wave) -> Iterator[str]:
    for worksheet in worksheets:
        day = wave.reference_date
        for name, codelist in worksheet.lists.items():
            if codelist.codes and not any(code.valid_on(day) for code in codelist.codes):
                yield f"code list {name!r} of {worksheet.id!r} has no code that is valid on {day}."


def refuse_others(wave: Wave, worksheets: Iterable[Worksheet]) -> None:
    """ProjectError for a worksheet that the wave's forms must not hold."""
    for worksheet in worksheets:
        if (mistaken := for_others(wave, worksheet)) is not None:
            raise ProjectError(mistaken)


def for_others(wave: Wave, worksheet: Worksheet) -> str | None:
    """What to say of a worksheet that the wave's forms must not hold; None if they may."""
    if worksheet.audience == wave.audience:
        return None
    if worksheet.audience == "team":
        return (
            f"worksheet {worksheet.id!r} is for the team and never sent; give it a wave of its own "
            'with audience = "team".'
        )
    return f"wave {wave.id} is the team's own, but worksheet {worksheet.id!r} is for the alliances."


def _changed(workspace: Workspace) -> Iterator[Problem]:
    """What differs from the declarations that forms were made from, and is not declared."""
    try:
        library = workspace.library
        with workspace.store.snapshot() as state:
            kept, whereabouts = state.declarations(), _whereabouts(state)
    except (DeclarationError, StoreError):
        # what is wrong with them say others
        return
    yield from check_kept(library, kept.values(), whereabouts)
    yield from check_rows(library, kept.values(), lambda: _filled(workspace))


def _filled(workspace: Workspace) -> dict[tuple[str, str], int]:
    """By worksheet and section, the highest number of a free row in the current returns."""
    found: dict[tuple[str, str], int] = {}
    with workspace.store.snapshot() as state:
        for record in state.records():
            number = record.row_id[2:]
            if not record.printed and number.isdecimal():
                where = record.worksheet, record.section
                found[where] = max(found.get(where, 0), int(number))
    return found


def _whereabouts(state: Snapshot) -> Whereabouts:
    """Of which declarations a municipality may have seen a form: it was sent one in a message, which a draft
    may become, or it handed anything in."""
    messages = (posted for posted in state.messages() if posted.state is not MessageState.FAILED)
    seen = {(each.message.alliance, each.message.wave) for each in messages if each.message.attachments}
    seen |= {(imported.alliance, imported.wave) for imported in state.submissions()}
    forms = state.issued()
    out = {hashed for form in forms if (form.alliance, form.wave) in seen for hashed in form.declarations}
    out |= set(state.declared_by().values())
    newest = {(form.alliance, form.wave, form.file_name): form.declarations for form in forms}
    lying = frozenset(hashed for hashes in newest.values() for hashed in hashes)
    return Whereabouts(frozenset(state.declarations()) - out, lying)


def _vanished(workspace: Workspace) -> Iterator[Problem]:
    """Alliances and waves that the store knows, and the project no longer."""
    returned, issued = _known(workspace)
    project = workspace.project
    alliances, waves = {alliance.id for alliance in project.alliances}, {wave.id for wave in _waves(project)}
    for has, known, severity in (("returns", returned, "error"), ("forms", issued - returned, "warning")):
        for alliance in sorted({alliance for alliance, _ in known} - alliances):
            said = f"{alliance} is not listed any more, but there are {has} of it. Put its line back."
            yield _in_list(project, said, severity)
        for wave in sorted({wave for _, wave in known} - waves):
            said = f"there is no wave {wave!r} any more, but there are {has} of it. Give it its id back."
            yield _in_settings(project, (), said, severity)


def _known(workspace: Workspace) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Alliance and wave of all returns, and of all forms; none where there are no databases yet."""
    try:
        with workspace.store.snapshot() as state:
            returned = {
                (imported.alliance, imported.wave)
                for imported in state.submissions()
                if imported.outcome is Outcome.ACCEPTED
            }
            return returned, {(form.alliance, form.wave) for form in state.issued()}
    except StoreError:
        # what is wrong with them says `doctor`
        return set(), set()


def _late_waves(workspace: Workspace, today: date) -> Iterator[Problem]:
    """Waves of which no form was made, though their deadline is over."""
    begun = {wave for _, wave in _known(workspace)[1]}
    for number, wave in enumerate(_waves(workspace.project)):
        if wave.id not in begun and wave.deadline < today:
            said = f"the deadline of wave {wave.id} is over, and no form has been made yet."
            yield _in_settings(workspace.project, (number, "deadline"), said, "warning")


def _waves(project: Project) -> Iterable[Wave]:
    return project.settings.waves


def _in_list(project: Project, said: str, severity: str = "error") -> Problem:
    return Problem(str(project.root / ALLIANCES_FILE), 1, 1, said, severity)


def _in_settings(
    project: Project, where: tuple[str | int, ...], said: str, severity: str = "error"
) -> Problem:
    path = project.root / SETTINGS_FILE
    line = line_of(("waves", *where), key_lines(path.read_text(encoding="utf-8-sig")))
    return Problem(str(path), line, 1, said, severity)
