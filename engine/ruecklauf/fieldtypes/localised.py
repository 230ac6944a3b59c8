"""Texts of a declaration in one or several languages; German is always there."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ruecklauf.errors import ProjectError


class Localised:
    """A text per language. Written as one German text, or as `{de: …, en: …}`; `de` is required."""

    model_config = ConfigDict(frozen=True)
    __slots__ = ("_by_language",)

    def __init__(self, by_language: dict[str, str]) -> None:
        self._by_language = dict(by_language)

    @property
    def de(self) -> str:
        return self._by_language["de"]

    def __call__(self, language: str) -> str:
        """The text in a language; ProjectError where it is not declared, for no other one stands in."""
        text = self._by_language.get(language)
        if text is None:
            raise ProjectError(
                f"there is no text in {language!r} beside {self.de!r}",
                remedy="Write it there; `ruecklauf check` lists all that are missing.",
            )
        return text

    def told(self, language: str) -> str:
        """The text in a language, or in German: for what tells of a form and is no part of one."""
        return self._by_language.get(language, self.de)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._by_language)

    def items(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._by_language.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Localised) and self._by_language == other._by_language

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._by_language.items())))

    def __repr__(self) -> str:
        return f"Localised({self._by_language!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.validated,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda text: dict(text.items())),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        by_language = {
            "type": "object",
            "required": ["de"],
            "propertyNames": {"pattern": "^[a-z]{2}$"},
            "additionalProperties": {"type": "string", "minLength": 1},
        }
        return {"anyOf": [{"type": "string", "minLength": 1}, by_language]}

    @classmethod
    def validated(cls, given: Any) -> Localised:
        """The texts that a declaration gives. PydanticCustomError where it gives none."""
        if isinstance(given, Localised):
            return given
        if isinstance(given, str):
            given = {"de": given}
        if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
            raise PydanticCustomError("text", "should be a text, or texts by language such as {de: …, en: …}")
        wrong = [language for language in given if not re.fullmatch(r"[a-z]{2}", str(language))]
        if wrong:
            raise PydanticCustomError(
                "language", "'{wrong}' is no language; use two letters such as de or en", {"wrong": wrong[0]}
            )
        texts = {language: " ".join(text.split(" ")).strip() for language, text in given.items()}
        if not texts.get("de"):
            raise PydanticCustomError("german", "needs a German text (de)")
        return cls(texts)
