"""How people write in a Word form: formats, lists, links, fields, signs that nobody sees, other scripts."""

from __future__ import annotations

from collections.abc import Callable

from gauntlet.documents.editing import (
    DEPARTMENT,
    MAIL,
    NAME,
    REMARKS,
    STRUCTURE,
    TOTAL,
    Form,
    linked_outside,
    value_of,
)
from gauntlet.documents.making import accepted, changed
from gauntlet.documents.xml import (
    Element,
    W,
    copied,
    dissolved,
    made,
    one,
    put,
    run,
    taken_out,
)
from gauntlet.mutation import Mutation
from ruecklauf.values import Value

_SAME = "The same answer, however it looks."


def written(
    name: str,
    answer: tuple[str, str, str, str],
    change: Callable[[Form], None],
    value: Value | None,
    why: str = _SAME,
    *codes: str,
) -> Mutation:
    differs = {} if value is not None and value == value_of(answer) else {answer: value}
    return changed("content", name, answer[0], change, accepted(*codes, why=why, changed=differs))


def _everywhere(properties: str) -> Callable[[Form], None]:
    """Character formats over the whole document, as after Ctrl+A."""

    def change(form: Form) -> None:
        for each in form.root.iter(f"{W}r"):
            old = each.find(f"{W}rPr")
            if old is not None:
                each.remove(old)
            each.insert(0, made(f"<w:rPr>{properties}</w:rPr>"))

    return change


def _struck(form: Form) -> None:
    put(form.control(DEPARTMENT), run(str(value_of(DEPARTMENT)), "<w:strike/>"))


def _struck_in_part(form: Form) -> None:
    """The old answer struck out by hand and the new one written behind it."""
    put(form.control(DEPARTMENT), run("Dezernat II", "<w:dstrike/>"), run(" Dezernat III"))


def _struck_number(form: Form) -> None:
    put(form.control(TOTAL), run("380", "<w:strike/>"), run(" 412"))


def _hidden(form: Form) -> None:
    put(form.control(DEPARTMENT), run(str(value_of(DEPARTMENT)), "<w:vanish/>"))


def _hidden_in_part(form: Form) -> None:
    put(form.control(DEPARTMENT), run("Dezernat III"), run(" (vertretungsweise)", "<w:vanish/>"))


def _bullets(form: Form) -> None:
    """Each line a paragraph of a list with bullets; Word moves the control around them."""
    cell = form.cell(STRUCTURE)
    lines = str(value_of(STRUCTURE)).split("\n")
    first = cell.findall(f"{W}p")[0]
    for line in lines:
        new = made("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p>")
        new.append(run(line))
        first.addprevious(new)
    taken_out(first)


def _around_paragraphs(form: Form) -> None:
    """A control that holds whole paragraphs, as Word makes it of one in which somebody presses Enter."""
    control = form.control(STRUCTURE)
    old = next(control.iterancestors(f"{W}p"))
    for line in str(value_of(STRUCTURE)).split("\n"):
        new = made("<w:p/>")
        new.append(run(line))
        one(control, "sdtContent").append(new)
    taken_out(next(one(control, "sdtContent").iter(f"{W}r")))
    old.addprevious(control)


def _around_the_cell(form: Form) -> None:
    """A control around a whole cell, as Word writes it where a cell has nothing else."""
    cell, control = form.cell(DEPARTMENT), form.control(DEPARTMENT)
    whole = made("<w:sdt><w:sdtContent/></w:sdt>")
    whole.insert(0, copied(one(control, "sdtPr")))
    dissolved(control)
    cell.addprevious(whole)
    one(whole, "sdtContent").append(cell)


def _linked(form: Form) -> None:
    """An address that Word made a link of while somebody typed."""
    number = linked_outside(form, "mailto:stelle@kreis.example")
    link = made(f"<w:hyperlink r:id='{number}' w:history='1'/>")
    link.append(run(str(value_of(MAIL)), "<w:color w:val='0563C1'/><w:u w:val='single'/>"))
    put(form.control(MAIL), link)


