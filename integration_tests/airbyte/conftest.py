"""What the tests with Airbyte's own Python tools share.

CONNECTOR is the program under test, RECORDED a folder in which everything that
it prints in these tests is kept for the last of them.
"""

import itertools
import json
import os
import re
import stat
import subprocess
import tempfile
import time
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from airbyte.caches import DuckDBCache

CONNECTOR = Path(os.environ["CONNECTOR"])
RECORDED = Path(os.environ["RECORDED"])
TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent


def keep(output, command):
    """Keeps what the connector printed for a command, for the tests of the models."""
    file = Path(tempfile.mktemp(prefix="kept-", suffix=f"-{command}.jsonl", dir=RECORDED))
    file.write_bytes(output if isinstance(output, bytes) else output.encode())


@pytest.fixture(scope="session")
def credentials():
    """The published credentials of the demo company."""
    return json.loads((TESTS / "sandbox_config.json").read_text())


@pytest.fixture(scope="session")
def connector(tmp_path_factory):
    """The connector, for tools that want an executable; its output is kept."""
    script = tmp_path_factory.mktemp("bin") / "connector"
    script.write_text(
        "#!/usr/bin/env bash\n"
        # The program takes the shell's place, and with it signals and exit code.
        f'exec "{CONNECTOR}" "$@" > >(tee "{RECORDED}/$$-${{1:-none}}.jsonl")\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return script


class Company:
    """The people of a company that `sandbox --listen` serves.

    Speaks XML by itself, so that what the connector says can be compared with
    what another client sees.
    """

    def __init__(self, credentials):
        self.credentials = credentials
        self.process = subprocess.Popen(
            [CONNECTOR, "sandbox", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
        )
        greeting = self.process.stdout.readline()
        base = re.search(r"http://127\.0\.0\.1:\d+", greeting).group()
        self.url = base + "/ia/xml/xmlgw.phtml"
        self.config = {**credentials, "api_url": self.url}
        self.numbers = itertools.count(1)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=10)

    def call(self, function):
        """Executes one function and returns its result's data."""
        given = {key: escape(value) for key, value in self.credentials.items()}
        number = next(self.numbers)
        request = f"""<?xml version="1.0" encoding="UTF-8"?>
<request><control><senderid>{given["sender_id"]}</senderid><password>{given["sender_password"]}</password>
<controlid>{number}</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion>
<includewhitespace>false</includewhitespace></control>
<operation><authentication><login><userid>{given["user_id"]}</userid><companyid>{given["company_id"]}</companyid>
<password>{given["user_password"]}</password></login></authentication>
<content><function controlid="{number}">{function}</function></content></operation></request>"""
        posted = urllib.request.Request(self.url, request.encode(), {"Content-Type": "application/xml"})
        with urllib.request.urlopen(posted, timeout=60) as answer:
            response = ET.fromstring(answer.read())
        result = response.find("operation/result")
        if result is None or result.findtext("status") != "success":
            raise AssertionError(ET.tostring(response, encoding="unicode"))
        return result.find("data")

    def create(self, name, **fields):
        data = self.call(f"<create><{name}>{elements(fields)}</{name}></create>")
        return int(data[0].findtext("RECORDNO"))

    def update(self, name, **fields):
        self.call(f"<update><{name}>{elements(fields)}</{name}></update>")

    def delete(self, name, key):
        self.call(f"<delete><object>{name}</object><keys>{key}</keys></delete>")

    def rows(self, name, *fields, where=""):
        """All records of an object, as texts."""
        found, offset = [], 0
        selected = "".join(f"<field>{field}</field>" for field in fields)
        while True:
            data = self.call(
                f"<query><object>{name}</object><select>{selected}</select>{where}"
                "<orderby><order><field>RECORDNO</field><ascending/></order></orderby>"
                f"<options><showprivate>true</showprivate></options>"
                f"<pagesize>1000</pagesize><offset>{offset}</offset></query>"
            )
            found += [{field: row.findtext(field) or "" for field in fields} for row in data]
            offset += 1000
            if offset >= int(data.get("totalcount")):
                return found


def elements(fields):
    """The fields of a record as XML; dicts and lists of dicts nest."""
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            inner = elements(one) if isinstance(one, dict) else escape(str(one))
            parts.append(f"<{name}>{inner}</{name}>")
    return "".join(parts)


def equals(field, value):
    return f"<filter><equalto><field>{field}</field><value>{escape(str(value))}</value></equalto></filter>"


def settle():
    """A change is read when its second is over."""
    time.sleep(1.1)


def cache_in(folder, name="cache"):
    return DuckDBCache(db_path=folder / f"{name}.duckdb", schema_name="intacct")


def counts(cache, streams):
    with cache.get_sql_engine().connect() as connection:
        return {
            stream: connection.exec_driver_sql(f'select count(*) from intacct."{stream.lower()}"').scalar()
            for stream in streams
        }


def values(cache, query):
    with cache.get_sql_engine().connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.fixture(scope="module")
def company(credentials):
    """A demo company that lives as long as a module's tests."""
    served = Company(credentials)
    yield served
    served.close()


@pytest.fixture(scope="module")
def other_company(credentials):
    """A second one, to write to."""
    served = Company(credentials)
    yield served
    served.close()
