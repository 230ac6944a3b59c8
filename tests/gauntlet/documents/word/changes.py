"""Tracked changes and comments in a Word form: what two people wrote over and beside each other."""

from __future__ import annotations

from functools import partial

from gauntlet.documents.editing import (
    DAY,
    DEPARTMENT,
    OPEN,
    REMARKS,
    STRUCTURE,
    TICK,
    TOTAL,
    Form,
    value_of,
)
from gauntlet.documents.making import accepted, changed
from gauntlet.documents.xml import (
    Element,
    W,
    behind,
    cells,
    made,
    overwritten,
    paragraph,
    put,
    run,
    taken_out,
)

BY_MAIER = "w:id='901' w:author='Maier' w:date='2026-11-02T09:00:00Z'"


_BY_YILDIZ = "w:id='902' w:author='Yıldız' w:date='2026-11-03T09:00:00Z'"


_AFTER = "What stands there after the change is taken, and both texts are shown."


_change = partial(changed, "changes")


def inserted(text: str, who: str = BY_MAIER) -> Element:
    new = made(f"<w:ins {who}/>")
    new.append(run(text))
    return new


def deleted(text: str, who: str = _BY_YILDIZ) -> Element:
    old = made(f"<w:del {who}/>")
    old.append(made(f"<w:r><w:delText xml:space='preserve'>{text.replace('&', '&amp;')}</w:delText></w:r>"))
    return old


def _said(answer: tuple[str, str, str, str]) -> str:
    return str(value_of(answer))


def _added(form: Form) -> None:
    put(form.control(REMARKS), run(_said(REMARKS)), inserted(" Mehr folgt."))


def _taken_away(form: Form) -> None:
    put(form.control(DEPARTMENT), run("Dezernat III"), deleted(" – Soziales & Jugend"))


def _replaced(form: Form) -> None:
    put(form.control(DEPARTMENT), deleted(_said(DEPARTMENT)), inserted("Dezernat II"))


def _by_two(form: Form) -> None:
    """One inserted, another deleted a part of that again."""
    twice = made(f"<w:ins {BY_MAIER}/>")
    twice.append(run(" und Bildung"))
    twice.append(deleted(" und Sport"))
    put(form.control(DEPARTMENT), run(_said(DEPARTMENT)), twice)


def _number_replaced(form: Form) -> None:
    put(form.control(TOTAL), deleted("380"), inserted("412"))


def _digit_replaced(form: Form) -> None:
    """One digit deleted and another inserted: without tracking this would read 3980."""
    put(form.control(TOTAL), run("3"), deleted("8"), inserted("9"), run("0"))


def _all_deleted(form: Form) -> None:
    put(form.control(DAY), deleted("30.06.2026"))


def _first_entered(form: Form) -> None:
    """Entered into an empty control while changes were tracked: the prompt is a deletion then."""
    put(form.control(OPEN), deleted("[Text]", BY_MAIER), inserted("Jugendamt"))


def _control_deleted(form: Form) -> None:
    """The control with all in it deleted and a text typed in its place, all tracked."""
    control = form.control(DEPARTMENT)
    control.addprevious(deleted(_said(DEPARTMENT)))
    control.addprevious(inserted("Dezernat II"))
    taken_out(control)


def _box_changed(form: Form) -> None:
    """A tick moved from yes to no with tracking on: Word tracks the signs."""
    put(form.control(TICK), deleted("☒"), inserted("☐"))
    put(form.control(TICK, no=True), deleted("☐"), inserted("☒"))


def _text_moved(form: Form) -> None:
    """A text dragged from one answer to another."""
    moved = "Dezernat III – Soziales &amp; Jugend"
    source = made(f"<w:moveFrom {BY_MAIER}><w:r><w:t>{moved}</w:t></w:r></w:moveFrom>")
    target = made(f"<w:moveTo {BY_MAIER}><w:r><w:t>{moved}</w:t></w:r></w:moveTo>")
    put(form.control(DEPARTMENT), source)
    put(form.control(OPEN), target)


def _paragraphs_joined(form: Form) -> None:
    """The end of a paragraph deleted: both become one when the change is accepted."""
    cell = form.cell(STRUCTURE)
    overwritten(cell, "Arbeitsgruppe Übergänge")
    first = cell.findall(f"{W}p")[0]
    first.insert(0, made(f"<w:pPr><w:rPr><w:del {BY_MAIER}/></w:rPr></w:pPr>"))
    cell.append(paragraph(" und Unterausschuss Sprache"))


