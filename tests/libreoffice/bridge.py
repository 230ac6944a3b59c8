"""The UNO bridge to a running office, for the scripts run by the Python that has `uno`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

START_SECONDS = 60


class Bridge:
    """What the running office offers."""

    def __init__(self, pipe: str) -> None:
        self._context = _connected(pipe)
        self._desktop = self.make("com.sun.star.frame.Desktop")

    def make(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def open(self, path: str, *, hidden: bool) -> Any:
        """The document in a file."""
        return self._desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, (property_value("Hidden", hidden),)
        )


def _connected(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return resolver.resolve(address)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def save(document: Any, path: str, filter_name: str) -> None:
    """Save a copy; the document stays the file that was opened."""
    document.storeToURL(Path(path).as_uri(), (property_value("FilterName", filter_name),))


def property_value(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made
