"""People whom code lists name: the labels stand in every form that is sent."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.check.privacy import names_person
from ruecklauf.errors import Problem
from ruecklauf.library import Library
from ruecklauf.lint.declared import declarations


def people_in_lists(library: Library) -> Iterator[Problem]:
    """A warning for each label or help that seems to name a person; datasets have the code in its place."""
    lists = (codelist for worksheet in library.worksheets.values() for codelist in worksheet.lists.values())
    if not any(names_person(code) for codelist in lists for code in codelist.codes):
        return
    for entry in declarations(library).lists:
        for number, code in enumerate(entry.codelist.codes):
            if names_person(code):
                yield entry.at("codes", number, "label").problem(
                    f"code {code.code!r} seems to name a person, in every form; name the office instead",
                    severity="warning",
                )
