"""Findings that say the same of several places of one file, said once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ruecklauf.texts import Texts, load_texts

SHOWN = 12
"""Places that a message names."""
_ALIKE = ("alliance", "wave", "severity", "code", "worksheet", "table", "field")
_OF_FILE = ("sha256", "state")
"""Of one point, what is apart all the same."""


def said_once(rows: Iterable[dict[str, str]], texts: Texts | None = None) -> list[dict[str, str]]:
    """The rows of findings, those alike as one at the place of the first, which names all rows and places."""
    words = texts or load_texts()
    alike: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        key = (*said_by(row), *(row.get(name, "") for name in _OF_FILE))
        alike.setdefault(key, []).append(row)
    return [_joined(same, words) if len(same) > 1 else same[0] for same in alike.values()]


def said_by(row: dict[str, str]) -> tuple[str, ...]:
    """What findings that say the same of several places have in common."""
    sheet, mark, _ = row["place"].partition("!")
    return (*(row[name] for name in _ALIKE), sheet if mark else "", mark, _without_place(row))


def _without_place(row: dict[str, str]) -> str:
    """What a finding says, without where."""
    text = row["message"].removeprefix(f"{row['place']}: ")
    return _with_row(text, row["row_id"], "")


def _joined(rows: list[dict[str, str]], texts: Texts) -> dict[str, str]:
    first = rows[0]
    row_ids, places = (list(dict.fromkeys(row[name] for row in rows)) for name in ("row_id", "place"))
    sheet, mark, _ = first["place"].partition("!")
    cells = [place.removeprefix(f"{sheet}{mark}") if mark else place for place in places]
    text = first["message"].removeprefix(f"{first['place']}: ")
    said = _with_row(text, first["row_id"], _listed(row_ids, texts)) if len(row_ids) > 1 else text
    head = f"{sheet}{mark}" if mark else ""
    return {
        **first,
        "row_id": ", ".join(filter(None, row_ids)),
        "place": head + ", ".join(cells),
        "found": " / ".join(dict.fromkeys(row["found"] for row in rows if row["found"])),
        "explanation": " / ".join(dict.fromkeys(filter(None, (row.get("explanation") for row in rows)))),
        "message": f"{head}{_listed(cells, texts)}: {said}" if any(cells) else said,
    }


def _with_row(text: str, row_id: str, other: str) -> str:
    return re.sub(rf"\b{re.escape(row_id)}\b", lambda _: other, text) if row_id else text


def _listed(names: Iterable[str], texts: Texts) -> str:
    listed = [name for name in names if name]
    more = texts("words.in_all", count=len(listed)) if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more
