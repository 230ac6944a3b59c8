"""Declarations beside those that forms were made from: every change is declared, and under a new version."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.definition.changes import Change, version_key
from ruecklauf.definition.load import OTHER_SUFFIX, REMARKS_FIELD
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.findings import Subject
from ruecklauf.library import Library
from ruecklauf.lint.changes import places
from ruecklauf.lint.declared import Declarations, DeclaredWorksheet, declarations
from ruecklauf.revisions.carrying import Carrier, column_of
from ruecklauf.revisions.rows import same_rows
from ruecklauf.revisions.steps import Step, route, steps_from, steps_of
from ruecklauf.texts import GERMAN, languages

_HOW = "say under changes what became of it"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where forms are that were made of kept declarations, by content hash; all are out without a word."""

    unseen: Collection[str] = ()
    """No form of them was mailed, and none came back."""
    lying: Collection[str] = ()
    """Some alliance's newest form is of these."""


def check_kept(
    library: Library, kept: Iterable[Worksheet], whereabouts: Whereabouts = Whereabouts()
) -> tuple[Problem, ...]:
    """All that differs from kept declarations and is not declared, by file and line.

    Other words under the same version are an error only once somebody may have seen the earlier ones.
    """
    declared: Declarations = declarations(library)
    by_id: dict[str, list[Worksheet]] = {}
    for worksheet in kept:
        by_id.setdefault(worksheet.id, []).append(worksheet)
    problems: set[Problem] = set()
    for entry in declared.worksheets:
        earlier = by_id.get(entry.worksheet.id, [])
        problems.update(_of_worksheet(entry, earlier, library.worksheets, whereabouts))
        problems.update(_names_nothing(entry, earlier))
    return tuple(sorted(problems))


def _of_worksheet(
    entry: DeclaredWorksheet,
    earlier: Iterable[Worksheet],
    library: Mapping[str, Worksheet],
    whereabouts: Whereabouts,
) -> Iterator[Problem]:
    new = entry.worksheet
    for old in earlier:
        if version_key(old.version) > version_key(new.version):
            yield entry.at("version").problem(
                f"forms were made of version {old.version}, which is newer than {new.version}"
            )
            continue
        said = list(dict.fromkeys(undeclared(old, library)))
        if said and old.version == new.version:
            what = "; ".join(said[:3])
            yield entry.at("version").problem(
                f"forms of version {old.version} were made, and this is another: {what}. "
                "Raise the version, and declare it under changes"
            )
        elif said:
            at = entry.at("changes") if new.changes else entry.at("version")
            yield from (at.problem(f"since version {old.version}: {what}") for what in said)
        elif old.version == new.version:
            yield from _in_words(entry, old, whereabouts)


def asks_otherwise(new: Worksheet, old: Worksheet) -> bool:
    """Whether two declarations of one version have other questions or rules, so that answers may differ."""
    return _asked(_worded(old, old)) != _asked(_worded(new, old))


def _in_words(entry: DeclaredWorksheet, old: Worksheet, whereabouts: Whereabouts) -> Iterator[Problem]:
    """What is said otherwise under the same version: an error where answers may be others for it."""
    if _worded(old, old) == _worded(entry.worksheet, old):
        return
    if old.content_hash in whereabouts.unseen:
        if old.content_hash in whereabouts.lying:
            yield entry.at("version").problem(
                f"forms of version {old.version} were made with other words, and none was mailed or came "
                "back, as far as is noted: make them anew; or raise the version, if any was handed out",
                severity="warning",
            )
    elif asks_otherwise(entry.worksheet, old):
        yield entry.at("version").problem(
            f"questions or rules differ from those of version {old.version}, of which forms were made, and "
            "answers depend on them; raise the version"
        )
    else:
        yield entry.at("version").problem(
            f"texts differ from those of version {old.version}, of which forms were made; raise the version",
            severity="warning",
        )


