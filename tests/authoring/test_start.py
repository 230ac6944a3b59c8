"""What a new worksheet begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruecklauf.authoring.start import free_prefixes, prepare_editors, start_worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.library import load_library


def test_prefixes_are_free_and_like_the_name() -> None:
    assert free_prefixes("wohnen", {"WW", "WO"})[:3] == ["WH", "WN", "WE"]


def test_a_start_is_never_written_over(tmp_path: Path) -> None:
    path = start_worksheet(tmp_path, "wohnen", load_library())
    with pytest.raises(ProjectError, match="there already"):
        start_worksheet(tmp_path, "wohnen", load_library())
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../../schemas/")


def test_the_line_for_editors_keeps_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "schemas" / "codelists" / "farben.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbfid: farben\r\n")
    assert path in prepare_editors(tmp_path)
    line = b"# yaml-language-server: $schema=../codelist.schema.json"
    assert path.read_bytes() == b"\xef\xbb\xbf" + line + b"\r\nid: farben\r\n"
    assert prepare_editors(tmp_path) == ()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_declaration_in_another_encoding_stays_as_it_is(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "worksheets" / "probe" / "worksheet.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("id: prüfung\n", encoding=encoding)
    before = path.read_bytes()
    prepare_editors(tmp_path)
    assert path.read_bytes() == before
