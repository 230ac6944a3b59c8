"""Which names a document's template uses, and which it may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.visitor import NodeVisitor

from ruecklauf.layout.pages.plan import DocumentPlan

TEXT, FLAG, ANY = "text", "flag", "any"
MANY = "*"
"""Ends the kind of what is gone through with `for`."""
KINDS: Mapping[str, Mapping[str, str]] = {
    "": {"alliance": "alliance", "round": "round", "worksheet": "worksheet", "sections": "section*"},
    "alliance": dict.fromkeys(
        ("id", "name", "ags", "ags_short", "area_type", "form_code", "identity"), TEXT
    ),
    "round": dict.fromkeys(
        (
            "title", "purpose", "wave", "wave_id", "wave_date", "deadline", "sender", "return_to", "contact",
            "privacy", "privacy_version", "fingerprint",
        ),
        TEXT,
    ),
    "worksheet": dict.fromkeys(
        ("id", "title", "short", "purpose", "status", "instructions", "version", "guide"), TEXT
    ),
    "section": {
        "title": TEXT,
        "instructions": TEXT,
        "local": FLAG,
        "questions": "question*",
        "explanations": FLAG,
        "carried": FLAG,
        "tables": "table*",
        "explained": "column*",
        "lists": "list*",
        "rules": "text*",
        "more_rows": TEXT,
    },
    "question": {
        "code": TEXT,
        "text": TEXT,
        "hint": TEXT,
        "answer": "answer",
        "explanation": "answer",
        "last": "answer",
    },
    "table": {"caption": TEXT},
    "column": {"head": TEXT, "text": TEXT},
    "list": {"title": TEXT, "entries": "entry*"},
    "entry": {"label": TEXT, "text": TEXT},
}  # fmt: skip
"""What a template can use: by kind of thing its attributes, and what kind of thing each of them is."""
REQUIRED = ("alliance.form_code", "question.code", "question.text", "question.answer", "table")
"""Without these no answer could be entered, or found again."""
RECOMMENDED = (
    "alliance.name", "alliance.ags", "round.deadline", "round.return_to", "round.contact", "round.privacy",
    "round.privacy_version", "worksheet.purpose", "worksheet.instructions", "worksheet.version",
    "section.title", "section.instructions", "section.rules", "section.more_rows", "question.hint",
    "question.explanation", "question.last", "table.caption", "column.head", "column.text", "list.title",
    "entry.label", "entry.text",
)  # fmt: skip
"""What respondents should be told."""
_EXPLANATIONS, _LASTS = ("question.explanation",), ("question.last",)
_QUESTIONS = ("question.code", "question.text", "question.hint", "question.answer")
_TABLES = ("table", "table.caption", "column.head", "column.text")
_LISTS = ("list.title", "entry.label", "entry.text")


def needless_names(plan: DocumentPlan) -> frozenset[str]:
    """Names that a worksheet's template can do without, because there is nothing that they would show."""
    sections = plan.sections
    return frozenset(
        (
            *(() if any(section.questions for section in sections) else _QUESTIONS),
            *(() if any(section.has_explanations for section in sections) else _EXPLANATIONS),
            *(() if any(section.is_carried for section in sections) else _LASTS),
            *(() if any(section.tables for section in sections) else _TABLES),
            *(() if any(section.lists for section in sections) else _LISTS),
            *(() if any(section.sentences for section in sections) else ("section.rules",)),
            *(() if plan.more_rows else ("section.more_rows",)),
        )
    )


def known_names() -> tuple[str, ...]:
    """Every name a template can use, with the usual names of loop variables: `section.title`."""
    return (*KINDS[""], *(f"{kind}.{name}" for kind, names in KINDS.items() if kind for name in names))


@dataclass(frozen=True, slots=True)
class Use:
    """One place in which a template uses a name."""

    name: str
    """`alliance.name`; of loop variables the kind of thing they are."""
    line: int
    direct: bool
    """It is only written down; nothing is asked of it or made from it."""
    known: bool = True


