"""The texts of messages: the project's own in `mails/`, else those that are shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ruecklauf.errors import Problem, ProjectError
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.likeness import nearest
from ruecklauf.texts import GERMAN, languages

FOLDER = "mails"
NAMES = (
    "alliance.name", "round.title", "round.wave", "round.deadline", "round.sender", "round.return_to",
    "round.contact", "returns.missing", "returns.arrived", "questions.list", "questions.open",
)  # fmt: skip
"""What can stand in `{{ … }}`."""
_NAME = re.compile(r"\{\{(.*?)\}\}")
_SUBJECT = re.compile(r"(?:Betreff|Subject):[ \t]*(\S.*)")


@dataclass(frozen=True, slots=True)
class Template:
    """Subject and text, with names still in them."""

    subject: str
    text: str

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject, in one line, and text with what stands behind every name."""
        subject, text = (
            _NAME.sub(lambda found: values[found[1].strip()], part) for part in (self.subject, self.text)
        )
        return " ".join(subject.split()), text


def read_template(root: Path, occasion: Occasion, language: str) -> Template:
    """The project's template for an occasion and language, or the shipped one. ProjectError if it is wrong.

    German ones are `mails/OCCASION.txt`, others `mails/LANGUAGE/OCCASION.txt`.
    """
    own = _own(root, occasion, language)
    if own.is_file():
        shown, text = str(own.relative_to(root)), _read(own)
    else:
        shipped = resources.files("ruecklauf.texts").joinpath("mails", language, f"{occasion}.txt")
        if not shipped.is_file():
            raise ProjectError(f"there is no text for {occasion} in {language!r}", remedy=f"Write it: {own}")
        shown, text = f"{occasion}.txt", shipped.read_text(encoding="utf-8")
    if problems := tuple(_problems(text, shown)):
        raise ProjectError("\n".join(map(str, problems)))
    head, _, body = text.partition("\n")
    subject = _SUBJECT.fullmatch(head.strip())
    assert subject is not None
    return Template(subject[1], body.strip() + "\n")


def check_mails(root: Path) -> tuple[Problem, ...]:
    """What is wrong with the project's templates of messages, by file and line."""
    found: list[Problem] = []
    known = {_own(root, occasion, language) for occasion in Occasion for language in languages()}
    for path in sorted((root / FOLDER).rglob("*.txt")):
        shown = path.relative_to(root).as_posix()
        if path not in known:
            meant = nearest(path.stem, tuple(Occasion), at_least=60)
            hint = f"; is {meant}.txt meant?" if meant else ""
            found.append(Problem(shown, 1, 1, f"there is no such occasion or language{hint}"))
            continue
        try:
            found += _problems(_read(path), shown)
        except ProjectError as error:
            found.append(Problem(shown, 1, 1, error.what))
    return tuple(found)


def _own(root: Path, occasion: Occasion, language: str) -> Path:
    folder = root / FOLDER
    return (folder if language == GERMAN else folder / language) / f"{occasion}.txt"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ProjectError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ProjectError("is not UTF-8", where=str(path), remedy="Save it as UTF-8.") from error


def _problems(text: str, shown: str) -> Iterator[Problem]:
    lines = text.splitlines()
    if not lines or not _SUBJECT.fullmatch(lines[0].strip()):
        yield Problem(shown, 1, 1, "the first line must be the subject: 'Betreff: …'")
    if not any(line.strip() for line in lines[1:]):
        yield Problem(shown, 2, 1, "there is no text below the subject")
    for number, line in enumerate(lines, start=1):
        for found in _NAME.finditer(line):
            if (name := found[1].strip()) not in NAMES:
                meant = nearest(name, NAMES, at_least=60)
                hint = f"; is {{{{ {meant} }}}} meant?" if meant else f"; there are {', '.join(NAMES)}"
                yield Problem(shown, number, found.start() + 1, f"there is no {{{{ {name} }}}}{hint}")
        rest = _NAME.sub("", line)
        if "{{" in rest or "}}" in rest:
            yield Problem(shown, number, 1, "'{{' and '}}' must stand in one line, around a name")
