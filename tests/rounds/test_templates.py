"""Which mistakes in a team's Word templates are found before any form is made."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import get_args

import docx
import pytest

from ruecklauf.forms.documents.general_template import general_template
from ruecklauf.project.alliances import AreaType
from ruecklauf.rounds.issuing.limits import OutOfTimeError, limited
from ruecklauf.rounds.issuing.templates import check_templates


def put(root: Path, line: str, worksheet_id: str = "zielgruppe") -> None:
    """Make the general template with a further paragraph a worksheet's own."""
    document = docx.Document(io.BytesIO(general_template()))
    document.paragraphs[0].insert_paragraph_before(line)
    path = root / "worksheets" / worksheet_id / "form.docx"
    path.parent.mkdir(parents=True)
    document.save(str(path))


@pytest.mark.parametrize("area_type", get_args(AreaType))
def test_mistake_that_only_one_kind_of_alliance_would_meet_is_found(tmp_path: Path, area_type: str) -> None:
    put(tmp_path, f"{{% if alliance.area_type == '{area_type}' %}}{{{{ round.title / 2 }}}}{{% endif %}}")
    (problem,) = check_templates(tmp_path)
    assert "a tag cannot be carried out" in problem.message
    assert problem.severity == "error"


def test_mistake_that_all_alliances_meet_is_told_once(tmp_path: Path) -> None:
    put(tmp_path, "{{ round.title / 2 }}")
    assert len(check_templates(tmp_path)) == 1


@pytest.mark.parametrize("worksheet_id", ["zielgruppe", "stammblatt", "akteure", "gremien"])
def test_names_that_a_worksheet_has_no_use_for_need_not_be_told(tmp_path: Path, worksheet_id: str) -> None:
    put(tmp_path, "Guten Tag", worksheet_id)
    assert check_templates(tmp_path) == ()


def test_template_without_tables_is_right_for_questions_only(tmp_path: Path) -> None:
    put(tmp_path, "Guten Tag", "stammblatt")
    path = tmp_path / "worksheets" / "stammblatt" / "form.docx"
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    first = texts.index("{%p for table in section.tables %}")
    for paragraph in document.paragraphs[first : first + 4]:
        paragraph._p.getparent().remove(paragraph._p)  # type: ignore[union-attr]
    document.save(str(path))
    assert check_templates(tmp_path) == ()


TOO_LONG = "its tags take longer than 4 seconds; is there a loop in a loop?"
TOO_MUCH = "its tags ask for more than the memory can hold"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ("{{ 'x' * 10**9 }}", TOO_MUCH),
        ("{{ 'x'.center(10**9) }}", TOO_MUCH),
        ("{{ '%999999999d' % 1 }}", TOO_MUCH),
        ("{{ 'x'|center(10**9) }}", TOO_MUCH),
        (
            "{% set many = 'x' * 9999 %}{% for a in many %}{% for b in many %}{% for c in many %}"
            "{% if a == '' %}{{ a }}{% endif %}{% endfor %}{% endfor %}{% endfor %}",
            TOO_LONG,
        ),
        ("{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}", "a tag is nested too deep"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_tags_that_ask_for_more_than_there_is_are_refused(tmp_path: Path, tags: str, message: str) -> None:
    put(tmp_path, tags)
    (problem,) = check_templates(tmp_path)
    assert (problem.file, problem.severity) == ("worksheets/zielgruppe/form.docx", "error")
    assert message in problem.message


def test_limits_are_gone_afterwards() -> None:
    # more than a process that ran many tests may have left free
    with pytest.raises(MemoryError), limited(memory=1024**2):
        bytearray(2 * 1024**3)
    assert len(bytearray(64 * 1024**2))
    with pytest.raises(OutOfTimeError), limited(seconds=0.01):
        while True:
            pass
