"""Numbers as fractions: `# ?/?`, `# ??/??`, `# ?/4`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from ruecklauf.shown.number_formats.codes import Part, Piece
from ruecklauf.shown.number_formats.digits import number_text
from ruecklauf.shown.number_formats.languages import Language


def is_fraction(pieces: Sequence[Piece]) -> bool:
    """Whether a stroke stands between places for digits."""
    at = _stroke(pieces)
    return at is not None and any(piece.part is Part.DIGIT for piece in pieces[:at])


def fraction_text(number: Decimal, pieces: Sequence[Piece], language: Language) -> str:
    """A number that is not negative, as whole part and the nearest fraction that the places can hold."""
    at = _stroke(pieces) or 0
    begin = _begin_of_numerator(pieces, at)
    end, denominator = _denominator(pieces, at)
    has_whole = any(piece.part is Part.DIGIT for piece in pieces[:begin])
    whole = Decimal(int(number)) if has_whole else Decimal(0)
    rest = _nearest(Fraction(number - whole), denominator, width=_digits(pieces[at:end]))
    if has_whole and rest == 1:
        whole, rest = whole + 1, Fraction(0)
    below = denominator or rest.denominator
    above = int(rest * below)
    if has_whole and not above:
        shown = number_text(whole, _with_nought(pieces[:begin]), language)
        return shown + " " * (end - begin) + _literals(pieces[end:])
    lead = number_text(whole, pieces[:begin], language) if has_whole else _literals(pieces[:begin])
    numerator = number_text(Decimal(above), _with_nought(pieces[begin:at]), language)
    return f"{lead}{numerator}/{_below(below, pieces[at + 1 : end], language)}{_literals(pieces[end:])}"


def _stroke(pieces: Sequence[Piece]) -> int | None:
    return next((at for at, piece in enumerate(pieces) if piece.part is Part.SLASH), None)


def _begin_of_numerator(pieces: Sequence[Piece], stroke: int) -> int:
    begin = stroke
    while begin and pieces[begin - 1].part is Part.DIGIT:
        begin -= 1
    return begin


def _denominator(pieces: Sequence[Piece], stroke: int) -> tuple[int, int]:
    """Where the places below the stroke end, and the number that is fixed there; 0 for any."""
    end, fixed = stroke + 1, ""
    while end < len(pieces) and (pieces[end].part is Part.DIGIT or pieces[end].text.isdigit()):
        fixed += pieces[end].text
        end += 1
    return end, int(fixed) if fixed.isdigit() and len(fixed) < 10 else 0


def _digits(pieces: Sequence[Piece]) -> int:
    return min(sum(piece.part is Part.DIGIT for piece in pieces), 5)


def _nearest(rest: Fraction, denominator: int, *, width: int) -> Fraction:
    if denominator:
        return Fraction(int(rest * denominator + Fraction(1, 2)), denominator)
    return rest.limit_denominator(10 ** max(width, 1) - 1)


def _below(number: int, pieces: Sequence[Piece], language: Language) -> str:
    if not any(piece.part is Part.DIGIT for piece in pieces):
        return str(number)
    places = [piece.text for piece in pieces]
    return str(number).zfill(places.count("0")).ljust(len(places))


def _with_nought(pieces: Sequence[Piece]) -> list[Piece]:
    """The places with a nought in the last one: 0 in `# ?/?` is 0, not nothing."""
    last = max(at for at, piece in enumerate(pieces) if piece.part is Part.DIGIT)
    return [*pieces[:last], Piece(Part.DIGIT, "0"), *pieces[last + 1 :]]


def _literals(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.part is Part.LITERAL)
