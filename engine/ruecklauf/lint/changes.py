"""What declarations say of earlier versions, as far as they tell by themselves; `kept` looks at these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ruecklauf.definition.changes import Change, ChangeSet, CodeChange, version_key
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import Problem
from ruecklauf.findings import Subject
from ruecklauf.lint.declared import Declarations, DeclaredWorksheet
from ruecklauf.revisions.steps import route
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.parse import parse_rule

KINDS = ("sections", "fields", "codes")


def check_changes(declared: Declarations) -> Iterator[Problem]:
    """Changes that are out of order, said twice, or lead to what is not there."""
    library = {entry.worksheet.id: entry.worksheet for entry in declared.worksheets}
    for entry in declared.worksheets:
        yield from _order(entry)
        for number, changes in enumerate(entry.worksheet.changes):
            yield from _twins(entry, number, changes)
            yield from _rules(entry, number, changes)
            yield from _used_again(entry, number, changes, library)
        if entry.worksheet.changes:
            yield from _targets(entry, library)


def _order(entry: DeclaredWorksheet) -> Iterator[Problem]:
    last: tuple[int, ...] = ()
    newest = version_key(entry.worksheet.version)
    for number, changes in enumerate(entry.worksheet.changes):
        at, since = entry.at("changes", number, "since"), version_key(changes.since)
        if since <= last:
            yield at.problem("changes stand oldest first, one set for each version")
        if since >= newest:
            yield at.problem(f"version {changes.since} is not older than the worksheet's: raise its version")
        last = max(last, since)


def _twins(entry: DeclaredWorksheet, number: int, changes: ChangeSet) -> Iterator[Problem]:
    for kind in KINDS:
        said = [_named(change) for change in getattr(changes, kind)]
        counted = Counter(said)
        for place, name in enumerate(said):
            if counted[name] > 1 and said.index(name) < place:
                yield entry.at("changes", number, kind, place).problem(f"{name[-1]} is named twice")


def _named(change: Change) -> tuple[str, ...]:
    """What a change is about."""
    return getattr(change, "list", ""), "new" if change.new else "was", str(change.new or change.was)


def _rules(entry: DeclaredWorksheet, number: int, changes: ChangeSet) -> Iterator[Problem]:
    for place, change in enumerate(changes.codes):
        for index, part in enumerate(change.split):
            try:
                parse_rule(part.when or "1 = 1")
            except RuleError as error:
                at = entry.at("changes", number, "codes", place, "split", index, "when")
                yield at.problem(f"this rule cannot be read: {error.message}")


def _used_again(
    entry: DeclaredWorksheet, number: int, changes: ChangeSet, library: dict[str, Worksheet]
) -> Iterator[Problem]:
    """Ids of fields and codes that mean another thing now: answers are kept as they were returned."""
    worksheet = entry.worksheet
    of_places: tuple[tuple[str, tuple[Change, ...]], ...] = (
        ("sections", changes.sections),
        ("fields", changes.fields),
    )
    for kind, said in of_places:
        for place, change in enumerate(said):
            section, _, field = (change.was or "").partition(".")
            before = Subject(worksheet.id, section, "", field)
            if before in places(worksheet) and _leads_elsewhere(before, changes.since, library):
                at = entry.at("changes", number, kind, place, "was")
                yield at.problem(f"{change.was} {_OTHERWISE}", severity="warning")
    for place, code in enumerate(changes.codes):
        if code.was and _means_another(worksheet, number, code.list, code.was):
            at = entry.at("changes", number, "codes", place, "was")
            yield at.problem(f"code {code.was!r} of list {code.list!r} {_OTHERWISE}", severity="warning")


def _leads_elsewhere(place: Subject, since: str, library: dict[str, Worksheet]) -> bool:
    way = route(place, since, library)
    return bool(way.gone) or way.place != place


_OTHERWISE = (
    "is there again and means something else: the long and wide tables, which have answers as they were "
    "returned, cannot tell the two apart, only the panel can. Give what is new an id of its own"
)


def _means_another(worksheet: Worksheet, number: int, codelist: str, code: str) -> bool:
    """Whether another code took the place of one that a step renamed, split or dropped."""
    if codelist not in worksheet.lists or code not in worksheet.lists[codelist]:
        return False
    meant, is_brought = {code}, False
    for changes in worksheet.changes[number:]:
        own = {change.was: change for change in changes.codes if change.list == codelist and change.was}
        is_brought |= any(code in _brought_by(change) for change in changes.codes if change.list == codelist)
        meant = {
            after for before in meant for after in (_brought_by(own[before]) if before in own else {before})
        }
    return is_brought and code not in meant


def _brought_by(change: CodeChange) -> set[str]:
    return {name for name in (change.new, change.now, *(part.into for part in change.split)) if name}


def _targets(entry: DeclaredWorksheet, library: dict[str, Worksheet]) -> Iterator[Problem]:
    """What the newest set names must be declared now, and what it renames or drops must not."""
    number = len(entry.worksheet.changes) - 1
    newest = entry.worksheet.changes[number]
    of_places: tuple[tuple[str, tuple[Change, ...]], ...] = (
        ("sections", newest.sections),
        ("fields", newest.fields),
    )
    for kind, changes in of_places:
        for place, change in enumerate(changes):
            for key in ("now", "new"):
                name = getattr(change, key)
                if name and not _is_there(entry.worksheet.id, name, kind, library):
                    yield entry.at("changes", number, kind, place, key).problem(_absent(name, kind))
            if change.was and _is_there(entry.worksheet.id, change.was, kind, library):
                brought = {found.new for found in changes} | {found.now for found in changes}
                if change.was not in brought:
                    at = entry.at("changes", number, kind, place, "was")
                    yield at.problem(f"{change.was} is asked still; take it out, or take the change out")
    for place, code in enumerate(newest.codes):
        yield from _code_targets(entry, number, place, code, library)


def _code_targets(
    entry: DeclaredWorksheet, number: int, place: int, change: CodeChange, library: dict[str, Worksheet]
) -> Iterator[Problem]:
    # a list of another name may have taken the place of the one before: any list of the worksheet will do
    lists = entry.worksheet.lists
    among = (
        [lists[change.list]]
        if change.list in lists
        else [codes for worksheet in library.values() for codes in worksheet.lists.values()]
    )
    named = (change.now, change.new, *(part.into for part in change.split))
    for name in filter(None, named):
        if not any(name in codes for codes in among):
            at = entry.at("changes", number, "codes", place)
            yield at.problem(f"there is no code {name!r} in list {change.list!r}")


def _absent(name: str, kind: str) -> str:
    return f"there is no {kind[:-1]} {name!r}"


def _is_there(own: str, name: str, kind: str, library: dict[str, Worksheet]) -> bool:
    parts = name.split(".")
    if len(parts) == (1 if kind == "sections" else 2):
        parts = [own, *parts]
    worksheet = library.get(parts[0])
    place = Subject(parts[0], parts[1], "", parts[2] if kind == "fields" else "")
    return worksheet is not None and place in places(worksheet)


def places(worksheet: Worksheet) -> set[Subject]:
    """All sections and fields, without rows."""
    sections = {Subject(worksheet.id, section.id) for section in worksheet.sections}
    return sections | {
        Subject(worksheet.id, section.id, "", field.id) for section, field in worksheet.all_fields()
    }
