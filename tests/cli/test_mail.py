"""`ruecklauf mail`: every option, and what is sent only after a person saw it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run
from fieldwork.servers import Mailbox, imap, smtp

Cli = Callable[..., Run]


@pytest.fixture
def mailed(run: Cli, project: Path) -> Path:
    """The project with a text of its own and no forms: free messages need none."""
    (project / "mails").mkdir()
    text = "Betreff: Hallo {{ alliance.name }}\n\nGuten Tag\n"
    (project / "mails" / "free.txt").write_text(text, encoding="utf-8")
    return project


def with_settings(project: Path, **settings: object) -> None:
    path = project / "ruecklauf.toml"
    lines = [f"{key} = {value!r}" for key, value in settings.items()]
    path.write_text("\n".join([path.read_text("utf-8"), "[mail]", "pause_seconds = 0", *lines]), "utf-8")


def test_drafts_are_written_into_a_folder(run: Cli, mailed: Path, tmp_path: Path) -> None:
    out = tmp_path / "entwuerfe"
    done = run(
        "mail", "free", "-p", mailed, "--wave", "2026-1", "--alliance", "Kleve", "--number", "2",
        "--out", out, "--json",
    )  # fmt: skip
    assert [(made["name"], made["state"], made["to"]) for made in done.data] == [
        ("Kleve", "draft", ["a@kleve.example"])
    ]
    assert [path.name for path in out.glob("[!.]*")] == ["Kleve_2026-1_AAAAAA_free_2.eml"]


def test_nothing_is_sent_unseen(run: Cli, mailed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    mailbox = Mailbox()
    with smtp(mailbox) as port:
        with_settings(mailed, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
        shown = run("mail", "free", "-p", mailed, "--smtp")
        assert (shown.status, "a@kleve.example" in shown.out, mailbox.taken) == (1, True, [])
        assert run("mail", "free", "-p", mailed, "--smtp", "--yes").status == 0
        again = run("mail", "free", "-p", mailed, "--smtp", "--yes", "--again", "Kleve")
    assert "Köln: left out, sent on" in again.err
    assert [to for to, _ in mailbox.taken] == [
        ("a@kleve.example",),
        ("b@koeln.example",),
        ("a@kleve.example",),
    ]


def test_drafts_on_a_server_hold_back(run: Cli, mailed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUECKLAUF_IMAP_PASSWORD", "geheim")
    appended: list[tuple[str, str, bytes]] = []
    with imap(appended) as port:
        with_settings(mailed, imap_host="127.0.0.1", imap_port=port, imap_security="none", imap_user="kim")
        for _ in range(2):
            run("mail", "free", "-p", mailed, "--imap")
        run("mail", "free", "-p", mailed, "--imap", "--drafts-unsent")
    assert len(appended) == 4


def test_who_stands_in_a_list_counts_as_written_to(run: Cli, mailed: Path) -> None:
    first, again = (run("mail", "free", "-p", mailed, "--list").out.splitlines() for _ in range(2))
    assert first == again
    assert first[0] == "id;name;to;cc;subject;text;attachments"
    assert not (mailed / "drafts").exists()
    with smtp(Mailbox()) as port:
        with_settings(mailed, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
        sent = run("mail", "free", "-p", mailed, "--smtp", "--yes")
        assert ("Köln: left out, it stood in a list on" in sent.err, sent.out) == (True, "")
        assert run("mail", "free", "-p", mailed, "--smtp", "--yes", "--drafts-unsent").out.count("sent") == 2


def test_forms_that_were_not_made_in_a_format_are_asked_for(run: Cli, project: Path) -> None:
    run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve")
    refused = run("mail", "launch", "--late", "-p", project, "--wave", "2026-1", "--format", "docx")
    assert (refused.status, "no form of Kleve was made as docx" in refused.err) == (2, True)


def test_check_names_mistakes_in_texts(run: Cli, mailed: Path) -> None:
    (mailed / "mails" / "launch.txt").write_text("Betreff: A\n\n{{ alliance.nam }}\n", encoding="utf-8")
    checked = run("check", "-p", mailed)
    assert "mails/launch.txt:3:1: there is no {{ alliance.nam }}" in checked.out
