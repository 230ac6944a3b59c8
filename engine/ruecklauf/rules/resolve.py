"""Names to meaning: every field, table and code of a rule is found, and every comparison makes sense."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules import ast, terms
from ruecklauf.rules.errors import RuleError, gather
from ruecklauf.rules.names import find_item, find_table
from ruecklauf.rules.pairing import calculate, compare, literal, match_code, match_literal, match_pattern
from ruecklauf.rules.scope import Scope, TableSymbol
from ruecklauf.rules.suggest import one_of
from ruecklauf.rules.terms import Condition, Item, Resolved, Rows, State, Value
from ruecklauf.values import Missing

_COUNTING = ("count", "sum", "distinct", "length", "ticks")
_ASKING = (*State, "contains", "matches", "resolves", "unique", "tree", "exists", "all")
_OF_TABLES = ("count", "sum", "distinct", "exists", "all")


def resolve(expr: ast.Expr, scope: Scope) -> Resolved:
    """The rule with every name resolved; RuleError with all mistakes, each with its column."""
    return Resolved(expr, _Reader(scope).condition(expr), scope)


_OF_KIND = {
    Kind.NUMBER: "the formula should give a number, such as count(akteure where …).",
    Kind.DATE: "the formula should give a date, such as beginn + 30.",
}


def resolve_value(
    expr: ast.Expr, scope: Scope, kind: Kind = Kind.NUMBER, *, of_records: bool = False
) -> Value:
    """A formula with every name resolved: a number, or a date. RuleError as for `resolve`.

    `of_records`: `table.feld` may name the number in the one row of a record.
    """
    value = _Reader(scope, of_records=of_records).value(expr)
    if value.kind is not kind:
        raise RuleError(_OF_KIND[kind], expr.column)
    return value


@dataclass(frozen=True, slots=True)
class _Reader:
    scope: Scope
    inner: TableSymbol | None = None
    """The table whose rows a `where` goes through."""
    of_records: bool = False
    """Whether `table.feld` is the number in the one row of a record."""

    def condition(self, expr: ast.Expr) -> Condition:
        match expr:
            case ast.Binary(operator="and"):
                return terms.And(self._operands(expr, terms.And))
            case ast.Binary(operator="or"):
                return terms.Or(self._operands(expr, terms.Or))
            case ast.Binary(operator="implies"):
                return terms.Implies(*gather(self.condition, (expr.left, expr.right)))
            case ast.Binary(operator=operator) if operator in terms.INVERSE:
                left, right = gather(self.value, (expr.left, expr.right))
                return compare(expr, left, right, self.scope)
            case ast.Unary(operator="not"):
                return terms.Not(self.condition(expr.operand))
            case ast.Membership():
                return self._membership(expr)
            case ast.Name():
                return self._ticked(expr)
            case ast.Call():
                return self._asking(expr)
        raise RuleError(
            "a condition is expected here, something that is true or false; this is a value.", expr.column
        )

    def value(self, expr: ast.Expr) -> Value:
        match expr:
            case ast.Literal():
                return literal(expr)
            case ast.WaveDate():
                return terms.WaveDate()
            case ast.Name() if self.of_records and self.inner is None and self._table_of(expr):
                return self._of_record(expr)
            case ast.Name():
                return self._compared(expr)
            case ast.Binary(operator="+" | "-" | "*" | "/"):
                left, right = gather(self.value, (expr.left, expr.right))
                return calculate(expr, left, right)
            case ast.Unary(operator="-"):
                return self._negative(expr)
            case ast.Call():
                return self._counting(expr)
        raise RuleError("a number, date, text or field is expected here, not a condition.", expr.column)

    def _table_of(self, name: ast.Name) -> TableSymbol | None:
        """The table that a name begins with, where it belongs to no row."""
        return self.scope.tables.get(".".join(name.parts[:-1])) if self.scope.row is None else None

    def _of_record(self, name: ast.Name) -> Value:
        """The sum over the one row, by the rows that say anything: without a value there is none."""
        table = self._table_of(name)
        assert table is not None
        field = name.parts[-1]
        item = find_item(replace(name, parts=(field,)), self.scope, table)
        if not table.is_record:
            raise RuleError(f"{name}: {table.name} has many rows; use sum({name} where …).", name.column)
        if item.kind is not Kind.NUMBER:
            raise RuleError(f"{name} is no number; use count({table.name} where {field} …).", name.column)
        answered = Rows(table, terms.Not(terms.HasState(State.MISSING, item)))
        return terms.Arithmetic("/", terms.Sum(item, Rows(table)), terms.Count(answered), Kind.NUMBER)

    def _operands(self, expr: ast.Binary, same: type[terms.And] | type[terms.Or]) -> tuple[Condition, ...]:
        parts = gather(self.condition, (expr.left, expr.right))
        return tuple(leaf for part in parts for leaf in (part.parts if isinstance(part, same) else (part,)))

    def _membership(self, expr: ast.Membership) -> Condition:
        operand = self.value(expr.operand)
        options = gather(lambda option: match_literal(option, operand), expr.options)
        found = terms.OneOf(operand, options)
        return terms.Not(found) if expr.negated else found

    def _ticked(self, expr: ast.Name) -> Condition:
        item = find_item(expr, self.scope, self.inner)
        if item.kind is not Kind.TICK:
            raise RuleError(
                f"{expr} is no tick field, so by itself it is neither true nor false; "
                f"compare it, or use answered({expr}).",
                expr.column,
            )
        return terms.Ticked(item)

    def _compared(self, expr: ast.Name) -> Value:
        item = find_item(expr, self.scope, self.inner)
        if item.kind is Kind.TICK:
            raise RuleError(
                f"{expr} is a tick field: write {expr} or not {expr}, without comparing it.", expr.column
            )
        if item.kind is Kind.MULTI:
            raise RuleError(
                f'{expr} is a multiple choice: use contains({expr}, "code") or ticks({expr}).', expr.column
            )
        if item.inner and not item.symbol.field.comparable_in_arrays:
            raise RuleError(
                f"{expr} cannot be compared inside where: Excel would have to calculate it.", expr.column
            )
        return item

    def _negative(self, expr: ast.Unary) -> Value:
        operand = self.value(expr.operand)
        if operand.kind is not Kind.NUMBER:
            raise RuleError("a minus sign needs a number.", expr.column)
        return calculate(expr, operand)

    def _asking(self, call: ast.Call) -> Condition:
        if call.function in _COUNTING:
            raise RuleError(
                f"{call.function}(…) is a number; compare it, as in {call.function}(…) >= 1.", call.column
            )
        if call.function not in _ASKING:
            raise _unknown_function(call)
        match call.function:
            case "exists":
                return terms.Exists(self._rows(call))
            case "all":
                return self._all(call)
            case "contains":
                return self._contains(call)
            case "matches":
                return self._matches(call)
            case "unique":
                return self._unique(call)
            case "resolves":
                return self._resolves(call)
            case "tree":
                return self._tree(call)
        return self._state(call)

    def _counting(self, call: ast.Call) -> Value:
        if call.function in _ASKING:
            raise RuleError(
                f"{call.function}(…) is true or false; it cannot be compared or added.", call.column
            )
        match call.function:
            case "count":
                return terms.Count(self._rows(call))
            case "sum":
                return terms.Sum(*self._item_of_rows(call, Kind.NUMBER))
            case "distinct":
                return terms.Distinct(*self._item_of_rows(call, Kind.CHOICE))
            case "length":
                return terms.Length(self._only_item(call, Kind.TEXT))
            case "ticks":
                return terms.TickCount(self._items(call, Kind.TICK, Kind.MULTI))
        raise _unknown_function(call)

    def _state(self, call: ast.Call) -> Condition:
        item = self._only_item(call, *Kind)
        state = State(call.function)
        if state in (State.UNKNOWN, State.NOT_APPLICABLE) and Missing(state) not in item.symbol.missing_kinds:
            raise RuleError(
                f"{item.symbol.field.id} offers no answer for {state}; "
                f"add `missing: [{state}]` to it, or an entry with `missing: {state}` to its code list.",
                call.column,
            )
        return terms.HasState(state, item)

    def _contains(self, call: ast.Call) -> Condition:
        _no_rows(call)
        if len(call.arguments) != 2:
            raise RuleError('contains takes a field and a code: contains(feld, "code").', call.column)
        item = self._item(call.arguments[0], Kind.MULTI, function="contains")
        return terms.Contains(item, match_code(call.arguments[1], item))

    def _matches(self, call: ast.Call) -> Condition:
        _no_rows(call)
        field, *patterns = call.arguments or (None,)
        if field is None or not patterns:
            raise RuleError('matches takes a field and a pattern: matches(feld, "99999").', call.column)
        return terms.Matches(
            self._item(field, Kind.TEXT, function="matches"), gather(match_pattern, patterns)
        )

    def _unique(self, call: ast.Call) -> Condition:
        if self.inner is not None:
            raise RuleError("unique is about the rule's own row; it cannot stand inside where.", call.column)
        items = self._items(call, Kind.NUMBER, Kind.DATE, Kind.TEXT, Kind.CHOICE, Kind.REFERENCE)
        distant = [part for part, item in zip(call.arguments, items, strict=True) if item.via is not None]
        if distant:
            raise RuleError(
                "unique takes fields of the row itself, not of a row it refers to.", distant[0].column
            )
        assert self.scope.row is not None
        return terms.Unique(self.scope.row, items)

    def _resolves(self, call: ast.Call) -> Condition:
        item = self._only_item(call, Kind.REFERENCE)
        target = self.scope.target(item.symbol)
        if target is None:
            raise RuleError(f"{item.symbol.field.id} refers to a table that is not there.", call.column)
        return terms.Resolves(item, target)

    def _tree(self, call: ast.Call) -> Condition:
        if self.inner is not None:
            raise RuleError("tree is about the rule's own row; it cannot stand inside where.", call.column)
        item = self._only_item(call, Kind.REFERENCE)
        row = self.scope.row
        if item.via is not None or row is None or self.scope.target(item.symbol) is not row:
            raise RuleError(
                "tree takes a field of the row itself that refers to rows of the same table.", call.column
            )
        return terms.Tree(item, row)

    def _all(self, call: ast.Call) -> Condition:
        if call.has is None:
            raise RuleError("all needs has: all(table where … has …).", call.column)
        table = find_table(_only_name(call), self.scope)
        inner = self._inside(table, call)
        *where, has = gather(inner.condition, (part for part in (call.where, call.has) if part))
        return terms.All(Rows(table, where[0] if where else None), has)

    def _rows(self, call: ast.Call) -> Rows:
        """The rows of `count(table where …)`; the table is the call's only argument."""
        return self._rows_of(find_table(_only_name(call), self.scope), call)

    def _rows_of(self, table: TableSymbol, call: ast.Call) -> Rows:
        if call.has is not None:
            raise RuleError("has belongs to all(table where … has …).", call.has.column)
        inner = self._inside(table, call)
        return Rows(table, inner.condition(call.where) if call.where else None)

    def _inside(self, table: TableSymbol, call: ast.Call) -> _Reader:
        if self.inner is not None:
            raise RuleError(
                f"{call.function}(…) cannot stand inside the where of another function.", call.column
            )
        return replace(self, inner=table)

    def _item_of_rows(self, call: ast.Call, kind: Kind) -> tuple[Item, Rows]:
        """The item and rows of `sum(table.field where …)`."""
        name = _only_name(call)
        if len(name.parts) < 2:
            raise RuleError(
                f"{call.function} needs a table and a field: {call.function}(table.field).", name.column
            )
        table = find_table(replace(name, parts=name.parts[:-1]), self.scope)
        rows = self._rows_of(table, call)
        field = replace(name, parts=name.parts[-1:])
        item = find_item(field, self.scope, table)
        _check_kind(call.function, item, (kind,), name.column)
        if not item.symbol.field.comparable_in_arrays:
            raise RuleError(
                f"{field} cannot be used in {call.function}: Excel would have to calculate it.", name.column
            )
        return item, rows

    def _only_item(self, call: ast.Call, *kinds: Kind) -> Item:
        _no_rows(call)
        if len(call.arguments) != 1:
            raise RuleError(f"{call.function} takes one field: {call.function}(feld).", call.column)
        return self._item(call.arguments[0], *kinds, function=call.function)

    def _items(self, call: ast.Call, *kinds: Kind) -> tuple[Item, ...]:
        _no_rows(call)
        if not call.arguments:
            raise RuleError(f"{call.function} takes one or more fields.", call.column)
        return gather(lambda part: self._item(part, *kinds, function=call.function), call.arguments)

    def _item(self, expr: ast.Expr, *kinds: Kind, function: str) -> Item:
        if not isinstance(expr, ast.Name):
            raise RuleError(f"{function} takes a field here.", expr.column)
        item = find_item(expr, self.scope, self.inner)
        _check_kind(function, item, kinds, expr.column)
        return item


def _check_kind(function: str, item: Item, kinds: tuple[Kind, ...], column: int) -> None:
    if item.kind not in kinds:
        wanted = " or ".join(kinds)
        raise RuleError(
            f"{function} needs a {wanted} field; {item.symbol.field.id} is a {item.kind} field.", column
        )


def _only_name(call: ast.Call) -> ast.Name:
    names = [part for part in call.arguments if isinstance(part, ast.Name)]
    if len(call.arguments) != 1 or not names:
        raise RuleError(f"{call.function} takes one table, as in {call.function}(akteure …).", call.column)
    return names[0]


def _no_rows(call: ast.Call) -> None:
    for part, word in ((call.where, "where"), (call.has, "has")):
        if part is not None:
            raise RuleError(f"{word} belongs to {', '.join(_OF_TABLES)}.", part.column)


def _unknown_function(call: ast.Call) -> RuleError:
    known = (*_COUNTING, *_ASKING)
    return RuleError(f"there is no function {call.function}; {one_of(call.function, known)}", call.column)