def names_in(template: nodes.Template) -> tuple[Use, ...]:
    """Every use of a name in a parsed template, in the order of the text."""
    reader = _Reader({**KINDS[""]})
    reader.visit(template)
    return tuple(reader.uses)


@dataclass
class _Reader(NodeVisitor):
    """Goes through a template and knows at every place what kind of thing each name stands for."""

    scope: dict[str, str]
    uses: list[Use] = field(default_factory=list)

    def visit_Output(self, node: nodes.Output) -> None:  # noqa: N802 – jinja2's visitor calls by node name
        for child in node.nodes:
            self._kind(child, direct=True)

    def visit_For(self, node: nodes.For) -> None:  # noqa: N802
        kind = self._kind(node.iter)
        element = kind.removesuffix(MANY) if kind.endswith(MANY) else ANY
        inner = self._inside({**_named(node.target, element), "loop": ANY})
        for child in (*([node.test] if node.test else []), *node.body):
            inner.visit(child)
        for child in node.else_:
            self.visit(child)

    def visit_Assign(self, node: nodes.Assign) -> None:  # noqa: N802
        kind = self._kind(node.node)
        self.scope.update(_named(node.target, kind))

    def visit_With(self, node: nodes.With) -> None:  # noqa: N802
        named: dict[str, str] = {}
        for target, value in zip(node.targets, node.values, strict=True):
            named |= _named(target, self._kind(value))
        self._visit_all(node.body, named)

    def visit_Macro(self, node: nodes.Macro) -> None:  # noqa: N802
        self.scope[node.name] = ANY
        parameters = {parameter.name: ANY for parameter in node.args}
        self._visit_all(node.body, {**parameters, "caller": ANY, "varargs": ANY, "kwargs": ANY})

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> None:  # noqa: N802
        self._visit_all(node.body, {})
        self.scope.update(_named(node.target, ANY))

    def visit_Name(self, node: nodes.Name) -> None:  # noqa: N802
        self._kind(node)

    def visit_Getattr(self, node: nodes.Getattr) -> None:  # noqa: N802
        self._kind(node)

    def _visit_all(self, body: Iterable[nodes.Node], named: Mapping[str, str]) -> None:
        inner = self._inside(named)
        for child in body:
            inner.visit(child)

    def _inside(self, named: Mapping[str, str]) -> _Reader:
        return _Reader({**self.scope, **named}, self.uses)

    def _kind(self, node: nodes.Node, *, direct: bool = False) -> str:
        """What kind of thing an expression is; its names are noted."""
        match node:
            case nodes.Name(ctx="load"):
                return self._noted(node.name, self.scope.get(node.name), node.lineno, direct=direct)
            case nodes.Getattr():
                kind = self._owner(node.node)
                if kind == ANY and not node.attr.startswith("_"):
                    return ANY
                name = f"{kind}.{node.attr}"
                return self._noted(name, KINDS.get(kind, {}).get(node.attr), node.lineno, direct=direct)
        self.generic_visit(node)
        return ANY

    def _owner(self, node: nodes.Node) -> str:
        """What kind of thing is asked for an attribute; known names are not used themselves then."""
        if isinstance(node, nodes.Name) and node.name in self.scope:
            return self.scope[node.name]
        return self._kind(node, direct=True)

    def _noted(self, name: str, kind: str | None, line: int, *, direct: bool) -> str:
        shown = kind if kind in KINDS and "." not in name else name
        self.uses.append(Use(shown or name, line, direct, kind is not None))
        return kind or ANY


def _named(target: nodes.Node, kind: str) -> dict[str, str]:
    """The names that a loop or an assignment gives."""
    if isinstance(target, nodes.Name):
        return {target.name: kind}
    return {name.name: ANY for name in target.find_all(nodes.Name)}