def _old_link(form: Form) -> None:
    """The same as a field, which older versions write."""
    begin, middle, end = (
        made(f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>") for kind in ("begin", "separate", "end")
    )
    code = made(
        "<w:r><w:instrText xml:space='preserve'> HYPERLINK \"mailto:x@y.example\" </w:instrText></w:r>"
    )
    put(form.control(MAIL), begin, code, middle, run(str(value_of(MAIL))), end)


def _field(form: Form) -> None:
    """The day of today as a field."""
    field = made("<w:fldSimple w:instr=' DATE \\@ \"dd.MM.yyyy\" '/>")
    field.append(run("05.11.2026"))
    put(form.control(REMARKS), run("Stand: "), field)


def _formula(form: Form) -> None:
    """A sum that Word calculated from the column."""
    begin, middle, end = (
        made(f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>") for kind in ("begin", "separate", "end")
    )
    code = made("<w:r><w:instrText xml:space='preserve'> =SUM(ABOVE) </w:instrText></w:r>")
    put(form.control(TOTAL), begin, code, middle, run("412"), end)


def _in_pieces(form: Form) -> None:
    """Every letter a run of its own, with marks of the spelling check and of editing sessions between."""
    control = form.control(DEPARTMENT)
    pieces: list[Element] = []
    for number, letter in enumerate(str(value_of(DEPARTMENT))):
        pieces += [made(f"<w:proofErr w:type='{'spellEnd' if number % 2 else 'spellStart'}'/>"), run(letter)]
    put(control, *pieces)


def _large_letters(form: Form) -> None:
    """Shown in capitals by a format: the letters in the file stay."""
    put(form.control(DEPARTMENT), run(str(value_of(DEPARTMENT)), "<w:caps/>"))


def _equation(form: Form) -> None:
    """A quotient written with the equation editor."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    math = (
        f"<m:oMath xmlns:m='{space}'><m:f><m:num><m:r><m:t>760</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    put(form.control(TOTAL), made(math))


def _raised(form: Form) -> None:
    """A mark for a remark below the table, typed and raised."""
    put(form.control(TOTAL), run("380"), run("1", "<w:vertAlign w:val='superscript'/>"))


LOOKS = (
    written(
        "everything in bold, red and large",
        NAME,
        _everywhere("<w:b/><w:color w:val='FF0000'/><w:sz w:val='36'/>"),
        value_of(NAME),
    ),
    written("answer shown in capitals by its format", DEPARTMENT, _large_letters, value_of(DEPARTMENT)),
    written("answer in a hundred runs", DEPARTMENT, _in_pieces, value_of(DEPARTMENT)),
    written("lines as a list with bullets", STRUCTURE, _bullets, value_of(STRUCTURE)),
    written("control that holds several paragraphs", STRUCTURE, _around_paragraphs, value_of(STRUCTURE)),
    written("control around a whole cell", DEPARTMENT, _around_the_cell, value_of(DEPARTMENT)),
    written("address that Word made a link of", MAIL, _linked, value_of(MAIL)),
    written("address as a field with a link", MAIL, _old_link, value_of(MAIL)),
    written(
        "field with today's day in an answer",
        REMARKS,
        _field,
        "Stand: 05.11.2026",
        "The result that is stored counts.",
    ),
    written("sum that Word calculated", TOTAL, _formula, 412, "The result that is stored counts."),
    written(
        "number with a raised mark behind it",
        TOTAL,
        _raised,
        None,
        "380 with a mark or 3801: nothing is guessed, the text is shown.",
        "no_number",
    ),
    written(
        "quotient of the equation editor",
        TOTAL,
        _equation,
        None,
        "Nothing can be read from it without guessing: it is shown.",
        "no_number",
    ),
)


STRUCK = (
    written(
        "answer struck out",
        DEPARTMENT,
        _struck,
        value_of(DEPARTMENT),
        "Taken, and asked about.",
        "struck_answer",
    ),
    written(
        "old answer struck out and a new one behind it",
        DEPARTMENT,
        _struck_in_part,
        "Dezernat II Dezernat III",
        "Taken as a whole, and asked about.",
        "partly_struck_answer",
    ),
    changed(
        "content",
        "old number struck out and a new one behind it",
        TOTAL[0],
        _struck_number,
        accepted(
            "partly_struck_answer",
            changed={TOTAL: None},
            noted=True,
            why="Read as a whole, which nobody meant, and asked about.",
        ),
    ),
    written(
        "answer as hidden text",
        DEPARTMENT,
        _hidden,
        value_of(DEPARTMENT),
        "Taken, and asked about.",
        "hidden_text",
    ),
    written(
        "part of an answer as hidden text",
        DEPARTMENT,
        _hidden_in_part,
        "Dezernat III (vertretungsweise)",
        "Taken as a whole, and asked about.",
        "hidden_text",
    ),
)


MUTATIONS = (*LOOKS, *STRUCK)
