"""Texts and boxes of a Word form that look like something else than they say: what the sender saw of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from gauntlet.documents.editing import DAY, LEAD, NAME, REMARKS, SHARE, TOTAL, UNTICKED, Form, body
from gauntlet.documents.word.texts import written
from gauntlet.documents.word.typed import one_answer
from gauntlet.documents.xml import behind, entered, made, overwritten, put, run
from gauntlet.mutation import Answer, Mutation
from ruecklauf.values import Value

LEADING = body("GR101", "federfuehrung")
FREE = body("GR111", "name")
_TWO = "The sender may have seen either, so none is taken."
_NOTHING = "Nothing is seen, so nothing was answered."
_ASKED = "Nobody knows which one is meant, so none is taken."


def _typed(name: str, answer: Answer, text: str, value: Value | None, why: str, *codes: str) -> Mutation:
    return one_answer(name, answer, lambda form: entered(form.control(answer), text), value, why, *codes)


def _over(answer: Answer, text: str) -> Callable[[Form], None]:
    return lambda form: overwritten(form.cell(answer), text)


def _in_font(text: str, font: str) -> str:
    return f"<w:r><w:rPr><w:rFonts w:ascii='{font}' w:hAnsi='{font}'/></w:rPr><w:t>{text}</w:t></w:r>"


def _over_in_font(answer: Answer, text: str, font: str) -> Callable[[Form], None]:
    """One sign of a symbol font in place of both boxes."""

    def act(form: Form) -> None:
        overwritten(form.cell(answer), "")
        behind(form.cell(answer), made(_in_font(text, font)))

    return act


def _signs(text: str, font: str) -> Callable[[Form], None]:
    """An answer in which signs of a symbol font follow a word."""
    return lambda form: put(form.control(REMARKS), run("Schule "), made(_in_font(text, font)))


TEXTS = (
    _typed("thousand with a comma", TOTAL, "2,000", None, _TWO, "ambiguous_number"),
    _typed("twelve thousand with a comma", TOTAL, "12,000", None, _TWO, "ambiguous_number"),
    _typed("three decimals where no thousand can be", SHARE, "1,750", Decimal("1.75"), "1,750 is too much."),
    _typed("number between invisible characters", TOTAL, "\u200e38\u200b0", 380, "Nobody sees them."),
    _typed("number with another minus", TOTAL, "\u22125", -5, "Taken, and asked about.", "outside_limits"),
    _typed("year of two digits in the last century", DAY, "1.3.69", None, _TWO, "date_incomplete"),
    _typed("day behind a left-to-right mark", DAY, "\u200e31.01.2025", date(2025, 1, 31), "Nobody sees it."),
    _typed("name that is a zero width space only", NAME, "\u200b", None, _NOTHING, "required_missing"),
    _typed("name that is a Hangul filler only", NAME, "\u3164", None, _NOTHING, "required_missing"),
    _typed("zero width space in a free row", FREE, "\u200b", None, "No row begins with nothing."),
    _typed("soft hyphen in a free row", FREE, "\u00ad", None, "No row begins with nothing."),
    _typed("yes with a zero width space", LEAD, "ja\u200b", "ja", "Nobody sees it."),
    *(
        _typed(f"reference that says {text}", LEADING, text, None, "Several rows.", "several_references")
        for text in ("AK001, 002, 003", "AK002-004", "AK003 – oder das Jobcenter", "AK022, GR101")
    ),
)

BOXES = (
    *(
        one_answer(
            f"{mark} typed behind the two boxes",
            UNTICKED,
            lambda form, mark=mark: behind(form.cell(UNTICKED), run(f" {mark}")),  # type: ignore[misc]
            None,
            "It stands behind nein, and may be meant for either.",
            "no_tick",
        )
        for mark in ("x", "✓", "■", "1")
    ),
    one_answer("one empty box left of the two", UNTICKED, _over(UNTICKED, "☐"), None, _ASKED, "no_tick"),
    one_answer("square left of the two boxes", UNTICKED, _over(UNTICKED, "□"), None, _ASKED, "no_tick"),
)


def _set_off(word: str, properties: str) -> Callable[[Form], None]:
    """Both boxes empty, and one of their words with a look of its own."""

    def act(form: Form) -> None:
        cell = form.cell(UNTICKED)
        overwritten(cell, "")
        for text in ("☐ ", "ja", " ☐ ", "nein"):
            look = f"<w:rPr>{properties}</w:rPr>" if text == word else ""
            behind(cell, made(f"<w:r>{look}<w:t xml:space='preserve'>{text}</w:t></w:r>"))

    return act


LOOKS = tuple(
    one_answer(
        f"{word} {how} beside empty boxes", UNTICKED, _set_off(word, look), None, _ASKED, "boxes_marked"
    )
    for word, how, look in (
        ("ja", "in bold", "<w:b/>"),
        ("nein", "in bold", "<w:b w:val='true'/>"),
        ("nein", "underlined", "<w:u w:val='single'/>"),
        ("ja", "highlighted", "<w:highlight w:val='yellow'/>"),
        ("nein", "in a frame", "<w:bdr w:val='single' w:sz='4'/>"),
        ("ja", "with emphasis marks", "<w:em w:val='dot'/>"),
    )
)

SYMBOLS = (
    one_answer(
        "square of Wingdings over both boxes",
        UNTICKED,
        _over_in_font(UNTICKED, "n", "Wingdings"),
        None,
        "A mark, and no letter n.",
        "no_tick",
    ),
    one_answer(
        "face of Wingdings over both boxes",
        UNTICKED,
        _over_in_font(UNTICKED, "J", "Wingdings"),
        None,
        "A face, and no letter J.",
        "no_tick",
    ),
    one_answer(
        "dot of Webdings over both boxes",
        UNTICKED,
        _over_in_font(UNTICKED, "n", "Webdings"),
        None,
        "A mark, and no letter n.",
        "no_tick",
    ),
    one_answer(
        "letters of a symbol font that nobody knows over both boxes",
        UNTICKED,
        _over_in_font(UNTICKED, "j", "MT Extra"),
        None,
        "Nobody knows what is seen.",
        "no_tick",
    ),
    *(
        one_answer(
            f"tick of {font} over both boxes", UNTICKED, _over_in_font(UNTICKED, sign, font), True, "A tick."
        )
        for font, sign in (
            ("Wingdings", "\uf0fe"),
            ("Wingdings 2", "R"),
            ("Webdings", "a"),
            ("Marlett", "b"),
        )
    ),
    one_answer(
        "letter that is a tick in Wingdings over both boxes",
        UNTICKED,
        _over_in_font(UNTICKED, "\u00fc", "Wingdings"),
        True,
        "A tick.",
    ),
    *(
        written(
            f"sign of {font} in an answer: {shown}",
            REMARKS,
            _signs(text, font),
            f"Schule {shown}",
            "As seen.",
        )
        for font, text, shown in (
            ("Wingdings", "\uf0e0", "→"),
            ("Wingdings", "\u00e8", "➡"),
            ("Wingdings", "J", "☺"),
            ("Symbol", "\uf0b3", "≥"),
            ("Symbol", "a", "α"),
        )
    ),
    written(
        "sign of a symbol font that nobody knows in an answer",
        REMARKS,
        _signs("k", "MT Extra"),
        "Schule \uf06b",
        "Taken, and asked about.",
        "unknown_sign",
    ),
)

MUTATIONS = (*TEXTS, *BOXES, *LOOKS, *SYMBOLS)
