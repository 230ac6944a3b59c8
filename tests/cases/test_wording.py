"""Both languages say the same of case studies."""

from __future__ import annotations

from ruecklauf.cases.writing import wording

KEYS = (
    *(
        "title",
        "unnamed",
        "released",
        "not_released",
        "reason",
        "summary",
        "findings",
        "evidence",
        "quotable",
    ),
    *("indicators", "missing", "material", "nothing"),
    *(f"heads.{head}" for head in ("indicator", "unit", "id", "material", "kind", "dated", "place")),
)


def test_languages_have_the_same_texts() -> None:
    for language in ("de", "en"):
        assert all(wording(language)(key) for key in KEYS)
        assert wording(language)("unnamed", letter="A").endswith(" A")
