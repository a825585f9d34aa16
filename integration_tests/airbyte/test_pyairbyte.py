"""The connector under PyAirbyte, as its users run it, in both roles."""

import json
import os
import stat
import sys
from decimal import Decimal

import airbyte as ab
import pytest
from airbyte.progress import ProgressTracker
from airbyte.shared.state_providers import StaticInputState

from conftest import CONNECTOR, cache_in, counts, equals, settle, values

BILL = {
    "WHENCREATED": "2026-10-15",
    "WHENDUE": "2026-11-15",
    "BASECURR": "USD",
    "CURRENCY": "USD",
}
PLACE = {"LOCATIONID": "110", "DEPARTMENTID": "200"}


def mode_name(mode):
    return getattr(mode, "value", mode)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="module")
def source(connector, company):
    return ab.get_source("source-sage-intacct", company.config, local_executable=connector)


@pytest.fixture(scope="module")
def synced(source, folder):
    """The cache after a first sync of all streams."""
    source.select_all_streams()
    cache = cache_in(folder)
    result = source.read(cache)
    return cache, result


def test_check(source):
    source.check()


def test_check_fails(connector, company):
    wrong = {**company.config, "user_password": "not the password"}
    source = ab.get_source("source-sage-intacct", wrong, local_executable=connector)
    with pytest.raises(ab.exceptions.AirbyteConnectorCheckFailedError):
        source.check()


def test_discover(source):
    streams = source.get_available_streams()
    assert {"GLENTRY", "APBILL", "APBILLITEM", "VENDOR", "CUSTOMER"} <= set(streams)
    assert len(streams) > 40


def test_first_read(source, synced, company):
    cache, result = synced
    streams = source.get_available_streams()
    stored = counts(cache, streams)
    assert result.processed_records == sum(stored.values())
    assert all(stored.values()), f"empty tables: {stored}"
    for name in ("GLENTRY", "APBILL", "APBILLITEM", "VENDOR", "DEPARTMENT"):
        assert stored[name] == len(company.rows(name, "RECORDNO")), name


def test_amounts_are_exact(synced, company):
    cache, _ = synced
    stored = dict(values(cache, "select recordno, totalentered from intacct.apbill"))
    for row in company.rows("APBILL", "RECORDNO", "TOTALENTERED"):
        assert stored[int(row["RECORDNO"])] == Decimal(row["TOTALENTERED"]), row


def test_nothing_new(source, synced):
    cache, _ = synced
    streams = source.get_available_streams()
    before = counts(cache, streams)
    incremental = [
        stream.name
        for stream in source.discovered_catalog.streams
        if "incremental" in map(mode_name, stream.supported_sync_modes)
    ]
    assert len(incremental) > 40
    result = source.read(cache, streams=incremental)
    assert result.processed_records == 0
    assert counts(cache, streams) == before


def test_exactly_the_changes(source, synced, company):
    cache, _ = synced
    streams = ["VENDOR", "DEPARTMENT", "APBILL", "APBILLITEM", "CUSTOMER", "GLACCOUNT"]
    before = counts(cache, streams)
    company.create("VENDOR", VENDORID="PY-1", NAME="Später & Söhne <𝔘>")
    company.create("DEPARTMENT", DEPARTMENTID="PY", TITLE="New ventures")
    company.update("DEPARTMENT", DEPARTMENTID="PY", TITLE="Newer ventures")
    company.update("CUSTOMER", CUSTOMERID=company.rows("CUSTOMER", "CUSTOMERID")[0]["CUSTOMERID"], COMMENTS="seen")
    settle()

    result = source.read(cache, streams=streams)
    assert result.processed_records == 3
    assert {name: stream for name in streams if (stream := counts(cache, streams)[name] - before[name])} == {
        "VENDOR": 1,
        "DEPARTMENT": 1,
    }
    assert values(cache, "select name from intacct.vendor where vendorid = 'PY-1'") == [("Später & Söhne <𝔘>",)]
    assert values(cache, "select title from intacct.department where departmentid = 'PY'") == [("Newer ventures",)]
    assert source.read(cache, streams=streams).processed_records == 0


def messages_of(source, streams, states=()):
    """The messages of a read that begins with the states, and how it failed."""
    tracker = ProgressTracker(source=source, cache=None, destination=None, expected_streams=streams)
    read = source._get_airbyte_message_iterator(
        streams=streams, state_provider=StaticInputState(list(states)), progress_tracker=tracker
    )
    messages = []
    try:
        for message in read:
            messages.append(message)
    except ab.exceptions.PyAirbyteError as failure:
        return messages, failure
    return messages, None


def keys_of(messages):
    return {(m.record.stream, m.record.data["RECORDNO"]) for m in messages if m.record}