_EXPLAINING = frozenset(
    {
        *("title", "short", "purpose", "instructions", "help", "message", "note", "under"),
        *("width", "example_row", "valid_from", "valid_to"),
    }
)
"""Keys of what is said around questions, answers and rules, and of the days on which codes are offered."""


def _asked(canonical: str) -> object:
    """What is asked, what can be answered, and by which rules; of a canonical declaration."""
    return _without_explaining(json.loads(canonical))


def _without_explaining(part: object) -> object:
    if isinstance(part, dict):
        if GERMAN in part and set(part) <= set(languages()):
            return part[GERMAN]  # another language is no other question
        own = {key: value for key, value in part.items() if key not in _EXPLAINING}
        return {key: _without_explaining(value) for key, value in own.items()}
    return [_without_explaining(item) for item in part] if isinstance(part, list) else part


def _worded(worksheet: Worksheet, old: Worksheet) -> str:
    """Everything said, with the codes of the old declaration alone, which may be those valid on its day."""
    lists = tuple(
        codes.model_copy(
            update={"codes": tuple(code for code in codes.codes if code.code in old.lists[name])}
        )
        for name, codes in sorted(worksheet.lists.items())
        if name in old.lists
    )
    return worksheet.with_changes(codelists=lists, changes=()).canonical_json


def undeclared(old: Worksheet, library: Mapping[str, Worksheet]) -> Iterator[str]:
    """What differs between a kept declaration and today's, and is not said under `changes`."""
    new = library[old.id]
    carrier = Carrier(old, library)
    images: set[Subject] = set()
    for section in old.sections:
        way = route(Subject(old.id, section.id), old.version, library)
        images.add(way.place)
        if not way.gone and way.place not in places(library.get(way.place.worksheet, new)):
            if _follows(section, old, library):
                continue
            yield f"section {section.id!r} is gone; {_HOW}"
            continue
        for field in section.fields:
            yield from _field(carrier, section, field, images)
    steps = steps_from(new, old.version)
    yield from _brought(new, images, steps)
    yield from _codes(carrier, new, steps)


def _follows(section: SectionBase, old: Worksheet, library: Mapping[str, Worksheet]) -> bool:
    """Whether these are the remarks on a section that is gone itself."""
    about = Subject(old.id, section.id.removesuffix(f"_{REMARKS_FIELD}"))
    place = route(about, old.version, library).place
    return section.is_remarks and place not in places(library.get(place.worksheet, library[old.id]))


def _field(carrier: Carrier, section: SectionBase, field: FieldBase, images: set[Subject]) -> Iterator[str]:
    old, library = carrier.old, carrier.library
    name = f"{section.id}.{field.id}"
    way = route(Subject(old.id, section.id, "", field.id), old.version, library)
    if way.gone:
        return
    images.add(way.place)
    target = library.get(way.place.worksheet)
    if target is None or way.place not in places(target):
        yield f"field {name!r} is gone; {_HOW}"
        return
    found = target.section(way.place.section).field(way.place.field)
    if (found.computed is None) != (field.computed is None):
        how = "entered" if found.computed is None else "computed"
        yield f"field {name!r} is {how} now; give it an id of its own, and {_HOW}"
    if column_of(found) != column_of(field):
        if (found.id, way.place.section) == (field.id, section.id):
            yield f"field {name!r} has another type; give the newer one an id of its own"
        elif not way.answers:
            yield f"field {name!r} has another type now; say answers: kept or ask"
    yield from _rows(carrier, section, way.place)


def _rows(carrier: Carrier, section: SectionBase, place: Subject) -> Iterator[str]:
    """A field that leaves its section takes its rows along only where both sections have the same."""
    where = carrier.place_of(section.id)
    left = (where.worksheet, where.section) != (place.worksheet, place.section)
    target = carrier.library[place.worksheet]
    if left and not same_rows(carrier.old, section.id, target, place.section):
        yield f"the rows of {section.id!r} are not those of {place.section!r}; drop the field with a reason"


