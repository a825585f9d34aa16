"""The assertions of the CDK's standard tests that its image tests leave out.

`airbyte-cdk image test` looks at exit codes and statuses. The CDK holds its own
connectors, which run inside its tests, to more: the catalogue, each record, and
secrets in the output. The same functions look at what this connector prints.
"""

import subprocess

import pytest
from airbyte_cdk.models import (
    ConfiguredAirbyteCatalog,
    ConfiguredAirbyteCatalogSerializer,
    ConfiguredAirbyteStream,
    DestinationSyncMode,
    SyncMode,
)
from airbyte_cdk.test.entrypoint_wrapper import EntrypointOutput
from airbyte_cdk.test.standard_tests._catalog_checks import find_catalog_problems, format_catalog_problems
from airbyte_cdk.test.standard_tests._read_assertions import assert_read_records
from airbyte_cdk.test.standard_tests._spec_lint import (
    assert_no_secrets_in_output,
    assert_spec_is_valid,
    get_single_spec,
)
from conftest import CONNECTOR, TESTS, keep
from orjson import dumps

NAME = "source-sage-intacct"
CONFIG = TESTS / "sandbox_config.json"
INVALID = TESTS / "invalid_config.json"


def run(folder, *arguments):
    """Runs the connector; its output stays in a file, because it may be large."""
    output = folder / f"{arguments[0]}.jsonl"
    with output.open("wb") as stdout:
        done = subprocess.run(
            [CONNECTOR, *arguments], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, timeout=300
        )
    keep(output.read_bytes(), arguments[0])
    return EntrypointOutput(message_file=output, command=list(map(str, arguments)), stderr=done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("standard")


@pytest.fixture(scope="module")
def spec(folder):
    return get_single_spec(run(folder, "spec"), connector_name=NAME)


@pytest.fixture(scope="module")
def catalog(folder):
    return run(folder, "discover", "--config", CONFIG).catalog.catalog


def test_spec(spec):
    assert_spec_is_valid(spec, connector_name=NAME)


@pytest.mark.parametrize("role", ["source", "destination"])
def test_spec_of_a_role(folder, role):
    assert_spec_is_valid(get_single_spec(run(folder, role, "spec"), connector_name=NAME), connector_name=NAME)


def test_catalog(catalog):
    problems = find_catalog_problems(catalog)
    assert not problems, format_catalog_problems(problems)


@pytest.mark.parametrize("mode", [SyncMode.full_refresh, SyncMode.incremental])
def test_records(folder, spec, catalog, credentials, mode):
    configured = ConfiguredAirbyteCatalog(
        streams=[
            # Neither cursor nor key is named: the source's own ones count.
            ConfiguredAirbyteStream(stream=stream, sync_mode=mode, destination_sync_mode=DestinationSyncMode.append)
            for stream in catalog.streams
        ]
    )
    file = folder / "catalog.json"
    file.write_bytes(dumps(ConfiguredAirbyteCatalogSerializer.dump(configured)))
    output = run(folder, "read", "--config", CONFIG, "--catalog", file, "--debug")
    assert_no_secrets_in_output(output, spec=spec, config=credentials, verb="read", connector_name=NAME)
    assert not output.errors
    assert_read_records(
        records=output.records_iterator, configured_catalog=configured,
        require_records_per_stream=True, validate_schema=True,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["check", "discover"])
def test_no_secret_where_it_fails(folder, spec, credentials, command):
    wrong = {**credentials, "user_password": "not the password"}
    output = run(folder, command, "--config", INVALID, "--debug")
    assert_no_secrets_in_output(output, spec=spec, config=wrong, verb=command, connector_name=NAME)
