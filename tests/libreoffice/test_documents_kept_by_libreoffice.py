"""A Word form that Writer opens and saves keeps everything that people and the import need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from forms.making import RECIPIENT, ROUND
from gauntlet.filled import LAYOUT
from libreoffice.soffice import Office
from libreoffice.writer import Filling, Written, fill_documents
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.office.document import DocumentTable, Paragraph, TextDocument
from ruecklauf.office.opening import open_document

pytestmark = pytest.mark.xdist_group("documents")
READERS: Mapping[str, Callable[[bytes], TextDocument]] = {"docx": open_document, "odt": open_document}
WORKSHEET = "gremien"
"""It has controls of every kind."""


@dataclass(frozen=True)
class Kept:
    """A form as it was sent, and as Writer saved it."""

    sent: TextDocument
    saved: Mapping[str, TextDocument]
    """By format."""
    opened: Mapping[str, Written]
    """What Writer finds in each when it opens it, the form sent (`sent`) too."""


@pytest.fixture(scope="module")
def kept(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    form = folder / "form.docx"
    form.write_bytes(DocumentWriter(LAYOUT, ROUND).write(RECIPIENT, WORKSHEET))
    saved = {kind: folder / f"saved.{kind}" for kind in READERS}
    first = Filling(form, (), [(path, kind) for kind, path in saved.items()], kinds=True)
    again = [Filling(path, (), kinds=True) for path in saved.values()]
    opened = dict(zip(("sent", *saved), fill_documents(office, [first, *again]), strict=True))
    read = {kind: READERS[kind](path.read_bytes()) for kind, path in saved.items()}
    return Kept(open_document(form.read_bytes()), read, opened)


@pytest.mark.parametrize("kind", READERS)
def test_controls_can_be_used_again(kept: Kept, kind: str) -> None:
    assert set(kept.opened["sent"].kinds) >= {"text", "list", "date", "box"}
    assert kept.opened[kind].kinds == kept.opened["sent"].kinds


def _tables(document: TextDocument) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Of every row whether it is repeated on each page, and its texts."""
    for table in (block for block in document.blocks if isinstance(block, DocumentTable)):
        for row in table.rows:
            cells = ("\n".join(one.text for one in cell.paragraphs()) for cell in row.cells)
            yield row.heads, tuple(cells)


@pytest.mark.parametrize("kind", READERS)
def test_tables_and_their_texts_are_kept(kept: Kept, kind: str) -> None:
    sent = list(_tables(kept.sent))
    assert any(heads for heads, _ in sent)
    assert list(_tables(kept.saved[kind])) == sent


@pytest.mark.parametrize("kind", READERS)
def test_text_around_the_tables_is_kept(kept: Kept, kind: str) -> None:
    sent, saved = ([(one.heading, one.text) for one in _around(it)] for it in (kept.sent, kept.saved[kind]))
    assert any(heading for heading, _ in sent)
    assert saved == sent


def _around(document: TextDocument) -> Iterator[Paragraph]:
    return (block for block in document.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("kind", READERS)
def test_what_says_whose_form_it_is_is_kept(kept: Kept, kind: str) -> None:
    sent, saved = kept.sent, kept.saved[kind]
    assert sent.custom.items() <= saved.custom.items()
    assert {name: saved.core.get(name) for name in ("title", "subject", "keywords")} == {
        name: sent.core[name] for name in ("title", "subject", "keywords")
    }
    assert _without_pages(saved) == _without_pages(sent)


def _without_pages(document: TextDocument) -> list[str]:
    """Headers and footers; Writer counts the pages anew."""
    return [text.partition("Seite")[0] for text in document.page_texts]


@pytest.mark.parametrize("kind", READERS)
def test_protection_is_kept(kept: Kept, kind: str) -> None:
    assert kept.sent.protected
    assert kept.saved[kind].protected
