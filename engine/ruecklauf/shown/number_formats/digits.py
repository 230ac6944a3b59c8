"""Numbers in the places that a format has for their digits: grouped, scaled, in percent, with an exponent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ruecklauf.shown.number_formats.codes import Part, Piece
from ruecklauf.shown.number_formats.general import rounded
from ruecklauf.shown.number_formats.languages import Language

_LEADERS = ("", " ", "\u00a0", ".", "_")
_ABSENT = {"0": "0", "?": " ", "#": ""}
"""What stands in a place for which the number has no digit."""


def number_text(number: Decimal, pieces: Sequence[Piece], language: Language) -> str:
    """A number that is not negative, in the places of a section."""
    scaled, pieces = _scaled(number, pieces)
    exponent = next((at for at, piece in enumerate(pieces) if piece.part is Part.EXPONENT), None)
    if exponent is None:
        return _placed(scaled, pieces, language)
    return _with_exponent(scaled, pieces, exponent, language)


def _scaled(number: Decimal, pieces: Sequence[Piece]) -> tuple[Decimal, list[Piece]]:
    """The number that the places show, without the commas that divide by a thousand each."""
    percents = sum(piece.part is Part.PERCENT for piece in pieces)
    places = [at for at, piece in enumerate(pieces) if piece.part is Part.DIGIT]
    point = next((at for at, piece in enumerate(pieces) if piece.part is Part.POINT), len(pieces))
    whole = [at for at in places if at < point]
    scaling = set()
    for last in {whole[-1] if whole else None, places[-1] if places else None} - {None}:
        at = (last or 0) + 1
        while at < len(pieces) and pieces[at].part is Part.COMMA:
            scaling.add(at)
            at += 1
    kept = [piece for at, piece in enumerate(pieces) if at not in scaling]
    return number.scaleb(2 * percents - 3 * len(scaling)), kept


def is_nought(number: Decimal, pieces: Sequence[Piece]) -> bool:
    """Whether only noughts are shown: of -0.4 in `0`, which therefore has no sign."""
    scaled, pieces = _scaled(number, pieces)
    return not rounded(scaled, _decimals(pieces))


def _decimals(pieces: Sequence[Piece]) -> int:
    """How many places stand behind the point."""
    point = next((at for at, piece in enumerate(pieces) if piece.part is Part.POINT), len(pieces))
    return sum(piece.part is Part.DIGIT for piece in pieces[point:])


def _placed(number: Decimal, pieces: Sequence[Piece], language: Language) -> str:
    point = next((at for at, piece in enumerate(pieces) if piece.part is Part.POINT), len(pieces))
    before, after = pieces[:point], pieces[point + 1 :]
    digits = format(rounded(number, _decimals(pieces)), "f")
    whole, _, fraction = digits.partition(".")
    text = _whole(whole.lstrip("0"), before, language)
    if point == len(pieces):
        return text
    return text + language.point + _fraction(fraction, after)


def _whole(digits: str, pieces: Sequence[Piece], language: Language) -> str:
    """The digits before the point, placed from the right; those without a place go before the first one."""
    places = [at for at, piece in enumerate(pieces) if piece.part is Part.DIGIT]
    grouped = _groups(pieces, places)
    left = list(digits)
    text: list[str] = []
    written = 0
    for at in range(len(pieces) - 1, -1, -1):
        if pieces[at].part is not Part.DIGIT:
            text.append(_aside(pieces[at], ""))
            continue
        filling = [left.pop()] if left else [_ABSENT[pieces[at].text]]
        if places and at == places[0]:
            filling += reversed(left)
            left = []
        for digit in filling:
            if digit.isdigit() and grouped and written and written % 3 == 0:
                text.append(language.group)
            written += digit.isdigit()
            text.append(digit)
    return "".join(reversed(text)) if places else digits + "".join(reversed(text))


def _groups(pieces: Sequence[Piece], places: Sequence[int]) -> bool:
    """Whether a comma between the places asks for thousands to be set apart."""
    return bool(places) and any(piece.part is Part.COMMA for piece in pieces[places[0] : places[-1]])


def _fraction(digits: str, pieces: Sequence[Piece]) -> str:
    """The digits behind the point; noughts at the end only where the format asks for them."""
    shown = digits.rstrip("0")
    text, at = "", 0
    for piece in pieces:
        if piece.part is Part.DIGIT:
            text += digits[at] if at < len(shown) else _ABSENT[piece.text]
            at += 1
        else:
            text += _aside(piece, ".")
    return text


def _aside(piece: Piece, point: str) -> str:
    """What stands between the digits."""
    if piece.part is Part.COMMA:
        return ""
    return point if piece.part is Part.POINT else shown_aside(piece)


def shown_aside(piece: Piece) -> str:
    """A piece as it stands, once where it fills the cell; blanks and dots before a number are nothing."""
    return "" if piece.part is Part.FILLER and piece.text in _LEADERS else piece.text


def _with_exponent(number: Decimal, pieces: list[Piece], at: int, language: Language) -> str:
    mantissa, rest = pieces[:at], pieces[at + 1 :]
    point = next((i for i, piece in enumerate(mantissa) if piece.part is Part.POINT), len(mantissa))
    width = max(sum(piece.part is Part.DIGIT for piece in mantissa[:point]), 1)
    exponent = _exponent(number, width)
    shown = rounded(number.scaleb(-exponent), _decimals(mantissa))
    if shown.adjusted() >= width and shown:
        exponent += width
        shown = shown.scaleb(-width)
    sign = "-" if exponent < 0 else "+" if pieces[at].text.endswith("+") else ""
    power = _whole(str(abs(exponent)).lstrip("0"), rest, language)
    return f"{_placed(shown, mantissa, language)}E{sign}{power}"


def _exponent(number: Decimal, width: int) -> int:
    """The power of ten that leaves at most as many digits before the point as there are places."""
    return number.adjusted() // width * width if number else 0
