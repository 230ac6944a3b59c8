"""A form that was only opened and saved by LibreOffice comes back with nothing to note."""

from __future__ import annotations

from pathlib import Path

import pytest

from libreoffice.sending import WAVE_DATE, recipients
from libreoffice.soffice import Office, Task
from ruecklauf.check.check import check
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.submission import Confidence


@pytest.mark.parametrize("kind", ["xlsx", "ods", "fods", "xls"])
def test_blank_form_saved_by_libreoffice_is_all_template(
    office: Office, writer: FormWriter, tmp_path: Path, kind: str
) -> None:
    form, back = tmp_path / "form.xlsx", tmp_path / f"back.{kind}"
    form.write_bytes(writer.write(recipients()[0]))
    office.fill([Task(form, save=[(back, kind)])])
    sent, returned = (
        read_submission(open_return(path.read_bytes()), writer.layout.worksheets) for path in (form, back)
    )
    assert returned.noted == ()
    assert returned.counts == sent.counts
    assert returned.identity.confidence is Confidence.CERTAIN
    checked = check(returned, wave_date=WAVE_DATE)
    assert checked.findings == check(sent, wave_date=WAVE_DATE).findings
    assert {finding.code.partition(".")[0] for finding in checked.findings} <= {"required_missing", "rule"}
