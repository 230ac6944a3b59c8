"""Whatever is declared, every answer is carried, recoded, asked or dropped; what is kept quiet is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ruecklauf.definition.models import Worksheet
from ruecklauf.lint.kept import undeclared
from ruecklauf.revisions.together import carry_all
from ruecklauf.store import StoredAnswer

CODES, TOPICS, KINDS = "abcde", "uvwx", "klm"
FIELDS = ("name", "wahl", "themen", "zahl")
FATES = st.sampled_from(["kept", "renamed", "dropped"])
CODE_FATES = st.sampled_from(["kept", "renamed", "merged", "split", "dropped"])


@dataclass(frozen=True)
class Drawn:
    """What became of each field, code and printed row, and of the section itself."""

    fields: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]
    renamed: bool


@st.composite
def drawn_changes(draw: st.DrawFn) -> Drawn:
    fields = {name: draw(FATES) for name in FIELDS}
    codes = {("c", code): draw(CODE_FATES) for code in CODES[1:]} | {("c", "a"): "kept"}
    codes |= {("t", code): draw(CODE_FATES) for code in TOPICS[1:]} | {("t", "u"): "kept"}
    # a row that is printed cannot become two, and two cannot become one without a word on their answers
    codes |= {("p", code): draw(FATES) for code in KINDS[1:]} | {("p", "k"): "kept"}
    return Drawn(fields, codes, draw(st.booleans()))


def new_codes(drawn: Drawn, list_id: str, code: str) -> list[str]:
    first = {"c": "a", "t": "u", "p": "k"}[list_id]
    fates = {"kept": [code], "renamed": [code * 2], "merged": [first], "split": [f"{code}1", f"{code}2"]}
    return fates.get(drawn.codes[list_id, code], [])


def declared(
    codes: Mapping[str, list[str]], fields: Mapping[str, str], section: str, **more: Any
) -> Worksheet:
    kinds: dict[str, dict[str, Any]] = {
        "name": {"type": "text"},
        "wahl": {"type": "choice", "list": "c"},
        "themen": {"type": "multichoice", "list": "t", "codes": codes["t"]},
        "zahl": {"type": "integer"},
    }
    asked = [{**kinds[name], "id": now, "label": now} for name, now in fields.items()]
    lists = [
        {
            "id": name,
            "title": name,
            "codes": [{"code": one, "label": one, **_number(name, one)} for one in dict.fromkeys(listed)],
        }
        for name, listed in codes.items()
    ]
    table = {
        "kind": "table", "id": section, "title": "T", "prefix": "TT", "remarks": False, "free_rows": 9,
        "printed": {"list": "p", "into": "art"},
        "fields": [{"type": "choice", "list": "p", "id": "art", "label": "Art"}, *asked],
    }  # fmt: skip
    texts = dict.fromkeys(("title", "short", "purpose", "instructions"), "T")
    return Worksheet.model_validate({"id": "w", **texts, "sections": [table], "codelists": lists, **more})


def _number(list_id: str, code: str) -> dict[str, int]:
    """Printed rows keep their number, also under another name."""
    return {"nr": KINDS.index(code[0]) + 1} if list_id == "p" else {}


def both(drawn: Drawn) -> tuple[Worksheet, dict[str, Any]]:
    """The old declaration, and what makes the new one, its changes among it."""
    given_codes = {"c": list(CODES), "t": list(TOPICS), "p": list(KINDS)}
    old = declared(given_codes, {name: name for name in FIELDS}, "alt", version="1.0")
    now = {
        name: name if fate == "kept" else f"{name}2"
        for name, fate in drawn.fields.items()
        if fate != "dropped"
    }
    section = "neu" if drawn.renamed else "alt"
    fields = [
        {"was": f"alt.{name}", **({"dropped": "weg"} if fate == "dropped" else {"now": f"{section}.{name}2"})}
        for name, fate in drawn.fields.items()
        if fate != "kept"
    ]
    codes = [_code_change(drawn, *key) for key, fate in drawn.codes.items() if fate != "kept"]
    sections = [{"was": "alt", "now": "neu"}] if drawn.renamed else []
    listed = {
        name: [into for code in listed for into in new_codes(drawn, name, code)]
        for name, listed in given_codes.items()
    }
    changes = {"since": "1.0", "fields": fields, "codes": codes, "sections": sections}
    return old, {"codes": listed, "fields": now, "section": section, "changes": changes}


def _code_change(drawn: Drawn, list_id: str, code: str) -> dict[str, Any]:
    into = new_codes(drawn, list_id, code)
    if drawn.codes[list_id, code] == "split":
        return {"list": list_id, "was": code, "split": [{"into": part} for part in into]}
    return {"list": list_id, "was": code, **({"now": into[0]} if into else {"dropped": "weg"})}


def newest(made: dict[str, Any]) -> Worksheet:
    return declared(made["codes"], made["fields"], made["section"], version="2.0", changes=[made["changes"]])


rows = st.sampled_from(["TT001", "TT002", "TT003", "TT101", "TT102"])
values: dict[str, st.SearchStrategy[str | None]] = {
    "name": st.text("xyz", min_size=1, max_size=4),
    "wahl": st.one_of(st.none(), st.sampled_from(CODES)),
    "themen": st.lists(st.sampled_from(TOPICS), unique=True, min_size=1).map("|".join),
    "zahl": st.integers(0, 99).map(str),
}
answers = st.dictionaries(rows, st.fixed_dictionaries({}, optional=values), max_size=5)
Told = Mapping[str, Mapping[str, str | None]]


def stored(told: Told) -> list[StoredAnswer]:
    """The answers of one return, by row and field."""
    return [
        StoredAnswer(
            1, "A", "1", "w", "1.0", "alt", row, field, value, None if value else "unknown", *[""] * 4
        )
        for row, answers in told.items()
        for field, value in answers.items()
    ]


def _why(value: str | None) -> str | None:
    return None if value else "unknown"


def expected(drawn: Drawn, answer: StoredAnswer) -> str:
    """What must become of an answer, from what was drawn alone."""
    if drawn.fields[answer.field] == "dropped":
        return "dropped"
    number = int(answer.row_id[2:])
    row = drawn.codes["p", KINDS[number - 1]] if number < 100 else "kept"
    if row == "dropped":
        return "dropped"
    of = {"wahl": "c", "themen": "t"}.get(answer.field)
    parts = (answer.value or "").split("|") if of and answer.value else []
    fates = {drawn.codes[of or "", part] for part in parts}
    living = fates - {"dropped", "split"}
    if parts and not living:
        return "asked" if "split" in fates else "dropped"
    if row == "renamed" or fates - {"kept"}:
        return "recoded"
    return "carried"


@given(drawn_changes(), answers)
@settings(max_examples=120, deadline=None)
def test_every_answer_is_conserved(
    drawn: Drawn, told: Mapping[tuple[str, str], tuple[str, str | None]]
) -> None:
    old, made = both(drawn)
    library = {"w": newest(made)}
    assert list(undeclared(old, library)) == []
    given_answers = stored(told)
    carried = carry_all(given_answers, {(1, "w"): old}, library)
    assert [answer for answer, _ in carried] == given_answers
    assert [str(made.fate) for _, made in carried] == [expected(drawn, answer) for answer in given_answers]
    places = Counter(now.subject for _, now in carried if now.stands)
    assert not places or max(places.values()) == 1
    for answer, now in carried:
        if now.stands and answer.field in ("name", "zahl"):
            assert now.value == answer.value
        if now.stands and answer.field == "themen" and answer.value:
            _every_code(drawn, answer.value, now.value or "", {code for code, _, _ in now.lost})


def _every_code(drawn: Drawn, before: str, now: str, lost: set[str]) -> None:
    """Each code is among those of today, or is told to be lost."""
    for code in before.split("|"):
        if code not in lost:
            assert new_codes(drawn, "t", code)[0] in now.split("|")


@given(drawn_changes(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_change_that_is_kept_quiet_is_refused(drawn: Drawn, data: st.DataObject) -> None:
    old, made = both(drawn)
    dropped = {name for name, field in (("c", "wahl"), ("t", "themen")) if drawn.fields[field] == "dropped"}
    said = [
        (kind, change)
        for kind in ("fields", "codes", "sections")
        for change in made["changes"][kind]
        # nobody needs to know what became of the codes of a field that is gone
        if change.get("list") not in dropped
    ]
    assume(said)
    kind, quiet = data.draw(st.sampled_from(said))
    left = [change for change in made["changes"][kind] if change is not quiet]
    silent = newest({**made, "changes": {**made["changes"], kind: left}})
    assert list(undeclared(old, {"w": silent}))
