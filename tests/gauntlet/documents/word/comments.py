"""Comments in a Word form: on answers, in threads, on nothing."""

from __future__ import annotations

from functools import partial

from gauntlet.documents.editing import (
    DEPARTMENT,
    TOTAL,
    Form,
    joined,
)
from gauntlet.documents.making import PYTHON_DOCX, accepted, changed
from gauntlet.documents.xml import (
    Element,
    made,
)

_change = partial(changed, "changes")


def _comments(form: Form, *comments: str, start: Element | None = None) -> None:
    """Comments as Word writes them; on a place if one is given."""
    told = "".join(
        f"<w:comment w:id='{number}' w:author='Maier' w:date='2026-11-02T09:00:00Z' w:initials='M'>"
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        for number, text in enumerate(comments)
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    joined(form, "comments.xml", "comments", f"<w:comments xmlns:w='{space}'>{told}</w:comments>")
    for number in range(len(comments)):
        if start is not None:
            start.addprevious(made(f"<w:commentRangeStart w:id='{number}'/>"))
            start.addnext(made(f"<w:r><w:commentReference w:id='{number}'/></w:r>"))
            start.addnext(made(f"<w:commentRangeEnd w:id='{number}'/>"))


def _on_an_answer(form: Form) -> None:
    _comments(form, "Zahl gilt nur für die Kreisstadt.", start=form.control(TOTAL))


def _thread(form: Form) -> None:
    """A comment and the answer to it."""
    _comments(form, "Stimmt das noch?", "Nein, seit Mai Dezernat II.", start=form.control(DEPARTMENT))


def _on_nothing(form: Form) -> None:
    _comments(form, "Bitte vertraulich behandeln, Leitung ruht.")


def _by_python_docx(form: Form) -> None:
    """A comment on the form's own title by python-docx."""
    first = form.document.paragraphs[0]
    form.document.add_comment(first.runs, text="Nur Entwurf, Beschluss folgt.", author="Maier")


MUTATIONS = (
    _change(
        "comment on an answer",
        "zielgruppe",
        _on_an_answer,
        accepted("note_found", why="Taken; the comment is told."),
    ),
    _change(
        "comment and an answer to it",
        "stammblatt",
        _thread,
        accepted("note_found", why="Taken; both are told."),
    ),
    _change("comment on nothing", "stammblatt", _on_nothing, accepted("note_found", why="It is told.")),
    _change(
        "comment on the form's title",
        "stammblatt",
        _by_python_docx,
        accepted("note_found", why="It is told."),
        by=PYTHON_DOCX,
    ),
)
