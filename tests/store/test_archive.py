import hashlib
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruecklauf.errors import StoreError
from ruecklauf.store import Archive, Damage

DATA = b"PK\x03\x04 a return"
SHA256 = hashlib.sha256(DATA).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256}"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@settings(deadline=None, max_examples=30)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_everything_kept_is_read_back_and_stored_once(contents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        hashes = [archive.keep(data) for data in contents]
        assert [archive.read(sha256) for sha256 in hashes] == contents
        assert files(Path(folder)) == {
            f"{sha256[:2]}/{sha256}": data for sha256, data in zip(hashes, contents, strict=True)
        }
        assert archive.verify() == ()


def test_same_bytes_again_leave_the_file_untouched(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(DATA)
    before = (tmp_path / NAME).stat()
    assert archive.keep(DATA) == SHA256
    after = (tmp_path / NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_damaged_copy_is_replaced_by_the_same_bytes(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(DATA)
    (tmp_path / NAME).write_bytes(b"cut")
    archive.keep(DATA)
    assert files(tmp_path) == {NAME: DATA}


def test_damaged_file_is_not_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(DATA)
    (tmp_path / NAME).write_bytes(DATA + b"!")
    with pytest.raises(StoreError, match="its bytes do not have the hash"):
        archive.read(SHA256)


def test_missing_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Archive(tmp_path).read(SHA256)
    assert str(caught.value) == f"{tmp_path}: has no file {SHA256}. Import the return again."


@pytest.mark.parametrize("name", ["../../etc/passwd", SHA256.upper(), SHA256[:-1], ""])
def test_only_a_hash_is_looked_up(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="is no SHA-256"):
        Archive(tmp_path).read(name)


def test_archive_that_is_no_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        Archive(tmp_path / "archive").keep(DATA)
    assert caught.value.where == str(tmp_path / "archive")
    assert caught.value.what.startswith("cannot be written (")
    assert caught.value.remedy == ("Check that the archive is a folder with write permission and free space.")


def test_verify_names_everything_that_is_wrong(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(DATA)
    archive.keep(b"good")
    (tmp_path / NAME).write_bytes(b"")
    stray, unfinished, misplaced = (
        tmp_path / "Rücklauf.xlsx",
        tmp_path / SHA256[:2] / "x.part",
        tmp_path / SHA256,
    )
    for path in (stray, unfinished, misplaced):
        path.write_bytes(DATA)
    assert set(archive.verify()) == {
        Damage(tmp_path / NAME, "is damaged.", "Restore it from a backup, or import the return again."),
        Damage(stray, "does not belong into the archive.", "Move it elsewhere."),
        Damage(misplaced, "does not belong into the archive.", "Move it elsewhere."),
        Damage(unfinished, "was never finished.", "It can be deleted."),
    }


def test_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    (tmp_path / SHA256[:2]).mkdir()
    with pytest.raises(StoreError, match="No space left on device"):
        Archive(tmp_path).keep(DATA)
    assert files(tmp_path) == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_originals_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    sha256 = Archive(tmp_path).keep(b"ein Formular")
    assert (tmp_path / sha256[:2] / sha256).stat().st_mode & 0o777 == 0o600
