"""JSON Schemas of the declarations, so that editors complete keys, explain them and mark mistakes.

`python -m ruecklauf.definition.schema` writes them into ./schemas.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ruecklauf.definition.changes import ChangeSet, CodeChange, FieldChange, Part, SectionChange
from ruecklauf.definition.indicators import Indicator, IndicatorFile
from ruecklauf.definition.load import FieldGroup
from ruecklauf.definition.models import (
    FILLED_IN,
    CrossSection,
    GridSection,
    PrintedRows,
    RecordSection,
    Rule,
    TableSection,
    Worksheet,
)
from ruecklauf.fieldtypes import FIELD_TYPES
from ruecklauf.fieldtypes.codelist import Code, CodeList

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SECTIONS = (RecordSection, TableSection, GridSection, CrossSection)
_CHOICES: dict[str, tuple[str, tuple[type[BaseModel], ...]]] = {
    "Field": ("type", FIELD_TYPES),
    "Section": ("kind", _SECTIONS),
}
"""What is chosen among several models, by the key that chooses."""

_DESCRIBED: tuple[type[BaseModel], ...] = (
    Worksheet, *_SECTIONS, PrintedRows, Rule, CodeList, Code, FieldGroup, *FIELD_TYPES,
    ChangeSet, SectionChange, FieldChange, CodeChange, Part, IndicatorFile, Indicator,
)  # fmt: skip
_MODELS = {model.__name__: model for model in _DESCRIBED}
_UNDESCRIBED = {
    ("CodeList", "title"): "what the list is about",
    ("CodeList", "codes"): "the entries, in the order in which they are offered",
}
_TEXT: Schema = {
    "description": "A German text, or texts by language: {de: …, en: …}.",
    "anyOf": [
        {"type": ["string", "number"]},
        {
            "type": "object",
            "required": ["de"],
            "propertyNames": {"pattern": "^[a-z]{2}$"},
            "additionalProperties": {"type": ["string", "number"]},
        },
    ],
}
_REF = "#/$defs/"


def worksheet_schema() -> Schema:
    """What a worksheet.yaml may say."""
    schema = _schema(Worksheet)
    definitions = schema["$defs"]
    definitions["FieldOrGroup"] = {
        "if": {"required": ["use"]},
        "then": {"$ref": f"{_REF}Use"},
        "else": {"$ref": f"{_REF}Field"},
    }
    definitions["Use"] = _use(definitions)
    for section in _SECTIONS:
        definitions[section.__name__]["properties"]["fields"]["items"] = {"$ref": f"{_REF}FieldOrGroup"}
    return schema


def codelist_schema() -> Schema:
    """What a shared code list's file may say."""
    return _schema(CodeList)


def fieldgroup_schema() -> Schema:
    """What a field group's file may say."""
    return _schema(FieldGroup)


def indicators_schema() -> Schema:
    """What a file of indicators may say: each has a function with inputs, or formulas."""
    schema = _schema(IndicatorFile)
    indicator = schema["$defs"]["Indicator"]
    formula = {"type": ["string", "number"]}
    properties = indicator["properties"]
    properties["value"] |= formula
    properties["n"] |= formula
    properties["components"] = {
        "description": properties["components"]["description"],
        "type": "object",
        "propertyNames": {"pattern": properties["components"]["pattern"]},
        "additionalProperties": formula,
    }
    indicator["oneOf"] = [
        {"required": ["function", "inputs"], "not": {"required": ["value"]}},
        {"required": ["value", "n"], "not": {"required": ["function"]}},
    ]
    return schema


SCHEMAS = {
    "worksheet.schema.json": worksheet_schema,
    "codelist.schema.json": codelist_schema,
    "fieldgroup.schema.json": fieldgroup_schema,
    "indicators.schema.json": indicators_schema,
}
"""By file name."""


