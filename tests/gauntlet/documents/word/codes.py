"""What people do to the codes in a Word form: sorted alone, retyped, deleted, respelt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gauntlet.documents.editing import Form
from gauntlet.documents.making import accepted, changed
from gauntlet.documents.xml import cells, overwritten

_CODES = "The code in the row leads, wherever the row stands."


_LEFT = "Read by its control, which nothing speaks against, and told."


_rows = partial(changed, "rows")


def _codes_sorted(form: Form) -> None:
    """The column of codes alone sorted downwards, all else left."""
    codes = [f"AK0{number:02}" for number in (1, 2, 3, 4)]
    rows = [form.row(code) for code in codes]
    for row, code in zip(rows, reversed(codes), strict=True):
        overwritten(cells(row)[0], code)


def _codes_shifted(form: Form) -> None:
    """A cell inserted into the column of codes: every code one row too low."""
    codes = [f"GR1{number:02}" for number in range(1, 8)]
    rows = [form.row(code) for code in codes]
    for row, code in zip(rows[1:], codes[:-1], strict=True):
        overwritten(cells(row)[0], code)
    overwritten(cells(rows[0])[0], "")


def _code(code: str, text: str, *parts: int) -> Callable[[Form], None]:
    """Something else where a code was."""

    def change(form: Form) -> None:
        for part, row in enumerate(form.rows(code)):
            if not parts or part in parts:
                overwritten(cells(row)[0], text)

    return change


def _all_codes(text: Callable[[str], str]) -> Callable[[Form], None]:
    def change(form: Form) -> None:
        for number in range(1, 21):
            code = f"GR1{number:02}"
            for row in form.rows(code):
                overwritten(cells(row)[0], text(code))

    return change


def _questions_swapped(form: Form) -> None:
    """The codes of two questions, each before the other's text."""
    rows = (form.row("ST04"), form.row("ST07"))
    for row, code in zip(rows, ("ST07", "ST04"), strict=True):
        overwritten(cells(row)[0], code)


MUTATIONS = (
    _rows(
        "codes in lower case with a space",
        "gremien",
        _all_codes(lambda code: f"gr {code[2:]}"),
        accepted(why=_CODES),
    ),
    _rows(
        "codes with a soft hyphen and a no-break space",
        "gremien",
        _all_codes(lambda code: f"GR\u00ad{code[2:]}\u00a0"),
        accepted(why=_CODES),
    ),
    _rows(
        "codes with a point behind them", "gremien", _all_codes(lambda code: f"{code}."), accepted(why=_CODES)
    ),
    _rows("code deleted", "gremien", _code("GR102", ""), accepted("codes_lost", why=_LEFT)),
    _rows(
        "code overwritten by a number of somebody's own",
        "gremien",
        _code("GR102", "2."),
        accepted(
            "codes_lost", noted=True, why="Read by its controls; what stands in the code's place is told."
        ),
    ),
    _rows(
        "code overwritten in one of the parts",
        "gremien",
        _code("GR102", "GR103", 0),
        accepted(
            noted=True,
            why="Two rows with one code: what is not certain is shown.",
        ),
    ),
    _rows("all codes deleted", "gremien", _all_codes(lambda _: ""), accepted("codes_lost", why=_LEFT)),
    _rows(
        "code of a question deleted",
        "stammblatt",
        _code("ST07", ""),
        accepted("codes_lost", why=_LEFT),
    ),
    _rows(
        "codes of two questions swapped",
        "stammblatt",
        _questions_swapped,
        accepted(
            "anchors_disagree",
            noted=True,
            why="The questions speak against their codes: both answers are shown, none is taken.",
        ),
    ),
    _rows(
        "column of codes sorted alone",
        "akteure",
        _codes_sorted,
        accepted(
            "anchors_disagree",
            noted=True,
            why="The print of each row speaks against its code: what stands there is shown, none is taken.",
        ),
    ),
    _rows(
        "codes of free rows one row too low",
        "gremien",
        _codes_shifted,
        accepted(
            "anchors_disagree",
            noted=True,
            why="The controls of each row speak against its code: what stands there is shown, none is taken.",
        ),
    ),
    _rows(
        "number with a name in it",
        "gremien",
        _code("GR101", "GR101 neu"),
        accepted("stray_text", why="The code leads; what stands behind it is told."),
    ),
)
