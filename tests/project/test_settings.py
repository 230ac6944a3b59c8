# ruff: noqa: E501 - one row per case, with the whole message

from datetime import date
from pathlib import Path

import pytest

from ruecklauf.errors import ProjectError
from ruecklauf.project.database import database_url
from ruecklauf.project.lines import key_lines
from ruecklauf.project.settings import (
    Contact,
    Database,
    Privacy,
    Sender,
    Settings,
    Wave,
    placeholders,
    read_settings,
)

GOOD = """\
title = "Lokale Bündnisse"
[sender]
institution = "Institut"
email = "ruecklauf@example.org"
[contact]
name = "Team"
email = "team@example.org"
[privacy]
version = "1"
text = "Hinweis"
controller = "Universität"
[[waves]]
id = "2026-1"
title = "Frühjahr"
deadline = 2026-05-31
worksheets = ["stammblatt", "akteure"]
"""


EXAMPLES = "a domain for examples: nobody reads it (in a made-up project say fictional = true at the top)."


def saved(folder: Path, text: str) -> Path:
    path = folder / "ruecklauf.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str) -> list[str]:
    path = saved(folder, text)
    with pytest.raises(ProjectError) as raised:
        read_settings(path)
    return str(raised.value).replace(f"{path}:", "").splitlines()


def test_a_complete_file_becomes_settings(tmp_path: Path) -> None:
    assert read_settings(saved(tmp_path, GOOD)) == Settings(
        title="Lokale Bündnisse",
        sender=Sender(institution="Institut", email="ruecklauf@example.org"),
        contact=Contact(name="Team", email="team@example.org"),
        privacy=Privacy(version="1", text="Hinweis", controller="Universität"),
        waves=(
            Wave(
                id="2026-1",
                title="Frühjahr",
                deadline=date(2026, 5, 31),
                reference_date=date(2026, 5, 31),
                worksheets=("stammblatt", "akteure"),
                language="de",
            ),
        ),
        database=Database(url="ruecklauf.sqlite", contacts_url="contacts.sqlite"),
    )


