"""The wheels: the program as a package that needs no Docker.

WHEELS is the folder that `go run ./release wheels` has written.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import airbyte as ab
import pytest
import yaml

from conftest import TESTS, cache_in, counts

WHEELS = Path(os.environ["WHEELS"])
CONFIG = ["--config", str(TESTS / "sandbox_config.json")]


def wheel(role):
    (found,) = WHEELS.glob(f"airbyte_{role}_sage_intacct-*manylinux*{platform.machine()}*.whl")
    return found


def ran(*command, **options):
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=300, **options).stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder of the scripts of an environment in which pip installed both wheels."""
    folder = tmp_path_factory.mktemp("installed")
    ran(sys.executable, "-m", "venv", str(folder))
    ran(str(folder / "bin" / "pip"), "install", "-q", "--no-index", str(wheel("source")), str(wheel("destination")))
    return folder / "bin"


def test_pip(installed):
    """Each script plays its role, by its name alone."""
    source = json.loads(ran(installed / "source-sage-intacct", "spec"))["spec"]["connectionSpecification"]["properties"]
    assert "start_date" in source and "on_reject" not in source
    catalog = ran(installed / "destination-sage-intacct", "discover", *CONFIG)
    assert '"type":"DESTINATION_CATALOG"' in catalog
    listed = ran(installed / "pip", "list", "--format", "freeze")
    for role in ("source", "destination"):
        version = wheel(role).name.split("-")[1]
        assert f"airbyte-{role}-sage-intacct=={version}" in listed.replace("_", "-")
    ran(installed / "pip", "uninstall", "-q", "-y", "airbyte-destination-sage-intacct")
    assert not (installed / "destination-sage-intacct").exists()


@pytest.mark.parametrize("role", ["source", "destination"])
def test_contents(role):
    with zipfile.ZipFile(wheel(role)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        (script,) = [name for name in names if name.endswith(f".data/scripts/{role}-sage-intacct")]
        assert archive.getinfo(script).external_attr >> 16 & 0o111 == 0o111
        (record,) = [name for name in names if name.endswith(".dist-info/RECORD")]
        assert len(archive.read(record).splitlines()) == len(names)


def test_pyairbyte(credentials, tmp_path):
    """PyAirbyte installs it by `pip_url`, and reads."""
    source = ab.get_source(
        "source-sage-intacct", credentials, pip_url=str(wheel("source")), install_root=tmp_path, streams=["VENDOR", "DEPARTMENT"]
    )
    source.check()
    cache = cache_in(tmp_path)
    assert source.read(cache).processed_records == sum(counts(cache, ["VENDOR", "DEPARTMENT"]).values()) > 0
    assert source.read(cache).processed_records == 0
    destination = ab.get_destination(
        "destination-sage-intacct", credentials, pip_url=str(wheel("destination")), install_root=tmp_path
    )
    destination.check()


def test_serverless(credentials, installed, tmp_path):
    """airbyte-serverless makes a connection of the script, and runs it."""
    abs_ = shutil.which("abs", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    script = str(installed / "source-sage-intacct")
    ran(abs_, "create", "sage", "--source", script, "--destination", "print", cwd=tmp_path)
    (file,) = tmp_path.glob("**/sage.yaml")
    connection = yaml.safe_load(file.read_text())
    assert connection["source"]["executable"] == script
    connection["source"]["config"], connection["source"]["streams"] = credentials, "VENDOR,DEPARTMENT"
    file.write_text(yaml.safe_dump(connection))
    printed = ran(abs_, "run", "sage", cwd=tmp_path)
    assert "ERROR" not in printed
    assert printed.count("VENDORID") >= 90 and "DEPARTMENTID" in printed and "state" in printed.lower()
