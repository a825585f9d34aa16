"""The registry that the program writes, in Airbyte's models of one, and fetched
as the platform fetches it.

The platform appends paths to CONNECTOR_REGISTRY_BASE_URL and takes 404 for "there
is none" (RemoteDefinitionsProvider in its sources).
"""

import http.server
import json
import subprocess
import threading
import urllib.request
from functools import partial
from urllib.parse import urljoin

import pytest
import yaml
from airbyte_connector_models.metadata.v0.connector_metadata_definition_v0 import ConnectorMetadataDefinitionV0
from airbyte_connector_models.metadata.v0.connector_registry_v0 import ConnectorRegistryV0

from conftest import CONNECTOR, ROOT

METADATA = {
    "source": ROOT / "metadata.yaml",
    "destination": ROOT / "docs" / "destinations" / "destination-sage-intacct" / "metadata.yaml",
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A registry, served; its address, with the slash at its end that the platform wants."""
    folder = tmp_path_factory.mktemp("registry")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    base = f"http://127.0.0.1:{server.server_port}/"
    subprocess.run(
        [CONNECTOR, "registry", "--out", folder, "--images", "ghcr.io/acme", "--base-url", base], check=True, timeout=60
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield base
    server.shutdown()


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


@pytest.mark.parametrize("role", METADATA)
def test_metadata(role):
    parsed = ConnectorMetadataDefinitionV0.model_validate(yaml.safe_load(METADATA[role].read_text()))
    assert parsed.data.docker_repository == f"airbyte-{role}-sage-intacct"
    assert parsed.data.external_documentation_urls
    assert parsed.data.releases is not None


def test_list(served):
    listed = json.loads(fetch(urljoin(served, "registries/v0/oss_registry.json")))
    parsed = ConnectorRegistryV0.model_validate(listed)
    assert len(parsed.sources) == len(parsed.destinations) == 1
    destination = parsed.destinations[0]
    assert destination.supports_refreshes and destination.supports_data_activation
    assert parsed.sources[0].suggested_streams.streams


@pytest.mark.parametrize("role", METADATA)
def test_entry(served, role):
    """What the list says of a connector is at the path that the platform makes of it."""
    listed = json.loads(fetch(urljoin(served, "registries/v0/oss_registry.json")))[role + "s"][0]
    assert listed["dockerRepository"] == f"ghcr.io/acme/airbyte-{role}-sage-intacct"
    at = f"metadata/{listed['dockerRepository']}/{listed['dockerImageTag']}/"
    assert json.loads(fetch(urljoin(served, at + "oss.json"))) == listed
    assert fetch(urljoin(served, at + "doc.md")).startswith(b"# Sage Intacct")
    assert fetch(listed["documentationUrl"]).startswith(b"# Sage Intacct")
    assert fetch(listed["iconUrl"]).startswith(b"<svg")
    assert 0 < listed["maxSecondsBetweenMessages"] <= 1800


@pytest.mark.parametrize("role", METADATA)
def test_specification(served, role):
    """The entry's specification is that of the image, but for the page."""
    listed = json.loads(fetch(urljoin(served, "registries/v0/oss_registry.json")))[role + "s"][0]
    printed = json.loads(subprocess.run([CONNECTOR, role, "spec"], capture_output=True, check=True, timeout=60).stdout)
    assert {**printed["spec"], "documentationUrl": listed["documentationUrl"]} == listed["spec"]
