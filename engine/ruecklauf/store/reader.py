"""What all readers work with: the connections, and the declarations that were read once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import CTE, ColumnElement, Connection, select

from ruecklauf.definition.companions import with_companions
from ruecklauf.definition.models import Worksheet, read_canonical
from ruecklauf.errors import StoreError
from ruecklauf.store.queries import among, returns
from ruecklauf.store.schema import declaration, wording

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Asking = TypeVar("_Asking", bound="Reader")


def once(
    ask: Callable[Concatenate[_Asking, _Asked], _Answer],
) -> Callable[Concatenate[_Asking, _Asked], _Answer]:
    """Of a reader in whose transaction nothing changes, the same question is answered from memory."""

    @wraps(ask)
    def answer(reader: _Asking, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        known = reader._known
        if known is None:
            return ask(reader, *args, **kwargs)
        question = (ask.__name__, args, tuple(sorted(kwargs.items())))
        if question not in known:
            known[question] = ask(reader, *args, **kwargs)
        found: _Answer = known[question]
        return found

    return cast(Callable[Concatenate[_Asking, _Asked], _Answer], answer)


class Reader:
    """Asks within the transactions it is given; that on the contacts is opened when they are asked for."""

    def __init__(
        self,
        connection: Connection,
        *,
        contacts: Callable[[], Connection],
        declarations: dict[str, Worksheet],
        changing: bool = True,
        only: Collection[str] | None = None,
    ) -> None:
        self._connection = connection
        self._open_contacts = contacts
        self._declarations = declarations
        self._known: dict[Any, Any] | None = None if changing else {}
        self._only = None if only is None else frozenset(only)

    def _own(self, column: ColumnElement[str]) -> list[ColumnElement[bool]]:
        """The condition that a row is about an alliance that this reader sees; none where it sees all."""
        return among(column, self._only)

    def _returns(self, *, current_only: bool) -> CTE:
        """Worksheets of submissions of these alliances: the current ones, or all whatever their outcome."""
        return returns(current_only=current_only, only=self._only)

    def declaration(self, content_hash: str) -> Worksheet | None:
        """The declaration that was saved under a hash, with what forms have beside its fields."""
        if content_hash not in self._declarations:
            query = select(declaration.c.json).where(declaration.c.content_hash == content_hash)
            text = self._connection.execute(query).scalar_one_or_none()
            if text is None:
                return None
            self._declarations[content_hash] = _read_declaration(content_hash, text)
        return self._declarations[content_hash]

    def declarations(self) -> dict[str, Worksheet]:
        """All declarations by their content hash, as they were declared."""
        hashes = self._connection.execute(select(declaration.c.content_hash)).scalars().all()
        found = {content_hash: self.declaration(content_hash) for content_hash in hashes}
        return {content_hash: worksheet.declared for content_hash, worksheet in found.items() if worksheet}

    def wordings(self) -> dict[str, tuple[str, ...]]:
        """What text documents say besides their worksheets, by hash; see `Store.save_wording`."""
        rows = self._connection.execute(select(wording.c.hash, wording.c.texts))
        return {hashed: tuple(texts) for hashed, texts in rows}


def _read_declaration(content_hash: str, text: str) -> Worksheet:
    try:
        return with_companions(read_canonical(text))
    except ValidationError as error:
        raise StoreError(
            f"The stored declaration {content_hash} cannot be read by this version.",
            remedy="Install the ruecklauf that stored it, or a newer one.",
        ) from error
