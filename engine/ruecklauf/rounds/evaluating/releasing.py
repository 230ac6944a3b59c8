"""What may leave the project: its dataset as a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ruecklauf.dataset import Dataset
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import RuleBook, bind_rules
from ruecklauf.project import Alliance
from ruecklauf.project.folder import RELEASE_KEY, RELEASED_PASSAGES
from ruecklauf.release.anonymous import Material, Release
from ruecklauf.release.fates import Question
from ruecklauf.release.formulas import Formulas, formulas_of
from ruecklauf.release.key import open_key
from ruecklauf.release.naming import Places
from ruecklauf.release.passages import read_passages, with_passages
from ruecklauf.release.sparing import spared
from ruecklauf.release.terms import Origin, TableWish, Terms
from ruecklauf.rounds.evaluating.evaluation import Evaluation, days_of_waves
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.rules.errors import RuleError


def release(workspace: Workspace, evaluation: Evaluation, dataset: Dataset) -> Release:
    """The release of a dataset that an export would have, with its tables about the round and its panel.

    Texts that seem to be personal must be masked in it. The key is kept in the project's folder.
    """
    project = workspace.project
    known = {alliance.id for alliance in project.alliances} | _answering(dataset)
    material = Material(
        dataset=dataset,
        indicators=evaluation.indicators,
        origins={
            alliance.id: _origin(alliance, project.settings.release.population)
            for alliance in project.alliances
        },
        places=Places.of((alliance.name, alliance.ags) for alliance in project.alliances),
        key=open_key(project.root / RELEASE_KEY, known),
        terms=_terms(workspace),
        rules=_rules(workspace, dataset),
        days=days_of_waves(workspace),
        formulas=_formulas(workspace),
    )
    return with_passages(spared(material), read_passages(project.root / RELEASED_PASSAGES))


def _rules(workspace: Workspace, dataset: Dataset) -> RuleBook | None:
    """Of the worksheets that were answered, by their newest declarations."""
    known = {info.worksheet for info in dataset.info.values()}
    own = (worksheet for name, worksheet in sorted(workspace.library.worksheets.items()) if name in known)
    try:
        return bind_rules(tuple(own))
    except RuleError:
        return None


def _formulas(workspace: Workspace) -> Formulas:
    """The computed fields of all versions that were used, each beside the others' newest."""
    newest = workspace.library.worksheets
    with workspace.store.snapshot() as state:
        kept = [each for each in state.declarations().values() if any(_computed(each))]
    found = _formulas_of(newest, tuple(newest.values()))
    for worksheet in kept:
        found = found.joined(_formulas_of({**newest, worksheet.id: worksheet}, (worksheet,)))
    return found


def _formulas_of(together: Mapping[str, Worksheet], asked: Iterable[Worksheet]) -> Formulas:
    """Those of worksheets that go together; where they do not, those of some of them are unknown."""
    try:
        return formulas_of(bind_rules(tuple(together[name] for name in sorted(together))))
    except RuleError:
        return Formulas(unknown=frozenset(question for each in asked for question in _computed(each)))


def _computed(worksheet: Worksheet) -> Iterator[Question]:
    for section, each in worksheet.all_fields():
        if each.computed is not None:
            yield f"{worksheet.id}.{section.id}", each.id


def _answering(dataset: Dataset) -> set[str]:
    return {
        str(alliance) for frame in dataset.tables.values() for alliance in frame["alliance"].dropna().unique()
    }


def _origin(alliance: Alliance, column: str) -> Origin:
    """Numbers as people write them, with points between thousands; what is none is not known."""
    digits = alliance.extra.get(column, "").translate(str.maketrans("", "", ". \u202f\xa0"))
    return Origin(alliance.area_type, int(digits) if digits.isdecimal() else None)


def _terms(workspace: Workspace) -> Terms:
    said = workspace.project.settings.release
    return Terms(
        k=said.k,
        size_classes=said.size_classes,
        fewest=said.fewest,
        fewest_in=said.fewest_in,
        dates=said.dates,
        quasi_identifiers=said.quasi_identifiers,
        tables=tuple(TableWish(table.question, table.sum) for table in said.tables),
    )