def _formats(form: Form) -> None:
    """Only the format changed: nothing that is an answer."""
    old = f"<w:b/><w:rPrChange {BY_MAIER}><w:rPr/></w:rPrChange>"
    put(form.control(DEPARTMENT), run(_said(DEPARTMENT), old))


def _label_changed(form: Form) -> None:
    """The question reworded with tracking on."""
    cell = cells(form.row("ST04"))[1]
    behind(cell, inserted(" (Stand 2025)"))


def _outside(form: Form) -> None:
    """A sentence of the form deleted, another one inserted."""
    first = form.paragraph("Wir möchten verstehen")
    first.append(inserted(" Das gilt nicht für uns."))
    second = form.paragraph("Ihre Angaben werden vertraulich")
    for each in second.findall(f"{W}r"):
        text = "".join(text.text or "" for text in each.iter(f"{W}t"))
        each.addprevious(deleted(text))
        second.remove(each)


def _tracking_on(form: Form) -> None:
    """Tracking switched on and nothing changed."""
    settings = form.parts["word/settings.xml"]
    assert isinstance(settings, bytes)
    form.parts["word/settings.xml"] = settings.replace(
        b"<w:defaultTabStop", b"<w:trackRevisions/><w:defaultTabStop"
    )


IN_ANSWERS = (
    _change(
        "text added to an answer with tracking",
        "stammblatt",
        _added,
        accepted(
            "change_tracked", changed={REMARKS: "Die Stelle ist ab Januar besetzt. Mehr folgt."}, why=_AFTER
        ),
    ),
    _change(
        "part of an answer deleted with tracking",
        "stammblatt",
        _taken_away,
        accepted("change_tracked", changed={DEPARTMENT: "Dezernat III"}, why=_AFTER),
    ),
    _change(
        "answer replaced by two authors",
        "stammblatt",
        _replaced,
        accepted("change_tracked", changed={DEPARTMENT: "Dezernat II"}, why=_AFTER),
    ),
    _change(
        "insertion of one author of which another deleted a part",
        "stammblatt",
        _by_two,
        accepted("change_tracked", changed={DEPARTMENT: f"{value_of(DEPARTMENT)} und Bildung"}, why=_AFTER),
    ),
    _change(
        "number replaced with tracking",
        "zielgruppe",
        _number_replaced,
        accepted("change_tracked", changed={TOTAL: 412}, why=_AFTER),
    ),
    _change(
        "digit of a number replaced with tracking",
        "zielgruppe",
        _digit_replaced,
        accepted("change_tracked", changed={TOTAL: 390}, why=_AFTER),
    ),
    _change(
        "answer deleted with tracking",
        "stammblatt",
        _all_deleted,
        accepted(
            "change_tracked", changed={DAY: None}, why="Nothing is taken, and what stood there is shown."
        ),
    ),
    _change(
        "first answer entered with tracking",
        "stammblatt",
        _first_entered,
        accepted(
            "entered_tracked", changed={OPEN: "Jugendamt"}, why="Taken; only the prompt stood there before."
        ),
    ),
    _change(
        "control deleted and text typed in its place with tracking",
        "stammblatt",
        _control_deleted,
        accepted("change_tracked", changed={DEPARTMENT: "Dezernat II"}, why=_AFTER),
    ),
    _change(
        "tick moved from yes to no with tracking",
        "gremien",
        _box_changed,
        accepted("change_tracked", "box_differs", changed={TICK: False}, why=_AFTER),
    ),
    _change(
        "text dragged from one answer to another with tracking",
        "stammblatt",
        _text_moved,
        accepted("change_tracked", changed={DEPARTMENT: None, OPEN: value_of(DEPARTMENT)}, why=_AFTER),
    ),
    _change(
        "end of a paragraph deleted with tracking",
        "stammblatt",
        _paragraphs_joined,
        accepted(
            "change_tracked",
            changed={STRUCTURE: "Arbeitsgruppe Übergänge und Unterausschuss Sprache"},
            why=_AFTER,
        ),
    ),
    _change(
        "format changed with tracking",
        "stammblatt",
        _formats,
        accepted(why="Every answer the same: formats are none."),
    ),
    _change(
        "tracking switched on and nothing changed",
        "stammblatt",
        _tracking_on,
        accepted(why="Every answer the same: nothing is tracked."),
    ),
)


IN_FORM = (
    _change(
        "question reworded with tracking",
        "stammblatt",
        _label_changed,
        accepted("change_tracked", why="Every answer the same; the change to the form is told."),
    ),
    _change(
        "sentences of the form changed with tracking",
        "stammblatt",
        _outside,
        accepted("change_tracked", why="Every answer the same; the change to the form is told."),
    ),
)


MUTATIONS = (*IN_ANSWERS, *IN_FORM)
