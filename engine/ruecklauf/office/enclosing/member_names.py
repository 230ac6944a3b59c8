"""Names of files inside messages and archives, made fit for people to read."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 200

_ENDINGS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/ms-tnef": ".dat",
    "application/vnd.ms-outlook": ".msg",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}


def readable(name: str) -> str:
    """A name on one line without control characters or lone surrogates; very long ones lose their middle."""
    printable = "".join(letter if letter.isprintable() else " " for letter in name)
    line = unicodedata.normalize("NFC", " ".join(printable.split()))
    if len(line) <= MAX_LENGTH:
        return line
    return f"{line[: MAX_LENGTH - 21]}…{line[-20:]}"


def name_by_type(media_type: str, number: int) -> str:
    """A name for an attachment without one: its number in the message, and the ending of its type."""
    return f"Anhang {number}{_ENDINGS.get(media_type.lower(), '.bin')}"


def unflagged_utf8(name: str) -> str:
    """A zip member's name, mended if it is UTF-8 that was taken for code page 437.

    macOS writes UTF-8 without saying so. German names in the code pages 437 or 850, as Windows writes them,
    are never valid UTF-8, and their umlauts and ß stand at the same places in both; letters that differ
    between the two (Á, ø) come out wrong.
    """
    try:
        mended = name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
    return mended
