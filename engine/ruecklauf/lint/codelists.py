"""Code lists: codes and numbers unique, entries that can be told apart, parents that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.definition.source import At
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.lint.declared import Declarations, DeclaredList, stands
from ruecklauf.rules.suggest import one_of


def check_codelists(declared: Declarations) -> Iterator[Problem]:
    """What is wrong within code lists, and between a list and those it depends on."""
    shared = {entry.codelist.id: entry.codelist for entry in declared.lists if not entry.worksheet}
    own = {entry.codelist.id: entry.codelist for entry in declared.lists}
    for entry in declared.lists:
        yield from _twins(entry)
        yield from _single_entries(entry)
        yield from _cascade(entry, own | shared)
    yield from _same_ids(declared)


def _same_ids(declared: Declarations) -> Iterator[Problem]:
    """Worksheets of one form must mean the same by a list."""
    first: dict[str, tuple[CodeList, At]] = {}
    for entry in declared.lists:
        at = entry.at("id")
        codelist, place = first.setdefault(entry.codelist.id, (entry.codelist, at))
        if codelist != entry.codelist:
            yield at.problem(
                f"another code list {codelist.id!r} stands in {stands(place, at)}; give this one another id"
            )


def _twins(entry: DeclaredList) -> Iterator[Problem]:
    """Codes, numbers and labels that stand twice; nobody could tell which one is meant."""
    first: dict[tuple[str, str], At] = {}
    for number, code in enumerate(entry.codelist.codes):
        for kind, value, shown, at in _names(entry, number, code):
            place = first.setdefault((kind, value), at)
            if value and place is not at:
                what = kind.partition(" ")[0]
                yield at.problem(f"{what} {shown!r} stands in this list already, in {stands(place, at)}")


def _names(entry: DeclaredList, number: int, code: Code) -> Iterator[tuple[str, str, str, At]]:
    """What an entry is told by: its kind, what is compared, what is shown, and where it stands."""
    for key, value in (("code", code.code), ("nr", str(code.nr or ""))):
        yield key, value, value, entry.at("codes", number, key)
    for language, label in code.label.items():
        yield f"label {language}", fold(label), label, entry.at("codes", number, "label", language)


def _single_entries(entry: DeclaredList) -> Iterator[Problem]:
    others = [number for number, code in enumerate(entry.codelist.codes) if code.other]
    for number in others[1:]:
        at = entry.at("codes", number, "other")
        yield at.problem(
            "a list has one entry with other: true at most; the text behind it could not be told apart"
        )
    for number, code in enumerate(entry.codelist.codes):
        if code.other and code.missing:
            yield entry.at("codes", number, "missing").problem(
                "an entry is either other or missing, not both"
            )
        if code.valid_from and code.valid_to and code.valid_from > code.valid_to:
            yield entry.at("codes", number, "valid_to").problem(
                f"valid_to is before valid_from ({code.valid_from}), so the code is never valid"
            )


def _above(name: str, lists: Mapping[str, CodeList]) -> list[str]:
    """A list, what it depends on, and so on; each once."""
    found: list[str] = []
    above: str | None = name
    while above is not None and above in lists and above not in found:
        found.append(above)
        above = lists[above].cascades_on
    return found


def _cascade(entry: DeclaredList, lists: Mapping[str, CodeList]) -> Iterator[Problem]:
    name = entry.codelist.cascades_on
    if name is not None and name not in lists:
        yield entry.at("cascades_on").problem(f"there is no code list {name!r}; {one_of(name, lists)}")
        return
    if name is not None and entry.codelist.id in (above := _above(name, lists)):
        way = " → ".join((entry.codelist.id, *above[: above.index(entry.codelist.id) + 1]))
        yield entry.at("cascades_on").problem(f"the lists depend on each other in a circle: {way}")
        return
    for number, code in enumerate(entry.codelist.codes):
        at = entry.at("codes", number, "parent")
        if name is None and code.parent:
            yield at.problem("parent needs cascades_on: the code list that the parents are in")
        elif name is not None and code.parent and code.parent not in lists[name]:
            known = [other.code for other in lists[name].values]
            yield at.problem(f"code list {name!r} has no code {code.parent!r}; {one_of(code.parent, known)}")
        elif name is not None and not code.parent and not code.missing:
            yield at.problem(
                f"code {code.code!r} has no parent, so it would never be offered; name a code of {name!r}"
            )
