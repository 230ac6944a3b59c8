"""LibreOffice for the tests of this folder, and the many forms that are left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from libreoffice.sending import form_writer
from libreoffice.soffice import Office, running_office
from ruecklauf.forms.workbooks.stamp import FormWriter


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "office_many: the same on many forms; run with `-m office_many`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the many forms out unless they are asked for by their marker."""
    if "office_many" in str(config.getoption("markexpr")):
        return
    many = [item for item in items if item.get_closest_marker("office_many")]
    config.hook.pytest_deselected(items=many)
    items[:] = [item for item in items if item not in many]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One running LibreOffice."""
    with running_office(tmp_path_factory.mktemp("office")) as running:
        yield running


@pytest.fixture(scope="session")
def writer() -> FormWriter:
    """Forms of one round with all worksheets of the library."""
    return form_writer()
