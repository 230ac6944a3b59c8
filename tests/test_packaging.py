"""However it is installed, the program has everything it needs: from a wheel, an sdist, or a checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "engine" / "ruecklauf"
LOOK = """
import json
from pathlib import Path

import ruecklauf
from ruecklauf.library import data_folder, load_library

package, data = Path(ruecklauf.__file__).parent, data_folder()
print(json.dumps({
    "package": str(package),
    "worksheets": sorted(load_library().sources),
    "data": {part: sorted(p.relative_to(data).as_posix() for p in (data / part).rglob("*") if p.is_file())
             for part in ("indicators", "worksheets", "schemas", "samples")},
    "beside the code": sorted(
        p.relative_to(package).as_posix() for p in package.rglob("*")
        if p.is_file() and p.suffix not in (".py", ".pyc") and p.relative_to(package).parts[0] != "data"
    ),
}))
"""


def files(folder: Path) -> list[str]:
    """A folder's own files, without what tools leave there."""
    found = (path.relative_to(ROOT) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path.as_posix() for path in found if not any(part.startswith((".", "__py")) for part in path.parts)
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the wheel that is made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(params=["wheel", "sdist", "editable"])
def way(request: pytest.FixtureRequest) -> str:
    """How the program is installed."""
    return str(request.param)


@pytest.fixture
def python(way: str, built: Path, tmp_path: Path) -> Path:
    """The interpreter of a new environment with the program installed."""
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    what: list[object] = {"wheel": [wheel], "sdist": [sdist], "editable": ["--editable", ROOT]}[way]
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env")
    python = next((tmp_path / "env").glob("[bS]*/python*"))
    (purelib,) = (tmp_path / "env").rglob("site-packages")
    # libraries come from the tests' own environment: nothing is fetched, and its ruecklauf comes last
    (purelib / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, *what)
    return python


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_way_of_installing_brings_all_data(way: str, python: Path, tmp_path: Path) -> None:
    found = json.loads(run(python, "-c", LOOK, cwd=tmp_path))
    in_checkout = Path(found.pop("package")) == PACKAGE
    assert in_checkout == (way == "editable"), "another installation was found"
    assert found == {
        "worksheets": sorted(path.parent.name for path in (ROOT / "worksheets").glob("*/worksheet.yaml")),
        "data": {part: files(ROOT / part) for part in ("indicators", "worksheets", "schemas", "samples")},
        "beside the code": sorted(
            path.relative_to(PACKAGE).as_posix()
            for path in PACKAGE.rglob("*")
            if path.is_file() and path.suffix not in (".py", ".pyc")
        ),
    }
    assert len(found["worksheets"]) >= 9


def test_installed_command_runs(python: Path, tmp_path: Path) -> None:
    assert "Usage" in run(python.with_name("ruecklauf"), "--help", cwd=tmp_path)


def test_sdist_has_what_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert set(files(ROOT / "tests")) <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "constraints.txt"} <= names


def test_wheel_has_nothing_but_the_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ruecklauf"}
