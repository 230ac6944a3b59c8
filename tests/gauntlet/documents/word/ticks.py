"""Ticks in a Word form: boxes that disagree, signs typed, texts in place of boxes."""

from __future__ import annotations

from collections.abc import Callable

from gauntlet.documents.editing import (
    TICK,
    UNTICKED,
    Form,
)
from gauntlet.documents.word.typed import ASKED, one_answer
from gauntlet.documents.xml import (
    W14,
    behind,
    made,
    one,
    overwritten,
    put,
    run,
)
from gauntlet.mutation import Answer


def _box(
    answer: Answer, *, checked: bool | None = None, sign: str = "", no: bool = False
) -> Callable[[Form], None]:
    """A check box with another state, another sign, or both."""

    def act(form: Form) -> None:
        control = form.control(answer, no=no)
        if checked is not None:
            state = one(control, "sdtPr").find(f"{W14}checkbox/{W14}checked")
            assert state is not None
            state.set(f"{W14}val", "1" if checked else "0")
        if sign:
            put(control, run(sign))

    return act


def _without_boxes(answer: Answer, text: str) -> Callable[[Form], None]:
    return lambda form: overwritten(form.cell(answer), text)


def _symbol(form: Form) -> None:
    """A box ticked with a sign from the list of symbols, as Word writes it."""
    put(form.control(UNTICKED), made("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"))


def _both(form: Form) -> None:
    _box(TICK, checked=True, sign="☒", no=True)(form)


def _said_no(form: Form) -> None:
    behind(form.cell(UNTICKED), run(" nein"))


def _moved_to_no(form: Form) -> None:
    _box(TICK, checked=False, sign="☐")(form)
    _box(TICK, checked=True, sign="☒", no=True)(form)


MUTATIONS = (
    one_answer("both boxes ticked", TICK, _both, None, "Nobody knows which one is meant.", "both_boxes"),
    one_answer("the other box ticked instead", TICK, _moved_to_no, False, "As ticked."),
    one_answer(
        "sign of a box deleted and typed anew",
        TICK,
        _box(TICK, sign="☑"),
        True,
        "Another sign for the same.",
    ),
    one_answer(
        "sign of a box that the file keeps as not ticked",
        UNTICKED,
        _box(UNTICKED, sign="☒"),
        True,
        "What is seen counts, and the disagreement is told.",
        "box_differs",
    ),
    one_answer(
        "box that the file keeps as ticked and that shows no tick",
        TICK,
        _box(TICK, sign="☐"),
        None,
        "What is seen counts, and the disagreement is told.",
        "box_differs",
    ),
    one_answer(
        "box ticked with a symbol", UNTICKED, _symbol, True, "Another sign for the same.", "box_differs"
    ),
    one_answer("x typed over both boxes", UNTICKED, _without_boxes(UNTICKED, "x"), True, "As typed."),
    one_answer("ja typed over both boxes", UNTICKED, _without_boxes(UNTICKED, "ja"), True, "As typed."),
    one_answer("nein typed beside two empty boxes", UNTICKED, _said_no, False, "The boxes are untouched."),
    one_answer(
        "planned typed over both boxes",
        UNTICKED,
        _without_boxes(UNTICKED, "geplant"),
        None,
        ASKED,
        "no_tick",
    ),
)