@pytest.mark.parametrize("written", ["2026-05-31", '"2026-05-31"', '" 2026-05-31 "'])
def test_a_date_may_be_a_toml_date_or_iso_text(tmp_path: Path, written: str) -> None:
    text = GOOD.replace("deadline = 2026-05-31", f"deadline = {written}\nreference_date = 2026-03-31")
    wave = read_settings(saved(tmp_path, text)).waves[0]
    assert (wave.deadline, wave.reference_date) == (date(2026, 5, 31), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title = "L', 'titel = "L', ["1:1: 'titel' is not a setting. Did you mean 'title'?", "1:1: 'title' is missing."]),
        ("deadline =", "dedline =", ["12:1: 'waves[1].deadline' is missing.", "15:1: 'waves[1].dedline' is not a setting. Did you mean 'deadline'?"]),
        ("[privacy]", "[privacy]\nzzz = 1", ["9:1: 'privacy.zzz' is not a setting. Allowed here: version, text, controller, url."]),
        ('version = "1"', "version = 1.0", ["9:1: 'privacy.version' must be text in quotes, not 1.0."]),
        ('"Institut"', '" "', ["3:1: 'sender.institution' must not be empty."]),
        ("team@example.org", "team@example", ["7:1: 'contact.email' must be one e-mail address, not 'team@example'."]),
        ("2026-05-31", "20260531", ["15:1: 'waves[1].deadline' must be a date such as 2026-05-31, not 20260531."]),
        ("2026-05-31", '"31.05.2026"', ["15:1: 'waves[1].deadline' must be a date such as 2026-05-31, not '31.05.2026'."]),
        ("2026-05-31", "2026-05-31T12:00:00", ["15:1: 'waves[1].deadline' must be a date such as 2026-05-31, not datetime.datetime(2026, 5, 31, 12, 0)."]),
        ('["stammblatt", "akteure"]', "[]", ["16:1: 'waves[1].worksheets' must not be empty."]),
        ('["stammblatt", "akteure"]', '"akteure"', ["16:1: 'waves[1].worksheets' must be a list such as [\"stammblatt\", \"akteure\"]."]),
        ('"akteure"]', '"stammblatt"]', ["16:1: 'waves[1].worksheets' names stammblatt more than once."]),
        ('"akteure"]', '"Akteure!"]', ["16:1: 'waves[1].worksheets[2]' is 'Akteure!', but must be ids of worksheets, lower case, such as \"stammblatt\"."]),
        ('"2026-1"', '"2026-1234"', ["13:1: 'waves[1].id' is '2026-1234', but must be 1 to 8 letters, digits and hyphens, beginning with a letter or digit, such as 2026-1."]),
        ("[[waves]]", "[waves]", ["12:1: 'waves' must be tables headed [[waves]]."]),
        ('[contact]\nname = "Team"\nemail = "team@example.org"\n', "", ["1:1: 'contact' is missing."]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_remedy(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    assert mistakes(tmp_path, GOOD.replace(old, new, 1)) == expected


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"Institut"', "5").replace("team@", "").replace("2026-05-31", "true")
    assert [line.split(":")[0] for line in mistakes(tmp_path, text)] == ["3", "7", "15"]


@pytest.mark.parametrize(
    ("first", "second"), [("2026-1", "2026-1"), ("2026-1", "20261"), ("2026a", "2026A"), ("a-b-c", "abc")]
)
def test_wave_ids_that_look_alike_in_form_codes_are_refused(tmp_path: Path, first: str, second: str) -> None:
    wave = GOOD[GOOD.index("[[waves]]") :]
    text = GOOD.replace("2026-1", first) + wave.replace("2026-1", second)
    code = first.replace("-", "").upper()
    assert mistakes(tmp_path, text) == [
        f"12:1: 'waves' has ids {first!r} and {second!r}, which are both {code} in form codes; rename one."
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"title = \n", "is not valid TOML: Invalid value (at line 1, column 9)."),
        ("title = 'Bündnisse'".encode("cp1252"), "is not UTF-8. Save it as UTF-8."),
        (None, "cannot be read (No such file or directory)."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_apart(
    tmp_path: Path, content: bytes | None, expected: str
) -> None:
    path = tmp_path / "ruecklauf.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProjectError) as raised:
        read_settings(path)
    assert str(raised.value) == f"{path}: {expected}"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("ruecklauf.sqlite", "sqlite:////project/ruecklauf.sqlite"),
        ("sqlite:///data/answers.db", "sqlite:////project/data/answers.db"),
        ("../shared.sqlite", "sqlite:////shared.sqlite"),
        ("sqlite:////srv/answers.db", "sqlite:////srv/answers.db"),
        ("postgresql://team@db/answers", "postgresql+psycopg://team@db/answers"),
        ("postgresql+psycopg://team@db/answers", "postgresql+psycopg://team@db/answers"),
    ],
)
def test_a_database_address_counts_from_the_project_folder(declared: str, expected: str) -> None:
    assert Database(url=declared).url == declared
    assert database_url(declared, Path("/project")) == expected


@pytest.mark.parametrize("declared", ["mysql://u:geheim@x/y", "sqlite:///", "sqlite:///:memory:", ":memory:"])
def test_other_databases_are_refused_without_repeating_the_address(tmp_path: Path, declared: str) -> None:
    assert mistakes(tmp_path, f'{GOOD}[database]\nurl = "{declared}"\n') == [
        "18:1: 'database.url' must be a file such as \"ruecklauf.sqlite\", "
        "or begin with sqlite:/// or postgresql://."
    ]


@pytest.mark.parametrize("contacts", ["ruecklauf.sqlite", "./ruecklauf.sqlite", "sqlite:///ruecklauf.sqlite"])
def test_contacts_are_never_kept_with_the_answers(tmp_path: Path, contacts: str) -> None:
    assert mistakes(tmp_path, f'{GOOD}[database]\ncontacts_url = "{contacts}"\n') == [
        "18:1: 'database.contacts_url' must differ from 'url': "
        "personal data is kept in a database of its own."
    ]


def test_what_is_still_to_be_filled_in_is_noted(tmp_path: Path) -> None:
    text = GOOD.replace('"Institut"', '"Institut (bitte eintragen)"').replace("team@", "bitte-eintragen@")
    path = saved(tmp_path, "# title = bitte eintragen\n" + text)
    assert [str(note) for note in placeholders(path)] == [
        f"{path}:4:1: warning: institution is still to be filled in.",
        f"{path}:5:1: email is an address at example.org, {EXAMPLES}",
        f"{path}:8:1: email is still to be filled in.",
    ]


def test_a_made_up_project_may_have_addresses_that_nobody_reads(tmp_path: Path) -> None:
    text = f"fictional = true\n{GOOD}"
    assert placeholders(saved(tmp_path, text)) == ()
    (left,) = placeholders(saved(tmp_path, text.replace("team@example.org", "bitte-eintragen@example.org")))
    assert (left.severity, left.message) == ("error", "email is still to be filled in.")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("bitte-eintragen@example.org", "email is still to be filled in."),
        ("Bitte.Eintragen@uni.example", "email is still to be filled in."),
        ("team@institut.invalid", "email is an address at institut.invalid, where no mail can arrive."),
        ("team@rechner.test", "email is an address at rechner.test, where no mail can arrive."),
        ("team@beispiel.de", "email is an address at beispiel.de, where no mail can arrive."),
        ("team@example.org", f"email is an address at example.org, {EXAMPLES}"),
        ("team@Stelle.Example.COM", f"email is an address at stelle.example.com, {EXAMPLES}"),
        ("team@institut.example", f"email is an address at institut.example, {EXAMPLES}"),
        ("team@my-example.org", ""),
        ("team@gutes-beispiel.de", ""),
        ("team@uni-test.de", ""),
    ],
)
def test_address_that_is_nobodys_is_noted_however_it_is_written(
    tmp_path: Path, address: str, said: str
) -> None:
    written = {
        "[sender]": f'[sender]\ninstitution = "Institut"\nemail = "{address}"\n',
        "dotted": f'sender.institution = "Institut"\nsender."email" = "{address}"\n',
        "inline": f'sender = {{institution = "Institut", email = "{address}"}}\n',
    }
    rest = GOOD.replace("team@example.org", "team@institut.de").replace(
        GOOD[GOOD.index("[sender]") : GOOD.index("[contact]")], ""
    )
    title, table = rest[: rest.index("[contact]")], rest[rest.index("[contact]") :]
    for text in written.values():
        path = saved(tmp_path, f"{title}{text}{table}")
        found = [str(note).split(":", 3)[3].strip() for note in placeholders(path)]
        assert found == [said] * bool(said)


def test_keys_inside_long_strings_have_no_line() -> None:
    text = 'a = """\nb = 1\n[c]\n"""\n[d.e]  # note\nf = 1\n[[g]]\n"h" = 2\n[[g]]\nh = \'\'\'x\'\'\'\n'
    assert key_lines(text) == {
        ("a",): 1,
        ("d", "e"): 5,
        ("d", "e", "f"): 6,
        ("g",): 7,
        ("g", 0): 7,
        ("g", 0, "h"): 8,
        ("g", 1): 9,
        ("g", 1, "h"): 10,
    }
