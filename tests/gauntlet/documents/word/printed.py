"""What the sender saw in a Word form: printed answers of others, and an answer that looks like a prompt."""

from __future__ import annotations

from collections.abc import Callable

from gauntlet.documents.editing import Form
from gauntlet.documents.making import accepted, changed
from gauntlet.documents.xml import W, cells, made, one, overwritten, put, run
from gauntlet.mutation import Answer, Mutation

AGS: Answer = ("stammblatt", "stammblatt", "ST", "ags_liste")
TYPE: Answer = ("stammblatt", "stammblatt", "ST", "gebietstyp")
CODES = {AGS: "ST01", TYPE: "ST02"}
NEIGHBOUR_AGS = "05974000"
"""Of the other alliance that the project knows."""
OPEN: tuple[Answer, ...] = tuple(
    ("stammblatt", "strukturfragen", "SF", field)
    for field in ("sf_anknuepfung_text", "sf_kerngruppe_text", "sf_arbeitskreise_text")
)
CONCEPT = "Siehe unser Konzept vom Mai"


def _over(answer: Answer, text: str) -> Callable[[Form], None]:
    """Printed cells have no control: they stand in the row with their code, before its explanation."""
    return lambda form: overwritten(cells(form.row(CODES[answer]))[-2], text)


def _concept_marked_as_prompt(form: Form) -> None:
    """Typed in a program that leaves the mark of a prompt, when nothing else shows one any more."""
    for control in form.controls:
        if one(control, "sdtPr").find(f"{W}showingPlcHdr") is not None:
            put(control, run(""))
    for answer in OPEN:
        put(form.control(answer), run(CONCEPT))
        one(form.control(answer), "sdtPr").append(made("<w:showingPlcHdr/>"))


_ASKED = "What the form had printed is asked about, and whose form it is."
MUTATIONS: tuple[Mutation, ...] = (
    changed(
        "content",
        "printed AGS overwritten with a neighbour's",
        "stammblatt",
        _over(AGS, NEIGHBOUR_AGS),
        accepted("ags_of_other", why=_ASKED, changed={AGS: None}, noted=True),
    ),
    changed(
        "content",
        "printed kind of municipality changed",
        "stammblatt",
        _over(TYPE, "kreisfreie Stadt"),
        accepted("printed_changed", why=_ASKED, changed={TYPE: None}, noted=True),
    ),
    changed(
        "content",
        "printed AGS and kind of a neighbour's form pasted in",
        "stammblatt",
        lambda form: (_over(AGS, NEIGHBOUR_AGS)(form), _over(TYPE, "kreisfreie Stadt")(form))[0],
        accepted("ags_of_other", "printed_changed", why=_ASKED, changed={AGS: None, TYPE: None}, noted=True),
    ),
    changed(
        "content",
        "the same answer in three fields, each still marked as a prompt",
        "stammblatt",
        _concept_marked_as_prompt,
        accepted(
            "prompt_kept",
            why="Fields that take any text show it: it is an answer, and asked about.",
            changed=dict.fromkeys(OPEN, CONCEPT),
        ),
    ),
)
