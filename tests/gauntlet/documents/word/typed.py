"""What people type into the cells of a Word form: beside controls, over them, and what no list offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gauntlet.documents.editing import (
    DAY,
    DEPARTMENT,
    EXPIRES,
    KIND,
    LEAD,
    MAIL,
    NAME,
    OPEN,
    ORIGIN,
    REFERENCE_DAY,
    REMARKS,
    SHARE,
    SOURCE,
    STATUS,
    TICK,
    TOTAL,
    WOMEN,
    Form,
    body,
    value_of,
)
from gauntlet.documents.making import accepted, changed
from gauntlet.documents.xml import (
    before,
    behind,
    dissolved,
    entered,
    made,
    one,
    overwritten,
    run,
    taken_out,
)
from gauntlet.mutation import Answer, Mutation
from ruecklauf.values import Missing, Value

GAP: Answer = ("bedarf", "bedarf", "BE0102", "luecke")


_SAME = "The same value, for nobody can read it otherwise."


_WHOLE = "The whole cell is the answer, whatever stands in a control."


ASKED = "Nothing can be read from it without guessing, so none is taken and the text is shown."


def one_answer(
    name: str,
    answer: Answer,
    act: Callable[[Form], None],
    value: Value | None,
    why: str,
    *codes: str,
) -> Mutation:
    """Something done to an answer, and the value that it must have; None where none may be taken."""
    differs = {} if value is not None and value == value_of(answer) else {answer: value}
    return changed("content", name, answer[0], act, accepted(*codes, why=why, changed=differs))


def _typed(name: str, answer: Answer, text: str, value: Value | None, why: str, *codes: str) -> Mutation:
    """A text entered into the control of an answer, whatever the control was made for."""
    return one_answer(name, answer, lambda form: entered(form.control(answer), text), value, why, *codes)


def _over(name: str, answer: Answer, text: str, value: Value | None, why: str, *codes: str) -> Mutation:
    """A text typed over all in a cell: the controls are gone."""
    return one_answer(name, answer, lambda form: overwritten(form.cell(answer), text), value, why, *codes)


def _prompt_in_text(form: Form) -> None:
    """The control was deleted, its prompt became text, and somebody typed behind it."""
    dissolved(form.control(OPEN))
    behind(form.cell(OPEN), run(" Jugendamt"))


def _instead(form: Form) -> None:
    taken_out(form.control(DEPARTMENT))
    behind(form.cell(DEPARTMENT), run("Dezernat für Bildung"))


def _marked_as_prompt(form: Form) -> None:
    """Typed over the prompt in a program that leaves its flag."""
    control = form.control(OPEN)
    entered(control, "Jugendamt")
    one(control, "sdtPr").append(made("<w:showingPlcHdr/>"))


BESIDE = (
    one_answer(
        "text typed behind a control",
        REMARKS,
        lambda form: behind(form.cell(REMARKS), run(" Mehr folgt.")),
        "Die Stelle ist ab Januar besetzt. Mehr folgt.",
        _WHOLE,
    ),
    one_answer(
        "text typed in front of a control",
        DEPARTMENT,
        lambda form: before(form.control(DEPARTMENT), run("Neu: ")),
        "Neu: Dezernat III – Soziales & Jugend",
        _WHOLE,
    ),
    one_answer(
        "answer typed beside a control that shows its prompt",
        OPEN,
        lambda form: behind(form.cell(OPEN), run(" Jugendamt")),
        "Jugendamt",
        "The prompt is none of the answer.",
    ),
    one_answer(
        "answer typed in a paragraph below the prompt",
        OPEN,
        lambda form: form.cell(OPEN).append(made("<w:p><w:r><w:t>Jugendamt</w:t></w:r></w:p>")),
        "Jugendamt",
        "The prompt is none of the answer.",
    ),
    one_answer(
        "control deleted and its text left",
        DEPARTMENT,
        lambda form: dissolved(form.control(DEPARTMENT)),
        value_of(DEPARTMENT),
        "The code of the row leads; the control only confirms it.",
    ),
    one_answer(
        "control deleted and another text typed",
        DEPARTMENT,
        _instead,
        "Dezernat für Bildung",
        "The code of the row leads; the control only confirms it.",
    ),
    one_answer(
        "answer typed behind a prompt that had become text",
        OPEN,
        _prompt_in_text,
        "Jugendamt",
        "The form's prompts are known texts.",
    ),
    one_answer(
        "answer entered into a control that still passes for showing its prompt",
        OPEN,
        _marked_as_prompt,
        "Jugendamt",
        "No prompt of the form: taken, and asked about.",
        "prompt_kept",
    ),
    one_answer(
        "answer typed between the boxes of a tick",
        TICK,
        lambda form: behind(form.cell(TICK), run(" (seit 2019)")),
        None,
        ASKED,
        "no_tick",
    ),
)


LISTS = (
    _typed(
        "text that the list does not offer",
        SOURCE,
        "Einwohnermeldeamt",
        None,
        ASKED,
        "not_on_list",
    ),
    _typed(
        "entry of the list misspelt",
        KIND,
        "Runder Tsich",
        None,
        "Likeness assigns nothing; it is suggested.",
        "not_on_list_but_like",
    ),
    _typed("entry of the list in capitals", STATUS, "AKTIV", "aktiv", _SAME),
    _typed(
        "entry of the list with an explanation",
        STATUS,
        "aktiv, seit 2019",
        None,
        ASKED,
        "not_on_list_but_like",
    ),
    _over("list typed over without its control", KIND, "Gremium", "gremium", _SAME),
    _over("unclear typed over a list", GAP, "unklar", Missing.UNKNOWN, "The form offers it."),
)


DATES = (
    _typed("day with a month in words", DAY, "30. Juni 2026", date(2026, 6, 30), _SAME),
    _typed("day of two digits a part", REFERENCE_DAY, "31.3.26", date(2026, 3, 31), _SAME),
    _typed("month where a day is asked", DAY, "März 2026", None, "No one day is meant.", "date_incomplete"),
    _typed("quarter where a day is asked", DAY, "Q1 2026", None, "No one day is meant.", "date_incomplete"),
    _typed(
        "day that the calendar does not have", DAY, "31.06.2026", None, "There is no such day.", "no_date"
    ),
)


NUMBERS = (
    _typed("number with its unit", SHARE, "1,75 VZÄ", value_of(SHARE), _SAME),
    _typed("number grouped by a narrow no-break space", TOTAL, "1\u202f205", 1205, "As typed."),
    _typed("point that may group or divide", TOTAL, "1.234", None, "Two readings.", "ambiguous_number"),
    _typed("about five", TOTAL, "ca. 5", None, ASKED, "no_number"),
    _typed("range of numbers", WOMEN, "12 bis 15", None, ASKED, "no_number"),
    _typed("no answer in letters", TOTAL, "k. A.", None, ASKED, "no_number"),
    _over("number typed over its control", TOTAL, "381", 381, "As typed."),
)


OTHERS = (
    _typed(
        "day of expiry typed as text into another program's control",
        EXPIRES,
        "14.12.2027 (vorläufig)",
        None,
        ASKED,
        "no_date",
    ),
    _typed(
        "two e-mail addresses",
        MAIL,
        "a@kreis.example; b@kreis.example",
        "a@kreis.example; b@kreis.example",
        "Taken as typed, and asked about.",
        "no_email",
    ),
    _typed("yes with an explanation", LEAD, "ja (seit 2019)", None, ASKED, "not_on_list_but_like"),
    _typed("question mark", ORIGIN, "?", "?", "A text is a text."),
    _typed(
        "reference by the name alone",
        body("GR101", "federfuehrung"),
        "Jugendamt Ahornstadt 41",
        None,
        "The worksheet of institutions is in another file, so the name is shown and waits.",
        "label_pending",
    ),
    _typed(
        "name of another row",
        NAME,
        "Lernwerkstatt Ahornstadt 03",
        "Lernwerkstatt Ahornstadt 03",
        "As typed, and asked about.",
        "rule",
    ),
)


MUTATIONS = (*BESIDE, *LISTS, *DATES, *NUMBERS, *OTHERS)
