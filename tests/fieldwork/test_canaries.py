"""Nobody's personal data, form or question stands in another's message: 53 alliances, each with its canary.

Returns are stored as they are kept, so that only what is mailed has to be made. `make round` plays
the same with returns that come by mail.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from cli.conftest import make_databases
from dataset.expected import save
from revisions.declaring import NETZ, ORTE, SETTINGS, write_worksheet
from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.feedback.letters import write_letter
from ruecklauf.feedback.places import file_name, folder_of
from ruecklauf.feedback.template import letter_template
from ruecklauf.feedback.wording import wording
from ruecklauf.fieldwork.mailing import Wanted, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.project import Alliance, alliances_for_nrw, open_project, write_alliances
from ruecklauf.rounds.issuing.forms import issue_forms, round_of
from ruecklauf.rounds.issuing.prefill import from_wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm
from store.declared import sha

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
CANARY = re.compile(r"Kanarie\d\d")


def canary(number: int) -> str:
    return f"Kanarie{number:02}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    root = tmp_path_factory.mktemp("canaries") / "p"
    root.mkdir()
    (root / "ruecklauf.toml").write_text(SETTINGS.replace('["netz", "orte"]', '["netz"]'), encoding="utf-8")
    named = [
        Alliance(f"A{nr:05}", each.name, each.ags, each.area_type, f"amt@{canary(nr)}.example")
        for nr, each in enumerate(alliances_for_nrw())
    ]
    write_alliances(root / "alliances.csv", named)
    write_worksheet(root, NETZ)
    write_worksheet(root, ORTE)
    make_databases(root)
    with Workspace(open_project(root), makes=True) as opened:
        for number, alliance in enumerate(opened.project.alliances):
            returned(opened, alliance.id, canary(number))
        wave = opened.project.wave("2027-1")
        carried = from_wave(opened, "2026-1", opened.worksheets(wave), into=wave)
        issue_forms(
            opened, wave, opened.project.alliances, folder=root / "forms" / wave.id, now=NOW, prefills=carried
        )
        letters(opened)
        (root / "mails").mkdir()
        text = "Betreff: An {{ alliance.name }}\n\n{{ returns.missing }} {{ questions.list }}\n"
        (root / "mails" / "free.txt").write_text(text, encoding="utf-8")
        yield opened


def letters(workspace: Workspace) -> None:
    """A letter of feedback for each."""
    project, wave, say = workspace.project, workspace.project.wave("2026-1"), wording("de")
    template, of = letter_template("de"), round_of(workspace.project, wave)
    folder = folder_of(project, wave)
    folder.mkdir(parents=True)
    for alliance in project.alliances:
        letter = write_letter(template, "letter.docx", alliance, of, (), say)
        (folder / file_name(alliance, wave, ".docx")).write_bytes(letter)


def returned(workspace: Workspace, alliance: str, said: str) -> None:
    """A return with an answer, a contact and a question, each with the canary."""
    worksheet = workspace.library.worksheet("netz")
    text, mail = f"Amt {said} akteur", f"stelle@{said}.example"
    place = Place("Netz", "C20")
    row = record(worksheet, "leute", "NL101", {"name": Entry(text, text, place)}, {})
    office = record(worksheet, "stelle", "NS", {}, {"mail": Entry(mail, mail, Place("Netz", "B9"))})
    asked = Finding(
        "no_integer", Severity.ERROR, place, Subject("netz", "leute", "NL101", "anzahl"), f"{said} befund",
        f"{place}: „{said} befund“ ist keine ganze Zahl.",
    )  # fmt: skip
    form = IssuedForm(
        alliance=alliance, wave="2026-1", form_code=f"{alliance}-1", file_sha256=sha(f"form {alliance}"),
        file_name="form.xlsx", fingerprint="f", declarations=(worksheet.content_hash,), created_at=NOW,
        slots={},
    )  # fmt: skip
    workspace.store.save_declarations([worksheet])
    workspace.store.record_forms([form])
    save(
        workspace.store, worksheet, office, row, content=alliance, alliance=alliance, wave="2026-1",
        findings=(asked,),
    )  # fmt: skip


def record(
    worksheet: Worksheet, section: str, row_id: str, answers: dict[str, Entry], contacts: dict[str, Entry]
) -> Record:
    return Record(worksheet.id, worksheet.version, section, row_id, 1, False, answers, contacts)


def words(mail: EmailMessage) -> str:
    """Everything that is in a message: heads, text, and the parts of what is attached."""
    body = mail.get_body()
    assert body is not None
    found = [*map(str, mail.values()), body.get_content()]
    for part in mail.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append(str(part.get_filename()))
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            found.append(content.decode())
    return "\n".join(found)


@pytest.mark.parametrize(
    ("occasion", "wave", "says"),
    [
        (Occasion.LAUNCH, "2027-1", ["akteur", "stelle@"]),
        (Occasion.REMINDER, "2027-1", ["akteur", "stelle@"]),
        (Occasion.QUESTIONS, "2026-1", ["befund"]),
        (Occasion.RECEIPT, "2026-1", ["befund", "SHA-256"]),
        (Occasion.CLOSING, "2026-1", []),
        (Occasion.FREE, "2026-1", []),
        (Occasion.FEEDBACK, "2026-1", []),
    ],
)
def test_nothing_of_anybody_stands_in_anothers_message(
    workspace: Workspace, occasion: Occasion, wave: str, says: list[str]
) -> None:
    alliances = workspace.project.alliances
    kind = "docx" if occasion is Occasion.FEEDBACK else "xlsx"
    wanted = Wanted(
        wave=workspace.project.wave(wave), occasion=occasion, alliances=alliances, formats=(kind,)
    )
    written = plan(workspace, wanted, way="eml", now=NOW).written
    assert [one.concern.alliance for one in written] == list(alliances) and len(alliances) == 53
    for number, one in enumerate(written):
        said = words(one.as_email())
        assert set(CANARY.findall(said)) == {canary(number)}
        assert set(re.findall(r"\bA000\d\d\b", said)) <= {alliances[number].id}
        assert [name for name in says if name not in said] == []
        assert alliances[number].name in said
        named = {other.name for other in alliances if other.name in said}
        assert named <= within(alliances[number], alliances)


def within(own: Alliance, alliances: Sequence[Alliance]) -> set[str]:
    """Names that stand in one's own, as that of a town in that of its district."""
    return {other.name for other in alliances if other.name in own.name}


def test_every_occasion_is_looked_at() -> None:
    marks = test_nothing_of_anybody_stands_in_anothers_message.pytestmark  # type: ignore[attr-defined]
    (looked_at,) = (mark.args[1] for mark in marks)
    assert {case[0] for case in looked_at} == set(Occasion)
