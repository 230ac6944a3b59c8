"""The reference of the declaration language, from the models and the rules' own docstring.

`python -m ruecklauf.authoring.reference` writes docs/declaring.md.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ruecklauf import rules
from ruecklauf.definition.load import OTHER_SUFFIX, REMARKS_FIELD, FieldGroup
from ruecklauf.definition.models import (
    FILLED_IN,
    CrossSection,
    GridSection,
    PrintedRows,
    RecordSection,
    Rule,
    SectionBase,
    TableSection,
    Worksheet,
)
from ruecklauf.fieldtypes import FIELD_TYPES
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.library import CODELISTS, GROUPS, TEMPLATES, WORKSHEETS

_PLACES = {
    WORKSHEETS: "a worksheet; its folder is called by its id",
    CODELISTS: "a code list that worksheets share; a worksheet's own stand in it, under `codelists`",
    GROUPS: "fields that worksheets share; `- use: ID` puts them in, and keys beside it hold for each",
    TEMPLATES: "a Word template of the worksheet's own, if it has one",
}
_KINDS: tuple[tuple[type[SectionBase], str], ...] = (
    (RecordSection, "questions below each other, each answered once"),
    (TableSection, "free rows, rows printed from a code list, or both"),
    (GridSection, "a row for each code of a list, or for each pair of codes of two lists"),
    (CrossSection, "rows of one table down, of another across, one answer where they meet"),
)
_HEAD = """# Declaring a worksheet

This page is made from the program (`make schemas`); change the words there. A start that is right as it
stands, with comments, writes `ruecklauf worksheet new ID`; `ruecklauf check` says what is wrong, with
line and column; editors that know the first line of a declaration complete and explain its keys.

Texts are German, or several languages: `{de: Name, en: Name}`. A project's own declarations win over
the built-in ones of the same id.
"""
_VERSIONS = f"""
## Missing answers

`missing: [unknown, not_applicable]` lets a field be answered by these words; a code list has an entry
with `missing:` for the same. Rules tell them apart by `unknown(x)` and `not_applicable(x)`; in datasets
they are missing, never 0.

## Computed fields

`calculate: menge * preis` makes a number, percentage or date that nobody is asked for: Excel forms
compute it in a locked cell, Word forms leave it out, and import, datasets and panels work it out from the
answers. The formula is a value in the language of rules, also over tables (`sum(posten.menge)`) and over
other computed fields. A missing input, or a division by zero, leaves it missing; numbers are kept to nine
decimal places, percentages are in percentage points. `relevant_when` says where it has a value at all. Keys
of what is entered, such as `required` or `min`, do not go with it: limits are rules. An entered field never
becomes a computed one; the new one has an id of its own.

## What the program adds

Every section gets a question `{REMARKS_FIELD}` unless it says `remarks: false`, and every choice with
an entry `other: true` a text field `ID{OTHER_SUFFIX}`.

## Versions

Raise `version` with every change that is sent. Returns are read by the declaration that their form was
made from. What became of fields, codes and sections since earlier versions stands under `changes:`;
`ruecklauf changes ID` shows it. Codes, ids, prefixes and the `nr` of printed rows never change their
meaning: a code that is no longer offered gets `valid_to`.
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD, "## Where declarations lie\n", _table(("file", "what it is"), _PLACES.items(), code=1)]
    parts += ["## A worksheet\n", _keys(Worksheet), "## Sections\n"]
    parts.append("Keys of every section:\n\n" + _keys(SectionBase))
    for model, what in _KINDS:
        kind = typing.get_args(model.model_fields["kind"].annotation)[0]
        parts += [f"### `kind: {kind}`\n", f"{_capital(what)}.\n", _keys(model, without=SectionBase)]
    parts += ["### Rows printed from a code list\n", _keys(PrintedRows)]
    parts += ["## Fields\n", "Keys of every field:\n", _keys(FieldBase), *_types()]
    parts += ["## Code lists\n", _keys(CodeList), "### Entries\n", _keys(Code)]
    parts += ["## Field groups\n", _keys(FieldGroup)]
    parts += ["## Rules\n", _keys(Rule), f"```\n{(rules.__doc__ or '').strip()}\n```\n", _VERSIONS]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _types() -> Iterator[str]:
    """A table of the types, and the keys that each adds."""
    rows = [
        (_type_of(field_type), (field_type.__doc__ or "").strip().splitlines()[0])
        for field_type in FIELD_TYPES
    ]
    yield _table(("type", "what it takes"), rows, code=1)
    for field_type in FIELD_TYPES:
        own = _keys(field_type, without=FieldBase)
        if own:
            yield f"### `type: {_type_of(field_type)}`\n"
            yield own


def _type_of(model: type[FieldBase]) -> str:
    return str(typing.get_args(model.model_fields["type"].annotation)[0])


def _keys(model: type[BaseModel], *, without: type[BaseModel] | None = None) -> str:
    """A table of a model's keys, those of another model and those that the program fills in left out."""
    hidden = {*(without.model_fields if without else ()), *FILLED_IN.get(model, ()), "kind", "type"}
    rows = [
        (name, _needed(info), info.description or "")
        for name, info in model.model_fields.items()
        if name not in hidden
    ]
    return _table(("key", "if left out", "what it says"), rows, code=1) if rows else ""


def _needed(info: FieldInfo) -> str:
    if info.is_required():
        return "must be there"
    if info.default_factory is not None or info.default in (None, ()):
        return "none"
    return f"`{str(info.default).lower() if isinstance(info.default, bool) else info.default}`"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], *, code: int) -> str:
    """A Markdown table, the first `code` columns as code."""
    heads = tuple(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for row in rows:
        cells = [cell.replace("|", "\\|") for cell in row]
        lines.append(f"| {' | '.join([*(f'`{cell}`' for cell in cells[:code]), *cells[code:]])} |")
    return "\n".join(lines) + "\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/declaring.md")
    path.write_text(reference(), encoding="utf-8", newline="\n")
    print(path)