def test_resumes_after_a_killed_read(connector, company, folder, tmp_path):
    """A read is killed amid its pages. The next begins where its states end, and nothing is lost."""
    killed = tmp_path / "killed"
    killed.write_text(
        f"#!{sys.executable}\n"
        "import subprocess, sys\n"
        f"process = subprocess.Popen([{str(CONNECTOR)!r}, *sys.argv[1:]], stdout=subprocess.PIPE)\n"
        "for number, line in enumerate(process.stdout):\n"
        "    sys.stdout.buffer.write(line)\n"
        "    if sys.argv[1] == 'read' and number == 12000:\n"
        "        process.kill()\n"
        "        sys.stdout.buffer.flush()\n"
        "        sys.exit(137)\n"
        "sys.stdout.buffer.flush()\n"
        "sys.exit(process.wait())\n"
    )
    killed.chmod(killed.stat().st_mode | stat.S_IXUSR)
    streams = ["APBILLITEM", "GLENTRY"]
    everything = {(name, int(row["RECORDNO"])) for name in streams for row in company.rows(name, "RECORDNO")}

    broken = ab.get_source("source-sage-intacct", company.config, local_executable=killed)
    first, failure = messages_of(broken, streams)
    assert failure is not None
    assert 0 < len(keys_of(first)) < len(everything)
    states = {m.state.stream.stream_descriptor.name: m.state for m in first if m.state}
    assert states, "no state before the read was killed"

    whole = ab.get_source("source-sage-intacct", company.config, local_executable=connector)
    second, failure = messages_of(whole, streams, states.values())
    assert failure is None
    assert keys_of(first) | keys_of(second) == everything
    assert len(keys_of(second)) < len(everything), "it began from the start"

    # PyAirbyte's own caches begin again after a failure, and must be right too.
    cache = cache_in(folder, "killed")
    with pytest.raises(ab.exceptions.PyAirbyteError):
        broken.read(cache, streams=streams)
    whole.read(cache_in(folder, "killed"), streams=streams)
    assert sum(counts(cache, streams).values()) == len(everything)


