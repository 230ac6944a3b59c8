"""Names by which a place is known, found in texts that a release would show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.ags import district_of
from ruecklauf.check.privacy import personal_data_in
from ruecklauf.fieldtypes.localised import Localised

_GENERAL = frozenset(
    [
        "kreis",
        "landkreis",
        "stadt",
        "städteregion",
        "gemeinde",
        "bündnis",
        "lokales",
        "verbund",
        "region",
        "bundesstadt",
        "landeshauptstadt",
        "universitätsstadt",
        "hansestadt",
        "kreisstadt",
        "und",
        "der",
        "die",
        "das",
        "am",
        "an",
        "im",
        "in",
        "von",
        "zu",
        "für",
        "mit",
    ]
)
_FEWEST = 3
"""Letters of a name."""


@dataclass(frozen=True)
class Places:
    """The names of alliances, their AGS, and the names that the AGS stand for."""

    names: tuple[str, ...]
    codes: tuple[str, ...]

    @classmethod
    def of(cls, alliances: Iterable[tuple[str, tuple[str, ...]]]) -> Places:
        """Of alliances by name and AGS."""
        names: set[str] = set()
        codes: set[str] = set()
        for name, ags in alliances:
            names |= {name, *_parts(name)}
            for code in ags:
                codes |= {code, *([code[:5]] if code.endswith("000") else [])}
                if district := district_of(code):
                    names |= {district.name, district.full_name, *_parts(district.name)}
        kept = (name for name in names if len(name) >= _FEWEST)
        return cls(tuple(sorted(kept, key=lambda name: (-len(name), name))), tuple(sorted(codes)))

    def found_in(self, text: str) -> bool:
        """Whether the text names a place, or holds what seems to be personal."""
        return bool(self._names_in_texts.search(text)) or bool(personal_data_in(text))

    def named_in(self, text: str) -> bool:
        """Whether the text names a place; what looks personal may be an example's."""
        return bool(self._names_in_texts.search(text))

    def found_in_id(self, name: str) -> bool:
        """Whether an id or code (lower case, without umlauts) has a place in it."""
        spelt = f"_{_spelt(name)}_"
        return any(f"_{place}_" in spelt for place in self._ids)

    def without(self, text: Localised, instead: str) -> Localised:
        """The text, or in each language that names a place what stands instead."""
        if not any(self.found_in(wording) for _, wording in text.items()):
            return text
        return Localised(
            {code: instead if self.found_in(wording) else wording for code, wording in text.items()}
        )

    @cached_property
    def _names_in_texts(self) -> re.Pattern[str]:
        names = "|".join(map(re.escape, self.names)) or "(?!)"
        codes = "|".join(map(re.escape, self.codes)) or "(?!)"
        # Klever Modell, Kölns Ämter
        return re.compile(rf"(?<!\w)(?:(?:{names})(?:e?r(?:in|innen)?|s|e[nmrs]?)?|{codes})(?!\w)")

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset({_spelt(name) for name in self.names} | set(self.codes))


def _parts(name: str) -> Iterator[str]:
    """The words of a name that are its own."""
    for word in re.split(r"[\s,/()–]+", name):
        if len(word) >= _FEWEST + 1 and word.lower() not in _GENERAL and word[0].isupper():
            yield word
            yield from (part for part in word.split("-") if _is_own(part, word))


def _is_own(part: str, word: str) -> bool:
    return part != word and len(part) > _FEWEST and part.lower() not in _GENERAL


def _spelt(text: str) -> str:
    folded = text.casefold()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(umlaut, plain)
    return re.sub(r"[^a-z0-9]+", "_", folded).strip("_")
