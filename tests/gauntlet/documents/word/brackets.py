"""Answers typed between the brackets of a Word form's prompts: [Zahl 12], [Dezernat III]."""

from __future__ import annotations

from gauntlet.documents.editing import DAY, DEPARTMENT, LEAD, TOTAL, Change, Form
from gauntlet.documents.making import accepted
from gauntlet.documents.shown import Shown, in_words_xml, saved_by_writer
from gauntlet.documents.xml import entered, made, one
from gauntlet.mutation import Answer
from ruecklauf.values import Value

_TAKEN, _QUESTION = "As it is seen.", "Not the form's own: a question, and no answer."


def _typed(answer: Answer, text: str, *, marked: bool) -> Change:
    """A text in a control, which still says that it is a prompt if it is `marked`."""

    def act(form: Form) -> None:
        control = form.control(answer)
        entered(control, text)
        if marked:
            one(control, "sdtPr").insert(0, made("<w:showingPlcHdr/>"))

    return act


def _case(answer: Answer, text: str, value: Value | None, *codes: str, marked: bool = False) -> Shown:
    how = " and still marked as a prompt" if marked else ""
    why, changed = _QUESTION if codes else _TAKEN, {answer: value}
    return Shown(
        f"{text} typed{how} in {answer[-1]}",
        answer[0],
        _typed(answer, text, marked=marked),
        accepted(*(codes or (["prompt_kept"] if marked else [])), why=why, changed=changed, saw=text),
        # Writer leaves the mark where something was typed: its word does not count
        accepted(*codes, why=why, changed=changed, saw=text),
    )


CASES = tuple(
    _case(answer, text, value, *codes, marked=marked)
    for answer, text, value, *codes in (
        (TOTAL, "[Zahl 12]", None, "no_number"),
        (TOTAL, "[12]", None, "no_number"),
        (DEPARTMENT, "[Text Dezernat II]", "[Text Dezernat II]"),
        (DEPARTMENT, "[Dezernat II]", "[Dezernat II]"),
        (DAY, "[15.03.2025]", None, "no_date"),
        (LEAD, "[Auswahl ja]", None, "not_on_list_but_like"),
    )
    for marked in (False, True)
)
MUTATIONS = (*in_words_xml(CASES), *saved_by_writer(CASES))
