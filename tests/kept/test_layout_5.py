"""A form of layout 5 is still read, and nothing is said of it.

layout_5/form.xlsx was made by commit a2bcfbb of the frozen worksheets, filled in, and is never made anew.
"""

from __future__ import annotations

from pathlib import Path

from forms.making import with_referred
from gauntlet.filled import known_answers
from gauntlet.importing import import_file

FORM = Path(__file__).with_name("layout_5") / "form.xlsx"


def test_a_form_of_layout_5_gives_its_answers_and_no_finding() -> None:
    worksheets = {one.id for one in with_referred("bedarf", "zielgruppe")}
    imported = import_file(FORM.read_bytes())
    known = {subject: value for subject, value in known_answers().items() if subject.worksheet in worksheets}
    assert {subject: entry.value for subject, entry in imported.entries.items()} == known
    assert not imported.findings
