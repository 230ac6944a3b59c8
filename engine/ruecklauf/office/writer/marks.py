"""What stands in the running text of OpenDocument beside letters: paragraphs, spans, spaces, sections."""

from __future__ import annotations

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import PASS_OVER, Ends, Starts
from ruecklauf.office.limits import count
from ruecklauf.office.opendocument.names import DRAW, TEXT, XLINK
from ruecklauf.office.opendocument.styles import Styles
from ruecklauf.office.writer.flow import Said, Span, WriterFlow
from ruecklauf.office.writer.lists import Lists

_NO_TEXT = ("note-citation", "number")
"""What programs count themselves."""
_VARIABLES = (
    "variable-set",
    "variable-get",
    "variable-input",
    "user-field-get",
    "user-field-input",
    "expression",
)


class Marks:
    """Shapes the text as its marks say."""

    def __init__(self, flow: WriterFlow, styles: Styles, lists: Lists) -> None:
        self._flow = flow
        self._styles = styles
        self._lists = lists
        self._asked = (styles.struck, styles.unseen, styles.letters, styles.ground)
        self._version = 0
        """Of the styles, when what follows was known."""
        self._paragraphs: dict[str | None, Span] = {}
        self._spans: dict[str | None, tuple[Said, ...]] = {}
        self._hidden_sections: list[bool] = [False]

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "p": self._start_paragraph,
            "h": self._start_heading,
            "span": self._start_span,
            "a": self._start_link,
            "section": self._start_section,
            "s": self._note_spaces,
            "tab": lambda _: self._flow.say("\t"),
            "line-break": lambda _: self._flow.say("\n"),
            # As where it cannot be printed over the letters.
            "ruby-text": lambda _: self._flow.say("("),
            **dict.fromkeys(_VARIABLES, self._start_variable),
            "hidden-text": self._note_hidden_text,
            "hidden-paragraph": self._note_hidden_paragraph,
        }
        ends: Ends = {
            **dict.fromkeys(("p", "h"), self._flow.end_paragraph),
            **dict.fromkeys(("span", "a"), self._flow.end_span),
            "section": self._hidden_sections.pop,
            "ruby-text": lambda: self._flow.say(")"),
        }
        dispatch.add((TEXT,), starts, ends)
        dispatch.add((DRAW,), {"a": self._note_link})
        dispatch.pass_over((TEXT,), *_NO_TEXT)

    def _start_link(self, attributes: dict[str, str]) -> None:
        self._note_link(attributes)
        self._start_span(attributes)

    def _note_link(self, attributes: dict[str, str]) -> None:
        self._flow.links.append(attributes.get(f"{XLINK} href", ""))

    def _start_paragraph(self, attributes: dict[str, str], heading: int = 0) -> None:
        name = attributes.get(f"{TEXT} style-name")
        self._forget_older()
        span = self._paragraphs.get(name)
        if span is None:
            span = self._paragraphs[name] = self._of_paragraph(name)
        self._flow.begin_paragraph(heading, span, self._lists.label())
        if self._flow.paragraph is not None:
            self._flow.paragraph.hidden = self._hidden_sections[-1]

    def _forget_older(self) -> None:
        """Parts name their own styles alike."""
        if self._version != self._styles.version:
            self._version = self._styles.version
            self._paragraphs.clear()
            self._spans.clear()

    def _of_paragraph(self, name: str | None) -> Span:
        struck, unseen, letters, ground = [of("paragraph", name) for of in self._asked]
        font = self._styles.symbol_font("paragraph", name) or ""
        hidden = unseen if isinstance(unseen, dict) else {}
        return Span(bool(struck), hidden, 0, str(letters or ""), str(ground or ""), font)

    def _start_heading(self, attributes: dict[str, str]) -> None:
        self._start_paragraph(attributes, count(attributes.get(f"{TEXT} outline-level")))

    def _start_span(self, attributes: dict[str, str]) -> None:
        name = attributes.get(f"{TEXT} style-name")
        self._forget_older()
        said = self._spans.get(name)
        if said is None:
            said = self._spans[name] = self._of_span(name)
        self._flow.begin_span(*said)

    def _of_span(self, name: str | None) -> tuple[Said, ...]:
        struck, unseen, letters, ground = [of("text", name) for of in self._asked]
        font, marked = self._styles.symbol_font("text", name), self._styles.marks(name) or None
        return struck, unseen, self._styles.shift(name), letters, ground, font, marked

    def _start_variable(self, attributes: dict[str, str]) -> object:
        """One that is set without being shown is no text."""
        return PASS_OVER if attributes.get(f"{TEXT} display") == "none" else None

    def _start_section(self, attributes: dict[str, str]) -> None:
        display = attributes.get(f"{TEXT} display")
        hidden = display == "none" or (
            display == "condition" and attributes.get(f"{TEXT} is-hidden") == "true"
        )
        self._hidden_sections.append(hidden or self._hidden_sections[-1])

    def _note_spaces(self, attributes: dict[str, str]) -> None:
        number = count(attributes.get(f"{TEXT} c"))
        self._flow.allowance.spaces.spend(number)
        self._flow.say(" " * number)

    def _note_hidden_text(self, attributes: dict[str, str]) -> None:
        """Its text stands in an attribute and may be shown as content too."""
        if text := attributes.get(f"{TEXT} string-value"):
            self._flow.say(text, hidden=True)

    def _note_hidden_paragraph(self, attributes: dict[str, str]) -> None:
        if self._flow.paragraph is not None and attributes.get(f"{TEXT} is-hidden") == "true":
            self._flow.paragraph.hidden = True
