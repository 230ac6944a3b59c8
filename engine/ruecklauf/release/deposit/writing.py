"""A deposit as a folder, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path

from ruecklauf import __version__
from ruecklauf.errors import RuecklaufError
from ruecklauf.exports.writing import explained
from ruecklauf.own_files import digest_in
from ruecklauf.release.deposit.contents import Deposit
from ruecklauf.release.deposit.report import method_report
from ruecklauf.release.writing import write_release
from ruecklauf.whole_files import STAGING, exchange, lists_of_files, staging_in

SUMS, CITATION, INPUTS = "SHA256SUMS", "CITATION.cff", "inputs.json"
REPORT = "method-report.docx"
DATA, INSTRUMENTS = "data", "instruments"
_README = """\
{title}

- {data}/: Daten, Codebuch, Tabellen zur Veröffentlichung; data/README.txt sagt, wie sie gelesen werden
- {data}/statement.txt: was weggelassen und vergröbert wurde, und warum
- {instruments}/: die Blanko-Formulare, wie sie verschickt wurden, je Fassung einer Arbeitshilfe
- {report}: Methodenbericht
- {inputs}: womit dies erstellt wurde: Fassungen, Prüfsummen der zurückgesandten Dateien und der Instrumente
- {sums}: Prüfsummen aller Dateien; nachrechnen mit: sha256sum -c {sums}
- {citation}, LICENSE.txt: wie zu zitieren ist, und unter welcher Lizenz
"""


def write_deposit(deposit: Deposit, folder: Path, formats: Collection[str]) -> list[Path]:
    """Write a deposit with its data in these formats; the files' paths, SHA256SUMS last.

    An earlier deposit in the folder is replaced. RuecklaufError where other files are in it: a deposit holds
    nothing that its checksums do not name; and where one was changed since.
    """
    earlier = _earlier(folder)
    with explained(folder), staging_in(folder) as staging:
        files = [
            path.relative_to(staging) for path in write_release(deposit.release, staging / DATA, formats)
        ]
        files += list(_instruments(deposit, staging))
        files += list(_beside(deposit, staging))
        files.append(_sums(files, staging))
        exchange(folder, staging, files, earlier)
        return [folder / path for path in files]


def _earlier(folder: Path) -> list[Path]:
    """The files of the deposit that is there."""
    there = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    lists = lists_of_files(folder, SUMS)
    lines = [line for path in lists for line in path.read_text(encoding="utf-8").splitlines()]
    listed = dict.fromkeys([*(Path(line.partition("  ")[2]) for line in lines), Path(SUMS)] if lines else [])
    sums = {line.partition("  ")[0] for line in lines}
    own = [path for path in listed if path in there]
    changed = [path for path in own if path != Path(SUMS) and digest_in(folder / path) not in sums]
    if changed:
        raise RuecklaufError(
            f"has a file that was changed since the deposit was made: {changed[0].as_posix()}.",
            where=str(folder),
            remedy="It is kept. Choose a new folder, or move it away.",
        )
    strangers = sorted(path for path in there - set(own) if not path.parts[0].startswith(STAGING))
    if strangers:
        raise RuecklaufError(
            f"has files that are no deposit's: {strangers[0].as_posix()}.",
            where=str(folder),
            remedy="Choose a new or empty folder.",
        )
    return own


def _instruments(deposit: Deposit, staging: Path) -> Iterator[Path]:
    (staging / INSTRUMENTS).mkdir()
    for instrument in deposit.instruments:
        for ending, content in instrument.forms.items():
            path = Path(INSTRUMENTS, f"{instrument.worksheet}_{instrument.version}.{ending}")
            (staging / path).write_bytes(content)
            yield path


def _beside(deposit: Deposit, staging: Path) -> Iterator[Path]:
    names = {"data": DATA, "instruments": INSTRUMENTS, "report": REPORT, "inputs": INPUTS, "sums": SUMS}
    texts = {
        "README.txt": _README.format(title=deposit.title, citation=CITATION, **names),
        CITATION: _citation(deposit),
        INPUTS: json.dumps(_inputs(deposit), ensure_ascii=False, indent=2) + "\n",
        "LICENSE.txt": f"{deposit.licence or 'Keine Lizenz vergeben: alle Rechte vorbehalten.'}\n",
    }
    (staging / REPORT).write_bytes(method_report(deposit))
    yield Path(REPORT)
    for name, text in texts.items():
        (staging / name).write_text(text, encoding="utf-8", newline="\n")
        yield Path(name)


def _inputs(deposit: Deposit) -> dict[str, object]:
    """Nothing in it says which file is whose: the hashes are sorted."""
    dataset = deposit.release.material.dataset
    return {
        "ruecklauf": __version__,
        "waves": [wave.wave for wave in deposit.waves],
        "returned_files_sha256": list(dataset.sources),
        "worksheets": [
            {
                "id": instrument.worksheet,
                "version": instrument.version,
                "declaration_sha256": instrument.declaration,
            }
            for instrument in deposit.instruments
        ],
    }


def _citation(deposit: Deposit) -> str:
    """https://github.com/citation-file-format/citation-file-format (1.2.0); JSON strings are YAML, too."""
    names = deposit.authors or (deposit.sender,)
    authors = [line for name in names for line in _author(name, is_person=bool(deposit.authors))]
    newest = deposit.release.dataset.newest
    lines = [
        "cff-version: 1.2.0",
        f"message: {_quoted('Bitte zitieren Sie diesen Datensatz so.')}",
        "type: dataset",
        f"title: {_quoted(deposit.title)}",
        "authors:",
        *authors,
        *([f"date-released: {newest:%Y-%m-%d}"] if newest else []),
        *([f"license: {_quoted(deposit.licence)}"] if deposit.licence else []),
    ]
    return "\n".join(lines) + "\n"


def _author(name: str, *, is_person: bool) -> list[str]:
    family, comma, given = name.partition(",")
    if not is_person or not comma:
        return [f"  - name: {_quoted(name)}"]
    return [f"  - family-names: {_quoted(family.strip())}", f"    given-names: {_quoted(given.strip())}"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _sums(files: Collection[Path], staging: Path) -> Path:
    lines = (
        f"{hashlib.sha256((staging / path).read_bytes()).hexdigest()}  {path.as_posix()}\n"
        for path in sorted(files)
    )
    (staging / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return Path(SUMS)