def _brought(new: Worksheet, images: set[Subject], steps: Iterable[Step]) -> Iterator[str]:
    """Sections and fields that nothing became, and that no change calls new."""
    taken = tuple(steps)
    for section in new.sections:
        here = Subject(new.id, section.id)
        if section.is_remarks or any(step.brings(here) for step in taken):
            continue
        if here not in images:
            yield f"section {section.id!r} is new; say so under changes"
            continue
        for field in section.fields:
            place = Subject(new.id, section.id, "", field.id)
            is_new = place not in images and not any(step.brings(place) for step in taken)
            if is_new and not _is_added(section, field):
                yield f"field '{section.id}.{field.id}' is new; say so under changes"


def _is_added(section: SectionBase, field: FieldBase) -> bool:
    """Whether the program put the field in."""
    of = field.id.removesuffix(OTHER_SUFFIX)
    return field.id == REMARKS_FIELD or (of != field.id and any(other.id == of for other in section.fields))


def _codes(carrier: Carrier, new: Worksheet, steps: Iterable[Step]) -> Iterator[str]:
    known = {(change.list, change.new) for step in steps for change in step.changes.codes if change.new}
    for (before, now), way in sorted(carrier.lists().items(), key=lambda found: found[0]):
        images: set[str] = set()
        codes = carrier.library[way.place.worksheet].lists[now]
        for code in carrier.old.lists[before].codes:
            made = carrier.images(way, (before, now), code.code)
            images |= made
            if any(name not in codes for name in made):
                yield f"code {code.code!r} of list {before!r} is gone; {_HOW}"
        if before != now or now not in new.lists:
            continue
        for code in new.lists[now].codes:
            limited = code.valid_from or code.valid_to
            if code.code not in images and (now, code.code) not in known and not limited:
                yield f"code {code.code!r} of list {now!r} is new; say so under changes"


def _names_nothing(entry: DeclaredWorksheet, earlier: Iterable[Worksheet]) -> Iterator[Problem]:
    """Changes that name what no version of which forms were made had."""
    known: set[str] = set()
    for step in steps_of(entry.worksheet):
        begun = [old for old in earlier if steps_from(entry.worksheet, old.version)[:1] == (step,)]
        known |= {name for old in begun for name in _names(old)}
        if not known:
            continue
        of_places: tuple[tuple[str, tuple[Change, ...]], ...] = (
            ("sections", step.changes.sections),
            ("fields", step.changes.fields),
        )
        for kind, changes in of_places:
            for place, change in enumerate(changes):
                if change.was and change.was not in known:
                    at = entry.at("changes", step.number, kind, place, "was")
                    yield at.problem(f"no version had a {kind[:-1]} {change.was!r}")
        for place, code in enumerate(step.changes.codes):
            if code.was and f"{code.list}:{code.was}" not in known | _codes_of(entry.worksheet):
                at = entry.at("changes", step.number, "codes", place, "was")
                yield at.problem(f"no version had a code {code.was!r} in list {code.list!r}")
        known |= _after(step)


def _names(worksheet: Worksheet) -> set[str]:
    found = {".".join(filter(None, (place.section, place.field))) for place in places(worksheet)}
    return found | _codes_of(worksheet)


def _codes_of(worksheet: Worksheet) -> set[str]:
    return {f"{name}:{code.code}" for name, codes in worksheet.lists.items() for code in codes.codes}


def _after(step: Step) -> set[str]:
    """The names that a step brings."""
    changed: tuple[Change, ...] = (*step.changes.sections, *step.changes.fields)
    found = {name for change in changed for name in (change.new, change.now) if name}
    for coded in step.changes.codes:
        parts = (coded.new, coded.now, *(part.into for part in coded.split))
        found |= {f"{coded.list}:{code}" for code in parts if code}
    return found
