"""What is said of worksheets that came back without an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Subject, make_finding, remark
from ruecklauf.texts import Texts


def about_answered(
    findings: Sequence[Finding], worksheets: Iterable[Worksheet], answered: set[str], texts: Texts
) -> tuple[Finding, ...]:
    """The findings, but of worksheets that came back blank only that they did, and what was done to them."""
    absent = {finding.subject.worksheet for finding in findings if finding.code == "section_missing"}
    blank = [worksheet for worksheet in worksheets if worksheet.id not in answered | absent]
    kept = [
        finding
        for finding in findings
        if finding.subject.worksheet in answered or not _is_about_blanks(finding)
    ]
    if not answered:
        return (*kept, make_finding(remark("form_blank"), texts=texts))
    came_blank = [
        make_finding(
            remark("worksheet_blank", title=worksheet.title(texts.language)),
            texts=texts,
            subject=Subject(worksheet.id),
        )
        for worksheet in blank
        if not all(section.local for section in worksheet.sections)
    ]
    return (*kept, *came_blank)


def _is_about_blanks(finding: Finding) -> bool:
    """Whether a finding says that something is not answered, or follows from that."""
    return bool(finding.subject.worksheet) and finding.code.partition(".")[0] in ("required_missing", "rule")
