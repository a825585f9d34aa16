"""Creates, edits and deletes in the company, as a warehouse ends up with them.

The warehouse is a SQLite file and the rules of Airbyte's append + deduped mode:
of several records with one key the one with the greatest cursor counts, the
later of equal ones; it replaces an older row; a record with a value in
_ab_cdc_deleted_at removes it.
"""

import json
import sqlite3
import subprocess

import pytest

from conftest import CONNECTOR, keep, settle

DELETED = "_ab_cdc_deleted_at"
# What the company computes from other records moves no cursor: these totals
# follow the open documents, and a sync sees them when the record itself changes.
COMPUTED = {"VENDOR": {"TOTALDUE"}, "CUSTOMER": {"TOTALDUE"}}
STREAMS = ("VENDOR", "CUSTOMER", "DEPARTMENT", "PROJECT", "APBILL", "APBILLITEM")


class Warehouse:
    """Tables that a destination of Airbyte would keep."""

    def __init__(self, streams):
        self.database = sqlite3.connect(":memory:")
        self.streams = {stream["name"]: stream for stream in streams}
        self.extraction = 0
        for name in self.streams:
            columns = "cursor text, extraction int, data text"
            self.database.execute(f'create table "{name}" (key text primary key, {columns})')
            self.database.execute(f'create table "{name}_raw" (key text, {columns})')

    def receive(self, name, data):
        stream = self.streams[name]
        values = [data[path[0]] for path in stream["source_defined_primary_key"]]
        assert any(value is not None for value in values), f"{name}: a record without a key"
        key = json.dumps(values)
        cursor = data.get(stream["default_cursor_field"][0])
        self.extraction += 1
        self.database.execute(
            f'insert into "{name}_raw" values (?, ?, ?, ?)', (key, cursor, self.extraction, json.dumps(data))
        )

    def deduplicate(self):
        """Takes what was received into the tables. Nulls are older than any cursor."""
        deleted = f"json_extract(data, '$.{DELETED}') is not null"
        for name in self.streams:
            self.database.executescript(f"""
                create temp table latest as
                  select key, coalesce(cursor, '') as cursor, extraction, data from (
                    select *, row_number() over (
                      partition by key order by coalesce(cursor, '') desc, extraction desc) as place
                    from "{name}_raw")
                  where place = 1;
                create temp table newer as
                  select latest.* from latest left join "{name}" as old using (key)
                  where old.key is null or latest.cursor > old.cursor
                    or latest.cursor = old.cursor and latest.extraction > old.extraction;
                delete from "{name}" where key in (select key from newer);
                insert into "{name}" select * from newer where not {deleted};
                drop table latest;
                drop table newer;
                delete from "{name}_raw";
            """)

    def table(self, name):
        rows = (json.loads(data) for (data,) in self.database.execute(f'select data from "{name}"'))
        return {row["RECORDNO"]: {field: value for field, value in row.items() if field != DELETED} for row in rows}


