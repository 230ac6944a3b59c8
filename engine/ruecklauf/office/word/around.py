"""What stands around a Word document's body: headers, notes, comments, settings, and who is whose answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.office.anchors import Anchored
from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Comment, text_of
from ruecklauf.office.ooxml.names import is_true, roots
from ruecklauf.office.word.names import WORD, WORD_2010, WORD_2012, attribute, is_on, shortened
from ruecklauf.office.word.part import PartReader

_MOST_ANSWERS = 50
"""To answers; Word has all under the first comment, others have them under each other."""
_PARAGRAPH_IDS = tuple(f"{namespace} paraId" for namespace in WORD_2010)


@dataclass(frozen=True, slots=True)
class Settings:
    """See `TextDocument` for the fields."""

    protected: bool = False
    tracked: bool = False


def read_settings(data: bytes, part: str) -> Settings:
    """What the settings part says."""
    found = {"protected": False, "tracked": False}

    def note_protection(attributes: dict[str, str]) -> None:
        enforced = is_true(attribute(attributes, "enforcement"))
        found["protected"] = enforced and attribute(attributes, "edit") == "forms"

    def note_tracking(attributes: dict[str, str]) -> None:
        found["tracked"] = is_on(attributes)

    dispatch = Dispatch()
    dispatch.add(WORD, {"documentProtection": note_protection, "trackRevisions": note_tracking})
    dispatch.parse(data, part=part, roots=roots("settings", namespaces=WORD))
    return Settings(**found)


def read_notes(reader: PartReader, data: bytes, part: str, *, kind: str) -> list[str]:
    """The texts of all footnotes or endnotes that have one; `kind` is their element."""
    notes: list[str] = []

    def begin(_attributes: dict[str, str]) -> None:
        reader.flow.begin(aside=True)

    def end() -> None:
        # The lines that separate them from the body are among them, and have none.
        if text := text_of(reader.flow.end()).strip():
            notes.append(text)

    reader.dispatch.add(WORD, {kind: begin}, {kind: end})
    reader.read(data, part, root=f"{kind}s")
    return notes


@dataclass(frozen=True, slots=True)
class RawComment:
    """A comment as its part has it."""

    id: str
    text: str
    author: str
    paragraphs: tuple[str, ...]
    """The ids of its paragraphs."""


def read_comments(reader: PartReader, data: bytes, part: str) -> list[RawComment]:
    """All comments and answers, in the file's order."""
    comments: list[RawComment] = []
    begun: dict[str, str] = {}
    paragraphs: list[str] = []

    def begin(attributes: dict[str, str]) -> None:
        begun.clear()
        begun.update(attributes)
        paragraphs.clear()
        reader.flow.begin(aside=True)

    def end() -> None:
        text = text_of(reader.flow.end()).strip()
        author = shortened(attribute(begun, "author"))
        comments.append(RawComment(attribute(begun, "id"), text, author, tuple(paragraphs)))
        reader.flow.allowance.things.spend()

    def note_paragraph(attributes: dict[str, str]) -> None:
        paragraphs.extend(attributes[name] for name in _PARAGRAPH_IDS if name in attributes)

    reader.dispatch.add(WORD, {"comment": begin, "p": note_paragraph}, {"comment": end})
    reader.read(data, part, root="comments")
    return comments


def read_answers(data: bytes, part: str) -> dict[str, str]:
    """The paragraph of which comment's the comment with a paragraph answers."""
    answered: dict[str, str] = {}
    (namespace,) = WORD_2012

    def note(attributes: dict[str, str]) -> None:
        if parent := attributes.get(f"{namespace} paraIdParent"):
            answered[attributes.get(f"{namespace} paraId", "")] = parent

    dispatch = Dispatch()
    dispatch.add(WORD_2012, {"commentEx": note})
    dispatch.parse(data, part=part, roots=roots("commentsEx", namespaces=WORD_2012))
    return answered


def anchored_comments(
    comments: list[RawComment], anchors: Mapping[str, Anchored], *, answered: Mapping[str, str]
) -> tuple[Comment, ...]:
    """The comments with what they are about; an answer without an anchor has that of what it answers."""
    by_paragraph = {paragraph: comment for comment in comments for paragraph in comment.paragraphs}

    def anchor_of(comment: RawComment) -> Anchored:
        for _ in range(_MOST_ANSWERS):
            if comment.id in anchors:
                return anchors[comment.id]
            parents = (by_paragraph.get(answered.get(paragraph, "")) for paragraph in comment.paragraphs)
            parent = next(filter(None, parents), None)
            if parent is None:
                break
            comment = parent
        return Anchored()

    found = ((comment, anchor_of(comment)) for comment in comments)
    return tuple(
        Comment(comment.text, comment.author, anchor.text, anchor.paragraph) for comment, anchor in found
    )
