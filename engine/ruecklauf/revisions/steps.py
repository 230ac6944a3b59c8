"""The way from a version of a worksheet to the newest one, step by step as its `changes:` say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.definition.changes import ChangeSet, CodeChange, FieldChange, SectionChange, version_key
from ruecklauf.definition.load import OTHER_SUFFIX, REMARKS_FIELD
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject

_REMARKS = f"_{REMARKS_FIELD}"


@dataclass(frozen=True)
class Step:
    """One set of changes of a worksheet."""

    worksheet: str
    number: int
    changes: ChangeSet

    @cached_property
    def _sections(self) -> dict[str, SectionChange]:
        return {change.was: change for change in self.changes.sections if change.was}

    @cached_property
    def _fields(self) -> dict[str, FieldChange]:
        return {change.was: change for change in self.changes.fields if change.was}

    @cached_property
    def _codes(self) -> dict[tuple[str, str], CodeChange]:
        return {(change.list, change.was): change for change in self.changes.codes if change.was}

    def code(self, lists: Collection[str], code: str) -> CodeChange | None:
        """What is said of a code of the list, whatever it is called before and after."""
        return next((self._codes[name, code] for name in lists if (name, code) in self._codes), None)

    def target(self, place: Subject) -> tuple[Subject, FieldChange | SectionChange | None]:
        """Where a section or field is after the step, and the change that says it, also why it is gone."""
        added = OTHER_SUFFIX if place.field.endswith(OTHER_SUFFIX) else ""
        for field, ending in ((place.field, ""), (place.field.removesuffix(added or " "), added)):
            change = self._fields.get(f"{place.section}.{field}")
            if change is not None:
                return self._of_field(place, change.now, ending), change
        return self._with_section(place)

    def _with_section(self, place: Subject) -> tuple[Subject, SectionChange | None]:
        """A field goes where its section goes, and the remarks on a section with it."""
        about = place.section.removesuffix(_REMARKS)
        for section, ending in ((place.section, ""), (about, _REMARKS)):
            change = self._sections.get(section)
            if change is not None:
                worksheet, _, name = (change.now or place.section).rpartition(".")
                return place._replace(worksheet=worksheet or self.worksheet, section=name + ending), change
        return place, None

    def _of_field(self, place: Subject, now: str | None, ending: str) -> Subject:
        if now is None:
            return place
        above, _, field = now.rpartition(".")
        worksheet, _, section = above.rpartition(".")
        return Subject(worksheet or self.worksheet, section, "", field + ending)

    def brings(self, place: Subject) -> bool:
        """Whether the step says that a section or field is new."""
        of_fields = {change.new for change in self.changes.fields}
        of_sections = {change.new for change in self.changes.sections}
        return place.section in of_sections or f"{place.section}.{place.field}" in of_fields


def steps_of(worksheet: Worksheet) -> tuple[Step, ...]:
    """All steps, oldest first."""
    return tuple(Step(worksheet.id, number, changes) for number, changes in enumerate(worksheet.changes))


def steps_from(worksheet: Worksheet, version: str) -> tuple[Step, ...]:
    """The steps from an earlier version; none from the newest one, or from one before the first step."""
    if version_key(version) >= version_key(worksheet.version):
        return ()
    steps = steps_of(worksheet)
    begun = [step for step in steps if version_key(step.changes.since) <= version_key(version)]
    return steps[len(begun) - 1 :] if begun else ()


def _steps_after(worksheet: Worksheet | None, place: Subject) -> tuple[Step, ...]:
    """The steps of the worksheet that a place came into by one of them, or that it was in from the start."""
    steps = steps_of(worksheet) if worksheet else ()
    arrived = [step.number for step in steps if step.brings(place)]
    return steps[arrived[-1] + 1 :] if arrived else steps


@dataclass(frozen=True, slots=True)
class Route:
    """What became of a section or field."""

    place: Subject
    """Where it is in the newest declarations; where it was last, if it is gone."""
    steps: tuple[Step, ...]
    gone: str = ""
    """Why it is asked no longer."""
    answers: str = ""
    """What its author says of answers of another type: kept or ask."""


def route(place: Subject, version: str, newest: Mapping[str, Worksheet]) -> Route:
    """What became of a section or field (without row) of a version; `newest` are all worksheets by id."""
    place, answers, taken = place.column, "", []
    known = newest.get(place.worksheet)
    waiting = list(steps_from(known, version)) if known else []
    while waiting and waiting[0] not in taken:
        taken.append(waiting.pop(0))
        target, change = taken[-1].target(place)
        if change is not None and change.dropped:
            return Route(place, tuple(taken), change.dropped)
        answers = getattr(change, "answers", None) or answers
        if target.worksheet != place.worksheet:
            waiting = list(_steps_after(newest.get(target.worksheet), target))
        place = target
    return Route(place, tuple(taken), answers=answers)