class Sync:
    """A connection from a company to the warehouse, incremental and deduped."""

    def __init__(self, company, folder, streams):
        self.config = folder / "config.json"
        self.config.write_text(json.dumps(company.config))
        discovered = [m["catalog"]["streams"] for m in self.run("discover") if m["type"] == "CATALOG"]
        self.streams = [stream for stream in discovered[0] if stream["name"] in streams]
        self.catalog, self.states = folder / "catalog.json", folder / "states.json"
        self.warehouse = Warehouse(self.streams)
        self.latest = {}

    def run(self, command, *arguments):
        done = subprocess.run(
            [CONNECTOR, command, "--config", self.config, *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        keep(done.stdout, command)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def read(self, mode, states):
        self.catalog.write_text(
            json.dumps(
                {
                    "streams": [
                        {
                            "stream": stream,
                            "sync_mode": mode,
                            "destination_sync_mode": "append_dedup",
                            "cursor_field": stream["default_cursor_field"],
                            "primary_key": stream["source_defined_primary_key"],
                        }
                        for stream in self.streams
                    ]
                }
            )
        )
        self.states.write_text(json.dumps([{"type": "STREAM", "stream": state} for state in states]))
        return self.run("read", "--catalog", self.catalog, "--state", self.states)

    def __call__(self):
        """Syncs, and returns the records by stream."""
        received = {name: [] for name in STREAMS}
        for message in self.read("incremental", self.latest.values()):
            if message["type"] == "RECORD":
                record = message["record"]
                received[record["stream"]].append(record["data"])
                self.warehouse.receive(record["stream"], record["data"])
            if message["type"] == "STATE":
                state = message["state"]["stream"]
                self.latest[state["stream_descriptor"]["name"]] = state
        self.warehouse.deduplicate()
        return received

    def whole(self):
        """The company as a full refresh reads it."""
        tables = {name: {} for name in STREAMS}
        for message in self.read("full_refresh", []):
            if message["type"] == "RECORD":
                data = message["record"]["data"]
                assert data.pop(DELETED, None) is None
                tables[message["record"]["stream"]][data["RECORDNO"]] = data
        return tables


def check_equal(sync, company):
    """The tables are what another client and a full refresh see."""
    whole = sync.whole()
    for name in STREAMS:
        table = sync.warehouse.table(name)
        assert set(table) == {int(row["RECORDNO"]) for row in company.rows(name, "RECORDNO")}, name
        for key, row in whole[name].items():
            computed = dict.fromkeys(COMPUTED.get(name, ()))
            assert {**table[key], **computed} == {**row, **computed}, f"{name} {key}"


@pytest.fixture(scope="module")
def sync(company, tmp_path_factory):
    connection = Sync(company, tmp_path_factory.mktemp("sync"), STREAMS)
    connection()
    return connection


def bill(company, number, vendor="V1001"):
    return company.create(
        "APBILL",
        WHENCREATED="10/15/2026",
        WHENPOSTED="10/15/2026",
        VENDORID=vendor,
        RECORDID=f"DEL-{number}",
        WHENDUE="11/15/2026",
        BASECURR="USD",
        CURRENCY="USD",
        APBILLITEMS={
            "APBILLITEM": [
                {"ACCOUNTNO": "6000", "TRX_AMOUNT": "10.25", "LOCATIONID": "110", "DEPARTMENTID": "200"},
                {"ACCOUNTNO": "6000", "TRX_AMOUNT": "5", "LOCATIONID": "110", "DEPARTMENTID": "200"},
            ]
        },
    )


def test_deletes_are_declared(sync):
    for stream in sync.streams:
        assert DELETED in stream["json_schema"]["properties"], stream["name"]


def test_first_sync(sync, company):
    check_equal(sync, company)


@pytest.fixture(scope="module")
def born(company, sync):
    """Records that come and change between two syncs, and some that go at once."""
    keys = {
        "VENDOR": [company.create("VENDOR", VENDORID=f"DEL-{i}", NAME=f"Mayfly & Co {i}") for i in range(4)],
        "DEPARTMENT": [company.create("DEPARTMENT", DEPARTMENTID=f"DEL-{i}", TITLE=f"Brief {i}") for i in range(3)],
        "CUSTOMER": [company.create("CUSTOMER", CUSTOMERID=f"DEL-{i}", NAME=f"Guest {i}") for i in range(2)],
        "APBILL": [bill(company, i) for i in range(3)],
    }
    company.update("DEPARTMENT", DEPARTMENTID="DEL-0", TITLE="Renamed")
    company.delete("VENDOR", keys["VENDOR"].pop())
    return keys


def test_creates_and_edits(sync, company, born):
    settle()
    received = sync()
    assert len([data for data in received["VENDOR"] if not data.get(DELETED)]) == 3
    check_equal(sync, company)


def test_deletes(sync, company, born):
    company.delete("VENDOR", born["VENDOR"][0])
    company.delete("DEPARTMENT", born["DEPARTMENT"][1])
    company.delete("CUSTOMER", born["CUSTOMER"][0])
    company.delete("APBILL", born["APBILL"][0])
    company.update("VENDOR", VENDORID="DEL-1", NAME="Still there")
    company.update("APBILL", RECORDNO=born["APBILL"][1], DESCRIPTION="Edited")
    settle()
    received = sync()
    for name, number in (("VENDOR", 0), ("DEPARTMENT", 1), ("CUSTOMER", 0), ("APBILL", 0)):
        gone = born[name][number]
        marked = [data["RECORDNO"] for data in received[name] if data.get(DELETED)]
        assert gone in marked, f"{name}: {marked}"
    check_equal(sync, company)


def test_a_name_lives_again(sync, company):
    """A new record under a deleted one's name is another record."""
    company.create("VENDOR", VENDORID="DEL-0", NAME="Born again")
    settle()
    sync()
    check_equal(sync, company)
    names = [row["NAME"] for row in sync.warehouse.table("VENDOR").values() if row["VENDORID"] == "DEL-0"]
    assert names == ["Born again"]


def test_nothing_new(sync):
    settle()
    assert not any(sync().values())
