from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ruecklauf.rules.ast import Binary, Call, Expr, Literal, Membership, Name, Span, Unary, WaveDate
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.parse import parse_rule


def shown(expr: Expr | None) -> str:
    """The tree with all its brackets."""
    match expr:
        case None:
            return ""
        case Literal():
            return repr(expr.value) if isinstance(expr.value, str) else str(expr.value)
        case WaveDate():
            return "wave_date"
        case Name():
            return str(expr)
        case Unary():
            return f"({expr.operator} {shown(expr.operand)})"
        case Binary():
            return f"({shown(expr.left)} {expr.operator} {shown(expr.right)})"
        case Membership():
            negation = "not " if expr.negated else ""
            return f"({shown(expr.operand)} {negation}in {[shown(option) for option in expr.options]})"
        case Call():
            where = f" where {shown(expr.where)}" if expr.where else ""
            has = f" has {shown(expr.has)}" if expr.has else ""
            return f"{expr.function}({', '.join(map(shown, expr.arguments))}{where}{has})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a or b and not c = 1", "(a or (b and (not (c = 1))))"),
        ("a implies b implies c or d", "(a implies (b implies (c or d)))"),
        ("(a implies b) implies c", "((a implies b) implies c)"),
        ("a - b - c * -d > 3.5", "(((a - b) - (c * (- d))) > 3.5)"),
        ("a-1>2", "((a - 1) > 2)"),
        ("beginn + 30 <= 2026-06-30", "((beginn + 30) <= 2026-06-30)"),
        ("x not in ('a', \"b\")", "(x not in [\"'a'\", \"'b'\"])"),
        ("x in (-1, 2)", "(x in ['-1', '2'])"),
        ("count(w.t where a = this.b) >= 8", "(count(w.t where (a = this.b)) >= 8)"),
        ("all(t where a has b and c)", "all(t where a has (b and c))"),
        ("ende >= wave_date", "(ende >= wave_date)"),
        ("orbit and input_feld", "(orbit and input_feld)"),
        ("  a\n  or b ", "(a or b)"),
    ],
)
def test_precedence(text: str, expected: str) -> None:
    assert shown(parse_rule(text)) == expected


def test_every_node_has_its_position() -> None:
    rule = parse_rule('(a) and b = "x"')
    assert isinstance(rule, Binary) and isinstance(rule.right, Binary)
    spans = [rule.right.span, rule.right.left.span, rule.right.right.span]
    assert spans == [Span(8, 7), Span(8, 1), Span(12, 3)]
    assert rule.right.right.column == 13


def test_literals_are_typed() -> None:
    rule = parse_rule('x in (1.50, "a b", 2026-01-02)')
    assert isinstance(rule, Membership)
    assert [option.value for option in rule.options] == [Decimal("1.50"), "a b", date(2026, 1, 2)]


@pytest.mark.parametrize(
    ("text", "column", "fragment"),
    [
        ("  ", 1, "the rule is empty"),
        ("a = ", 4, "ends too early; expected a field, a value or a function"),
        ("(a", 3, "ends too early; expected )"),
        ("a == 1", 4, "Equality is a single ="),
        ("a != 1", 3, "Inequality is <>"),
        ("x > 3,5", 6, "written with a point"),
        ("a AND b", 3, "lower case"),
        ("a = „x“", 5, 'stand in "…"'),
        ("a = b = c", 7, "cannot be chained"),
        ("a b", 3, "expected a comparison"),
        ("a in ()", 7, "expected a number, text or date"),
        ("count(a where)", 14, "unexpected ')'"),
        ("x = 2026-02-30", 5, "is no date"),
        ("a $ b", 3, "unexpected '$'"),
    ],
)
def test_mistakes_have_a_column_and_say_what_was_expected(text: str, column: int, fragment: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(text)
    assert caught.value.column == column
    assert fragment in caught.value.message


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (" + ".join(["a"] * 2_000) + " = 1", 1),
        (" and ".join(["a"] * 1_000), 1),
        (" and ".join(["a"] * 3_000), 8_193),
        ("not " * 2_000 + "a", 401),
        ("-" * 3_000 + "a = 1", 100),
        ("(a and " * 300 + "a" + ")" * 300, 695),
        ("exists(t where " * 150 + "a" + ")" * 150, 743),
        ("a implies " * 300 + "a", 991),
    ],
    ids=lambda value: str(value)[:12],
)
def test_rule_that_is_nested_or_joined_too_deep_is_refused_at_its_place(text: str, column: int) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(text)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "text", ["(" * 3_000 + "a" + ")" * 3_000, " and ".join(["a"] * 90), "a + " * 90 + "a = 1"]
)
def test_rule_with_many_parts_is_read(text: str) -> None:
    parse_rule(text)
