"""Does to a form what people do to it in LibreOffice, and saves every result.

Run by the Python that has `uno`, never by the tests' own:

    python3 libreoffice.py <pipe name> <job.json>

The job names the form, and per edit its steps (operations of person.py with their arguments), the formats
it is saved in one after another, and the file that comes out; what failed is told in that file's place
with the ending `.error`.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from itertools import groupby
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import NamedValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from person import Person, properties  # type: ignore[import-not-found]

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xlsm": "Calc MS Excel 2007 VBA XML",
    "xltx": "Calc MS Excel 2007 XML Template",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "ots": "calc8_template",
    "fods": "OpenDocument Spreadsheet Flat XML",
    "csv": "Text - txt - csv (StarCalc)",
    "html": "HTML (StarCalc)",
}
UNMARKED = ("copy", "record_changes", "text_box", "picture")
"""Operations that do not mark the document as changed."""
START_SECONDS = 60


def main(pipe: str, job: Path) -> None:
    make = _maker(pipe)
    told = json.loads(job.read_text("utf-8"))
    _overwrite_unasked(make)
    alike = groupby(sorted(told["edits"], key=_steps), _steps)
    for _, edits in alike:
        _edited(make, Path(told["form"]), list(edits))


def _maker(pipe: str) -> Any:
    """Creates the running office's services by name."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            office = resolver.resolve(address)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return lambda name: office.ServiceManager.createInstanceWithContext(name, office)


def _overwrite_unasked(make: Any) -> None:
    """No question when something is pasted over answers: nobody would be there to say yes."""
    path = properties(nodepath="/org.openoffice.Office.Calc/Input")
    provider = make("com.sun.star.configuration.ConfigurationProvider")
    settings = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess", path
    )
    settings.setPropertyValue("ReplaceCellsWarning", False)
    settings.commitChanges()


def _steps(edit: dict[str, Any]) -> str:
    return json.dumps(edit["steps"])


def _edited(make: Any, form: Path, edits: list[dict[str, Any]]) -> None:
    """The form opened, edited, and saved as each of these edits, which differ in their formats only."""
    person = None
    try:
        person = Person(make, _opened(make, form))
        _carry_out(person, edits[0]["steps"])
    except Exception:
        for edit in edits:
            _failed(edit)
    else:
        for edit in edits:
            _kept(make, person.document, edit)
    finally:
        if person is not None:
            person.close()


def _failed(edit: dict[str, Any]) -> None:
    """Whatever one edit runs into is its own test's failure, and the others still run."""
    Path(edit["out"] + ".error").write_text(traceback.format_exc(), "utf-8")


def _kept(make: Any, document: Any, edit: dict[str, Any]) -> None:
    """Saved in the first format; opened from there and saved once more in every further one."""
    out = Path(edit["out"])
    try:
        current = _saved(document, out, 0, edit)
        for number in range(1, len(edit["kinds"])):
            again = _opened(make, current)
            try:
                current = _saved(again, out, number, edit)
            finally:
                again.close(True)
        current.replace(out)
    except Exception:
        _failed(edit)


def _carry_out(person: Any, steps: list[tuple[str, list[Any]]]) -> None:
    """Every step; one that leaves the document as it was has failed, dialogs being answered by nobody."""
    for operation, arguments in steps:
        person.document.setModified(False)
        getattr(person, operation)(*arguments)
        if operation not in UNMARKED and not person.document.isModified():
            raise ValueError(f"{operation}{tuple(arguments)} did nothing")


def _opened(make: Any, path: Path) -> Any:
    desktop = make("com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, properties(Hidden=True))
    if document is None:
        raise ValueError(f"{path} was not opened")
    return document


def _saved(document: Any, out: Path, number: int, edit: dict[str, Any]) -> Path:
    """Where the document is in the edit's format of this number."""
    kind, password = edit["kinds"][number], edit["password"]
    path = out.with_name(f"{out.stem}-{number}.{kind}")
    secret = _secret(kind, password) if password else {}
    document.storeToURL(path.as_uri(), properties(FilterName=FILTERS[kind], **secret))
    return path


def _secret(kind: str, password: str) -> dict[str, Any]:
    """The password as the save dialog hands it on: Excel's format takes it in its own way."""
    if kind != "xlsx":
        return {"Password": password}
    pairs = (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", password))
    return {"EncryptionData": uno.Any("[]com.sun.star.beans.NamedValue", pairs)}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
