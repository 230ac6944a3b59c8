"""The address of a database: read without surprises, and shown without its password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from ruecklauf.errors import StoreError

_SECRET = re.compile("pass|secret|token", re.IGNORECASE)
"""In the names of what a query may hold: password, passfile, sslpassword."""
HIDDEN = "***"


def read_address(url: str) -> URL:
    """The address; StoreError, which repeats nothing of it, if it cannot be one."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _unreadable() from error
    in_vain = is_sqlite(address) and address.query and not (address.database or "").startswith("file:")
    if in_vain or not url.isprintable():
        raise _unreadable()
    if "@" in (address.host or "") + ("" if is_sqlite(address) else address.database or ""):
        raise StoreError(
            "The database address has an @ or / too many.",
            remedy="In a password write %40 for @, %2F for /, %3F for ?, %3A for : in ruecklauf.toml.",
        )
    return address


def is_sqlite(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def shown_address(address: URL) -> str:
    """The address for people to read, without passwords, wherever in it they stand."""
    secret = [name for name in address.query if _SECRET.search(name)]
    return address.difference_update_query(secret).render_as_string(hide_password=True)


def without_secrets(text: str, address: URL) -> str:
    """A message of the database's, which may repeat passwords of the address."""
    asked = [values for name, values in address.normalized_query.items() if _SECRET.search(name)]
    secrets = {str(address.password or ""), *chain.from_iterable(asked)} - {""}
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def make_engine(address: URL, options: Mapping[str, Any]) -> Engine:
    """Connections to the address; StoreError where it asks for what there is not."""
    try:
        # values stay out of error messages: they may be personal
        return create_engine(address, connect_args=dict(options), hide_parameters=True)
    except (ArgumentError, TypeError, ValueError) as error:
        raise _unreadable() from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"The database driver {error.name} is not installed.",
            remedy='Run pip install "ruecklauf[postgres]".',
        ) from error


def _unreadable() -> StoreError:
    return StoreError("The database address cannot be read.", remedy="Check it in ruecklauf.toml.")
