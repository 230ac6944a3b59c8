"""Controls of a Word form that lost their tags, names or prompts, or that got other ones."""

from __future__ import annotations

from collections.abc import Callable

from gauntlet.documents.editing import (
    NAME,
    STATUS,
    Form,
    value_of,
)
from gauntlet.documents.word.texts import written
from gauntlet.documents.xml import (
    W,
    dissolved,
    one,
    tag_of,
    taken_out,
    texts,
)


def _without(*names: str) -> Callable[[Form], None]:
    """Properties of all controls that a program does not know and drops."""

    def change(form: Form) -> None:
        for control in form.controls:
            for name in names:
                for each in one(control, "sdtPr").findall(W + name):
                    taken_out(each)

    return change


def _no_controls(form: Form) -> None:
    for control in form.controls:
        dissolved(control)


def _other_tags(form: Form) -> None:
    """Every control of a column tagged as that of another one, as a macro might leave it."""
    for control in form.controls:
        if tag_of(control).endswith(".status"):
            one(one(control, "sdtPr"), "tag").set(f"{W}val", tag_of(control).replace(".status", ".turnus"))


def _foreign_tags(form: Form) -> None:
    for control in form.controls:
        for name in ("tag", "alias"):
            one(one(control, "sdtPr"), name).set(f"{W}val", "Feld")


def _own_prompts(form: Form) -> None:
    """Word's own prompt in every empty control, as after its own was lost."""
    for control in form.controls:
        if one(control, "sdtPr").find(f"{W}showingPlcHdr") is not None:
            words = list(texts(control))
            words[0].text = "Klicken oder tippen Sie hier, um Text einzugeben."


MUTATIONS = (
    written("tags of all controls lost", NAME, _without("tag"), value_of(NAME), "The codes and heads lead."),
    written(
        "tags and names of all controls lost",
        NAME,
        _without("tag", "alias"),
        value_of(NAME),
        "The codes and heads lead.",
    ),
    written("all controls dissolved", NAME, _no_controls, value_of(NAME), "The codes and heads lead."),
    written(
        "all prompts turned into text",
        NAME,
        _without("showingPlcHdr"),
        value_of(NAME),
        "The form's prompts are known texts.",
    ),
    written(
        "Word's own prompts in place of the form's",
        NAME,
        _own_prompts,
        value_of(NAME),
        "Prompts are no answers.",
    ),
    written(
        "controls tagged as those of another column",
        STATUS,
        _other_tags,
        value_of(STATUS),
        "What is seen leads, and the column is asked about.",
        "tags_differ",
    ),
    written(
        "all controls given one foreign tag and name",
        NAME,
        _foreign_tags,
        value_of(NAME),
        "Foreign names say nothing.",
    ),
)
