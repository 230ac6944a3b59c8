"""LibreOffice for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from libreoffice.soffice import Office, running_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One running LibreOffice, in German."""
    with running_office(tmp_path_factory.mktemp("office")) as running:
        yield running
