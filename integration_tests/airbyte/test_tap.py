"""Meltano's tap for Airbyte sources, in native mode: it installs the wheel itself.

TAP is the tap's command, WHEELS the folder of the wheels.
"""

import json
import os
import subprocess

TAP = os.environ["TAP"]


def tap(*arguments):
    # pip finds the wheel where Python's package index would have it.
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": os.environ["WHEELS"]}
    done = subprocess.run([TAP, *map(str, arguments)], capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def messages(output):
    return [json.loads(line) for line in output.split("\n") if line]


def test_tap(credentials, tmp_path):
    """It discovers, reads two streams, and from its state nothing again."""
    config, catalog, state = (tmp_path / name for name in ("config.json", "catalog.json", "state.json"))
    spec = {"image": "airbyte/source-sage-intacct", "tag": "latest"}
    config.write_text(json.dumps({"airbyte_spec": spec, "airbyte_config": credentials, "force_native": True}))
    found = json.loads(tap("--config", config, "--discover"))
    assert len(found["streams"]) > 40
    for stream in found["streams"]:
        wanted = stream["tap_stream_id"] in ("VENDOR", "DEPARTMENT")
        for entry in stream["metadata"]:
            if not entry["breadcrumb"]:
                entry["metadata"]["selected"] = wanted
                entry["metadata"]["replication-method"] = "INCREMENTAL"
        stream["selected"] = wanted
    catalog.write_text(json.dumps(found))

    first = messages(tap("--config", config, "--catalog", catalog))
    read = [m["stream"] for m in first if m["type"] == "RECORD"]
    assert read.count("VENDOR") == 90 and read.count("DEPARTMENT") > 0 and set(read) == {"VENDOR", "DEPARTMENT"}
    state.write_text(json.dumps([m for m in first if m["type"] == "STATE"][-1]["value"]))
    second = messages(tap("--config", config, "--catalog", catalog, "--state", state))
    assert not [m for m in second if m["type"] == "RECORD"]
