"""Every message in Airbyte's own models of the protocol.

What the connector printed in the suites before this one lies in RECORDED; the
commands below add those that no other suite runs.
"""

import json
import re
import subprocess

import pytest
from airbyte_cdk.models import AirbyteMessageSerializer
from airbyte_protocol.models import AirbyteMessage
from pydantic import BaseModel

from conftest import CONNECTOR, RECORDED, TESTS

CONFIG = ["--config", str(TESTS / "sandbox_config.json")]
INVALID = ["--config", str(TESTS / "invalid_config.json")]
CATALOG = ["--catalog", str(TESTS / "configured_catalog.json")]
UNKNOWN = {
    "streams": [
        {
            "stream": {"name": "NOSUCHOBJECT", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
            "sync_mode": "full_refresh",
            "destination_sync_mode": "append",
        }
    ]
}


def unknown_keys(model, path=""):
    """The keys below a parsed message that the models do not have."""
    if isinstance(model, list):
        for number, item in enumerate(model):
            yield from unknown_keys(item, f"{path}[{number}]")
    if not isinstance(model, BaseModel):
        return
    for key in model.model_extra or {}:
        yield f"{path}.{key}"
    for name in type(model).model_fields:
        yield from unknown_keys(getattr(model, name), f"{path}.{name}")


def is_free(key):
    """States hold what the connector likes; an echoed one what it was sent."""
    return ".stream_state" in key or ".shared_state" in key


def hold(line, echoed=False):
    parsed = AirbyteMessage.model_validate_json(line)
    strange = [key for key in unknown_keys(parsed) if not is_free(key)]
    # A destination gives states back as they came, unknown keys included.
    if not (echoed and parsed.type.value == "STATE"):
        assert not strange, f"the protocol has no {strange}: {line[:300]}"
    AirbyteMessageSerializer.load(json.loads(line))
    return parsed.type.value


def run(arguments, stdin=None):
    return subprocess.run(
        [CONNECTOR, *arguments], input=stdin, capture_output=True, text=True, check=False, timeout=120
    ).stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["spec"], {"SPEC"}),
        (["source", "spec"], {"SPEC"}),
        (["destination", "spec"], {"SPEC"}),
        (["check", *CONFIG], {"CONNECTION_STATUS"}),
        (["check", *INVALID], {"CONNECTION_STATUS"}),
        (["destination", "check", *CONFIG], {"CONNECTION_STATUS"}),
        (["discover", *CONFIG], {"CATALOG"}),
        (["discover", *INVALID], {"TRACE"}),
        (["destination", "discover", *CONFIG], {"DESTINATION_CATALOG"}),
        (["read", *CONFIG, *CATALOG], {"RECORD", "STATE", "TRACE"}),
        (["read", *CONFIG, *CATALOG, "--debug"], {"RECORD", "STATE", "TRACE", "LOG"}),
        (["read", *INVALID, *CATALOG], {"TRACE"}),
        (["read", *CONFIG, "--catalog", "unknown"], {"TRACE"}),
        (["nonsense"], {"TRACE"}),
    ],
    ids=lambda value: " ".join(part.rsplit("/", 1)[-1] for part in value) if isinstance(value, list) else "",
)
def test_command(arguments, expected, tmp_path):
    (tmp_path / "unknown").write_text(json.dumps(UNKNOWN))
    arguments = [str(tmp_path / "unknown") if part == "unknown" else part for part in arguments]
    kinds = {hold(line) for line in run(arguments).splitlines()}
    assert expected <= kinds


def test_write():
    messages = (TESTS / "write" / "messages.jsonl").read_text()
    output = run(["write", *CONFIG, "--catalog", str(TESTS / "write" / "configured_catalog.json")], messages)
    kinds = [hold(line, echoed=True) for line in output.splitlines()]
    assert kinds.count("STATE") == messages.count('"type":"STATE"')


# Two records that differ in this alone are held once: the demo company is read often.
WHEN = re.compile(r'("emitted_at":)\d+')


def hold_file(file, seen):
    """Holds what a run printed, and returns how many messages that were."""
    lines = file.read_text().split("\n")
    for number, line in enumerate(lines):
        if not line and number == len(lines) - 1:
            return number
        message = WHEN.sub(r"\g<1>0", line)
        if message in seen:
            continue
        try:
            hold(line, echoed=file.name.endswith("-write.jsonl"))
        except ValueError as wrong:
            # A connector that was killed, or whose reader went away, ends amid a line.
            assert number == len(lines) - 1, f"{file.name}: {wrong}: {line[:300]}"
        seen.add(message)
    return len(lines)


def test_recorded():
    """What the connector printed in the suites before: in each of them something was."""
    files = [file for file in sorted(RECORDED.glob("*.jsonl")) if not file.name.endswith("-sandbox.jsonl")]
    seen = set()
    held = sum(hold_file(file, seen) for file in files)
    print(f"{held} messages of {len(files)} runs")
    assert {file.stem.rsplit("-", 1)[1] for file in files} >= {"spec", "check", "discover", "read", "write"}