def warehouse(tmp_path, prefix):
    """A source of vendors and bills, such as a warehouse would be."""
    vendors = [{"VENDORID": f"{prefix}-{i}", "NAME": f"Wärehouse & Co <{i}>", "CREDITLIMIT": 1000.5 + i} for i in range(1, 4)]
    bills = [
        {
            **BILL,
            "VENDORID": f"{prefix}-{i}",
            "RECORDID": f"{prefix}-BILL-{i}",
            "DESCRIPTION": f"Bill {i}",
            "APBILLITEMS": [
                {"ACCOUNTNO": "6000", "TRX_AMOUNT": 10.25 * i, **PLACE, "ENTRYDESCRIPTION": "one"},
                {"ACCOUNTNO": "6000", "TRX_AMOUNT": 5, **PLACE, "ENTRYDESCRIPTION": "two"},
            ],
        }
        for i in range(1, 4)
    ]
    text, number = {"type": ["null", "string"]}, {"type": ["null", "number"]}
    schemas = {
        "VENDOR": {"VENDORID": text, "NAME": text, "CREDITLIMIT": number},
        "APBILL": {
            **{name: text for name in ("VENDORID", "RECORDID", "DESCRIPTION", *BILL)},
            "APBILLITEMS": {"type": ["null", "array"], "items": {"type": "object"}},
        },
    }
    keys = {"VENDOR": "VENDORID", "APBILL": "RECORDID"}
    streams = [
        {
            "name": name,
            "json_schema": {"type": "object", "properties": schema},
            "supported_sync_modes": ["full_refresh"],
            "source_defined_primary_key": [[keys[name]]],
        }
        for name, schema in schemas.items()
    ]
    messages = {
        "spec": [{"type": "SPEC", "spec": {"connectionSpecification": {"type": "object", "properties": {}}}}],
        "check": [{"type": "CONNECTION_STATUS", "connectionStatus": {"status": "SUCCEEDED"}}],
        "discover": [{"type": "CATALOG", "catalog": {"streams": streams}}],
        "read": [
            {"type": "RECORD", "record": {"stream": stream, "data": data, "emitted_at": 1767225600000}}
            for stream, records in (("VENDOR", vendors), ("APBILL", bills))
            for data in records
        ]
        + [
            {
                "type": "STATE",
                "state": {
                    "type": "STREAM",
                    "stream": {"stream_descriptor": {"name": name}, "stream_state": {"done": 1}},
                    "sourceStats": {"recordCount": 3.0},
                },
            }
            for name in schemas
        ],
    }
    for command, lines in messages.items():
        (tmp_path / command).write_text("".join(json.dumps(line) + "\n" for line in lines))
    script = tmp_path / "source-warehouse"
    script.write_text(f'#!/bin/sh\ncat "{tmp_path}/$1"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return ab.get_source("source-warehouse", {}, local_executable=script, streams="*")


def check_written(company, prefix):
    """The company holds the warehouse's vendors and bills, each once."""
    for i in range(1, 4):
        vendor = company.rows("VENDOR", "NAME", "CREDITLIMIT", where=equals("VENDORID", f"{prefix}-{i}"))
        assert len(vendor) == 1, vendor
        assert vendor[0]["NAME"] == f"Wärehouse & Co <{i}>"
        assert Decimal(vendor[0]["CREDITLIMIT"]) == Decimal(1000.5 + i)
        bill = company.rows("APBILL", "RECORDNO", "TOTALENTERED", where=equals("RECORDID", f"{prefix}-BILL-{i}"))
        assert len(bill) == 1, bill
        assert Decimal(bill[0]["TOTALENTERED"]) == Decimal("10.25") * i + 5
        lines = company.rows("APBILLITEM", "TRX_AMOUNT", where=equals("RECORDKEY", bill[0]["RECORDNO"]))
        assert len(lines) == 2, lines


@pytest.fixture(scope="module")
def destination(connector, other_company):
    return ab.get_destination("destination-sage-intacct", other_company.config, local_executable=connector)


def test_destination_check(destination):
    destination.check()


def test_write_from_a_cache(destination, other_company, folder, tmp_path):
    read = warehouse(tmp_path, "CACHE").read(cache_in(folder, "warehouse"))
    result = destination.write(read, cache=None)
    assert result.processed_records == 6
    check_written(other_company, "CACHE")


@pytest.mark.parametrize("prefix", ["CACHE", "STRAIGHT", "STRAIGHT"], ids=["known", "new", "again"])
def test_write_from_a_source(destination, other_company, tmp_path, prefix):
    """Straight from a source. What was written before, by whatever way, is not posted twice."""
    destination.write(warehouse(tmp_path, prefix), streams="*", cache=False, state_cache=False)
    check_written(other_company, prefix)


def test_write_what_was_read(source, destination, company, other_company, folder):
    """Vendors of one company go into another, through a cache."""
    company.create("VENDOR", VENDORID="MOVED", NAME="Moved & kept", CREDITLIMIT="12345678.90")
    settle()
    read = source.read(cache_in(folder, "moved"), streams=["VENDOR"])
    destination.write(read)
    row = other_company.rows("VENDOR", "NAME", "CREDITLIMIT", where=equals("VENDORID", "MOVED"))
    assert [(r["NAME"], Decimal(r["CREDITLIMIT"])) for r in row] == [("Moved & kept", Decimal("12345678.90"))]


def test_rejected_records_fail_the_write(destination, tmp_path):
    source = warehouse(tmp_path, "BAD")
    lines = (tmp_path / "read").read_text().splitlines(keepends=True)
    vendors = "".join(line for line in lines if '"VENDOR"' in line)
    (tmp_path / "read").write_text(vendors.replace('"CREDITLIMIT"', '"NOSUCHFIELD"'))
    with pytest.raises(ab.exceptions.PyAirbyteError):
        destination.write(source, streams=["VENDOR"], cache=False, state_cache=False)


@pytest.fixture(scope="module")
def image():
    assert os.environ.get("IMAGE"), "there is no image"
    return os.environ["IMAGE"]


def test_image_source(image, company, folder):
    source = ab.get_source("source-sage-intacct", company.config, docker_image=image, use_host_network=True)
    source.check()
    assert "APBILL" in source.get_available_streams()
    cache = cache_in(folder, "image")
    streams = ["VENDOR", "APBILL"]
    result = source.read(cache, streams=streams)
    assert counts(cache, streams) == {name: len(company.rows(name, "RECORDNO")) for name in streams}
    assert result.processed_records > 0
    assert source.read(cache, streams=streams).processed_records == 0


def test_image_embedded_company(image, credentials, folder):
    source = ab.get_source("source-sage-intacct", credentials, docker_image=image)
    source.check()
    assert source.read(cache_in(folder, "embedded"), streams=["DEPARTMENT"]).processed_records > 0


def test_image_destination(image, other_company, tmp_path):
    destination = ab.get_destination(
        "destination-sage-intacct", other_company.config, docker_image=image, use_host_network=True
    )
    destination.check()
    destination.write(warehouse(tmp_path, "IMAGE"), streams="*", cache=False, state_cache=False)
    check_written(other_company, "IMAGE")