def schema_text(schema: Schema) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write all schemas into a folder; the files written."""
    written = []
    for name, make in SCHEMAS.items():
        path = folder / name
        path.write_text(_text_made_by(make), encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


@cache
def _text_made_by(make: Callable[[], Schema]) -> str:
    return schema_text(make())


def _schema(model: type[BaseModel]) -> Schema:
    raw = model.model_json_schema()
    definitions = {"Text": _TEXT}
    for name, definition in raw.pop("$defs", {}).items():
        definitions[name] = _object(name, definition) if name in _MODELS else _plain(definition)
    for name, (key, models) in _CHOICES.items():
        if all(choice.__name__ in definitions for choice in models):
            definitions[name] = _choice(key, models)
    whole = _object(model.__name__, raw)
    return {"$schema": DIALECT, "title": model.__name__, **whole, "$defs": dict(sorted(definitions.items()))}


def _choice(key: str, models: tuple[type[BaseModel], ...]) -> Schema:
    """What `type` or `kind` chooses; told one by one, an editor names only the mistakes of the chosen one."""
    tags = {get_args(model.model_fields[key].annotation)[0]: model for model in models}
    return {
        "type": "object",
        "required": [key],
        "properties": {
            key: {"enum": list(tags), "enumDescriptions": [_first_line(model) for model in tags.values()]}
        },
        "allOf": [
            {
                "if": {"required": [key], "properties": {key: {"const": tag}}},
                "then": {"$ref": f"{_REF}{model.__name__}"},
            }
            for tag, model in tags.items()
        ],
    }


def _use(definitions: dict[str, Schema]) -> Schema:
    """The entry that stands for a group's fields: any key but id and type may be set for all of them."""
    options: dict[str, list[Schema]] = {}
    for model in FIELD_TYPES:
        properties = definitions[model.__name__]["properties"]
        for key in [key for key in properties if key not in ("id", "type")]:
            bare = {name: value for name, value in properties[key].items() if name != "default"}
            if bare not in options.setdefault(key, []):
                options[key].append(bare)
    merged = {key: found[0] if len(found) == 1 else {"anyOf": found} for key, found in options.items()}
    use = {"type": "string", "description": "id of a field group, whose fields are put here"}
    return {
        "type": "object",
        "description": "The fields of a group; further keys are set for all of them.",
        "required": ["use"],
        "additionalProperties": False,
        "properties": {"use": use, **merged},
    }


def _object(name: str, schema: Schema) -> Schema:
    """A model's schema as authors need it: described, without what the program fills in."""
    model = _MODELS[name]
    hidden = FILLED_IN.get(model, frozenset())
    properties = {
        key: _property(model, key, value) for key, value in schema["properties"].items() if key not in hidden
    }
    return {
        "type": "object",
        "description": schema.get("description", ""),
        "required": schema.get("required", []),
        "additionalProperties": False,
        "properties": properties,
    }


def _property(model: type[BaseModel], key: str, schema: Schema) -> Schema:
    found = _plain(schema)
    if key == "example":
        found["additionalProperties"] = {"anyOf": [{"type": "boolean"}, {"$ref": f"{_REF}Text"}]}
    pattern = _pattern(model.model_fields[key])
    if pattern:
        # what may be all digits is a number to editors
        found |= {"type": ["string", "number"] if re.search(pattern, "1") else "string", "pattern": pattern}
    if found.get("type") == "number" and "default" in found:
        found["default"] = json.loads(found["default"])
    if "const" in found:
        found["description"] = _first_line(model)
    description = found.pop("description", _UNDESCRIBED.get((model.__name__, key)))
    return {"description": description, **found}


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


def _plain(schema: Any) -> Any:
    """Without titles, nulls and empty defaults; what is declared once is referred to."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "discriminator" in schema:
        key = schema["discriminator"]["propertyName"]
        return {"$ref": _REF + next(name for name, (tag, _) in _CHOICES.items() if tag == key)}
    kept = {key: _plain(value) for key, value in schema.items() if key not in ("title", "anyOf")}
    if kept.get("default", "") in (None, [], {}):
        del kept["default"]
    return {**_options(schema.get("anyOf", [])), **kept}


def _options(options: list[Schema]) -> Schema:
    """The one way of several in which authors write a value; pydantic also reads numbers from texts."""
    if any("propertyNames" in option for option in options):
        return {"$ref": f"{_REF}Text"}
    named: list[Schema] = [_plain(option) for option in options if option != {"type": "null"}]
    numbers = [option for option in named if option.get("type") == "number"]
    if len(numbers or named) > 1:
        return {"anyOf": named}
    return (numbers or named or [{}])[0]


def _pattern(field: FieldInfo) -> str | None:
    """The pattern that a text must match; pydantic's own schema loses it beside a validator."""
    return next(_patterns([*field.metadata, *_annotations(field.annotation)]), None)


def _annotations(annotation: Any) -> list[Any]:
    return [
        *getattr(annotation, "__metadata__", ()),
        *(part for option in get_args(annotation) for part in getattr(option, "__metadata__", ())),
    ]


def _patterns(metadata: Iterable[Any]) -> Iterator[str]:
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from _patterns(item.metadata)
        elif isinstance(getattr(item, "pattern", None), str):
            yield item.pattern


def main() -> None:
    """Write the schemas into the folder named, or into ./schemas."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "schemas")
    for path in write_schemas(folder):
        print(path)


if __name__ == "__main__":
    main()
