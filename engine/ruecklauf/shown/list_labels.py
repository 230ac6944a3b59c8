"""The numbers of lists as they are shown: nobody typed them, and they are part of what is read."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_LETTERS = 30
_MOST_ROMAN = 10_000


def decimal(number: int) -> str:
    return str(number)


def padded(number: int) -> str:
    """With a zero before a single digit."""
    return f"{number:02}"


def roman(number: int) -> str:
    """In small letters; beyond what anybody reads, and of what is no natural number, in digits."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    found = ""
    for value, letters in _ROMAN:
        found += letters * (number // value)
        number %= value
    return found


def repeated_letter(number: int) -> str:
    """a to z, then aa, bb: as Word counts, and LibreOffice if it is told to."""
    times, letter = divmod(number - 1, 26)
    if not 0 <= times < _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + letter) * (times + 1)


def letters(number: int) -> str:
    """a to z, then aa, ab: as LibreOffice counts."""
    if number < 1:
        return str(number)
    found = ""
    while number:
        number, letter = divmod(number - 1, 26)
        found = chr(ord("a") + letter) + found
    return found


def upper(of: Callable[[int], str]) -> Callable[[int], str]:
    """The same in capitals."""
    return lambda number: of(number).upper()


def ordinal(number: int) -> str:
    """As German programs show it."""
    return f"{number}."


def bullet(sign: str) -> str:
    """A bullet, the usual one where it is of a font of which nobody knows what it shows."""
    return "".join("•" if "\ue000" <= letter <= "\uf8ff" else letter for letter in sign)
