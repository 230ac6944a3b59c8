"""What an empty form would accuse people of, and warnings that they could say nothing to."""

from __future__ import annotations

from pathlib import Path

from lint.declared import changed, problems

PLAN, GRID, CROSS = ("    title: Vorhaben\n", "    title: Raster\n", "    title: Kreuz\n")
STEP = "      - {id: stufe, type: scale, label: Stufe}\n"
ROLE = "      - {id: rolle, type: choice, list: stand, label: Rolle}\n"
WHOLE = "  - {id: viele, constraint: count(plan where fest) <= 3, message: Zu viele., at: plan}\n"
ENOUGH = "count(plan where fest) >= 2"
AFTER = f"exists(plan where answered(fest)) implies {ENOUGH}"
ACCUSED = (
    "a form that nobody has filled in breaks this rule and says so; begin it with what has to be answered "
    "first, as in exists(table where answered(field)) implies …"
)


def _rule(name: str, constraint: str, severity: str, at: str) -> str:
    said = f"constraint: '{constraint}', severity: {severity}, message: Bitte prüfen., at: {at}"
    return f"- {{id: {name}, {said}}}\n"


def _in_section(fields: str, rule: str) -> tuple[str, str]:
    return fields, f"{fields}    rules:\n      {rule}"


def _without_remarks(*titles: str) -> list[tuple[str, str]]:
    return [(title, f"{title}    remarks: false\n") for title in titles]


def _unexplained(rule: str) -> str:
    return (
        f"rule {rule} warns of this table as a whole, and without remarks the form has no place to say why "
        "it is so; leave out remarks: false"
    )


def test_reproaches_of_an_empty_form_and_warnings_nobody_can_explain_are_named(tmp_path: Path) -> None:
    text = changed(
        (
            WHOLE,
            "  " + _rule("viele", ENOUGH, "warning", "plan") + "  " + _rule("eins", ENOUGH, "note", "raster"),
        ),
        _in_section(STEP, _rule("ganz", "not blank(stufe)", "error", "stufe")),
        _in_section(ROLE, _rule("offen", 'rolle = "offen"', "note", "rolle")),
        *_without_remarks(PLAN, GRID, CROSS),
    )
    found = [line.partition(": warning: ")[::2] for line in problems(tmp_path, text)]
    assert found == [
        ("11:14", _unexplained("viele")),
        ("31:14", _unexplained("eins")),
        ("44:14", _unexplained("offen")),
        ("56:30", ACCUSED),
        ("57:29", ACCUSED),
        ("40:33", ACCUSED),
    ]


def test_rules_that_wait_and_errors_about_tables_without_remarks_are_right(tmp_path: Path) -> None:
    """With the built-in worksheets, of which an empty form accuses nobody either."""
    text = changed(
        (
            WHOLE,
            "  " + _rule("viele", AFTER, "error", "plan") + "  " + _rule("eins", AFTER, "note", "raster"),
        ),
        _in_section(STEP, _rule("ganz", "blank(stufe) or stufe < 3", "error", "stufe")),
        *_without_remarks(PLAN, CROSS),
    )
    assert problems(tmp_path, text) == []
