"""Finding what a name in a rule stands for."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules.ast import Name
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.scope import Scope, TableSymbol
from ruecklauf.rules.suggest import one_of
from ruecklauf.rules.terms import Item

THIS = "this"


def find_table(name: Name, scope: Scope) -> TableSymbol:
    """The table of that name; RuleError if there is none."""
    table = scope.tables.get(str(name))
    if table is None:
        raise RuleError(f"there is no table {name}; {one_of(str(name), scope.tables)}", name.column)
    return table


def find_item(name: Name, scope: Scope, inner: TableSymbol | None = None) -> Item:
    """The field of that name.

    Inside `where`, `inner` is the table whose rows are gone through: a bare name is its field, and the fields
    of the rule's own row begin with `this`.
    """
    own = name.parts[0] == THIS
    parts = name.parts[1:] if own else name.parts
    if not 1 <= len(parts) <= 2:
        raise RuleError(f"{name} is no field; a name is feld, referenz.feld or this.feld.", name.column)
    if inner is not None and not own:
        return _inner_item(name, parts, inner, scope)
    return _own_item(name, parts, scope)


def _inner_item(name: Name, parts: tuple[str, ...], table: TableSymbol, scope: Scope) -> Item:
    if len(parts) == 2:
        raise RuleError(
            f"{name}: inside where, references cannot be followed (Excel would need a query).", name.column
        )
    own = scope.row is not None and parts[0] in scope.row.fields and parts[0] not in table.fields
    hint = f"; for the field of the rule's own row write this.{parts[0]}" if own else ""
    return _item(name, parts[0], table, inner=True, hint=hint)


def _own_item(name: Name, parts: tuple[str, ...], scope: Scope) -> Item:
    if scope.row is None:
        raise RuleError(
            f"{name}: this rule belongs to no table, so it has no fields of its own; "
            "use count(table where …) or another function over a table.",
            name.column,
        )
    hint = "; a table is used with count, sum, distinct, exists or all" if parts[0] in scope.tables else ""
    first = _item(name, parts[0], scope.row, hint=hint)
    if len(parts) == 1:
        return first
    target = scope.target(first.symbol)
    if first.kind is not Kind.REFERENCE or target is None:
        raise RuleError(f"{parts[0]} is no reference to a table, so {name} names nothing.", name.column)
    return replace(_item(name, parts[1], target), via=first)


def _item(name: Name, field: str, table: TableSymbol, *, inner: bool = False, hint: str = "") -> Item:
    symbol = table.fields.get(field)
    if symbol is None:
        hint = hint or f"; {one_of(field, table.fields)}"
        raise RuleError(f"{table.name} has no field {field}{hint}", name.column)
    return Item(symbol, table, inner)
