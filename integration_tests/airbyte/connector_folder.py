"""Makes the folder of a connector as Airbyte's own repository would have it.

`airbyte-cdk image test` finds metadata and scenarios in a folder whose name
tells the role, and knows the languages of Airbyte's connectors only. So the
copy says `language:java`, which means "test the image, whatever is in it", and
leaves out the keys of acceptance-test-config.yml that belong to the older
acceptance tests alone.
"""

import shutil
import sys
from pathlib import Path

import yaml
from airbyte_cdk.test.models.scenario import SCENARIO_SECTIONS, entry_key_problems

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent

# The CDK reads only with configurations of this name.
NAMES = {"sandbox_config.json": "config.json"}


def metadata(role):
    file = ROOT / "metadata.yaml"
    if role == "destination":
        file = ROOT / "docs" / "destinations" / "destination-sage-intacct" / "metadata.yaml"
    content = yaml.safe_load(file.read_text())
    assert content["data"]["connectorType"] == role
    content["data"]["tags"] = ["language:java"]
    return content


def entry(section, given):
    """What the CDK reads of an entry of acceptance-test-config.yml."""
    kept = {key: value for key, value in given.items() if not entry_key_problems({key: value}, (section,))}
    path = Path(given["config_path"])
    kept["config_path"] = str(path.with_name(NAMES.get(path.name, path.name)))
    return kept


def scenarios(role):
    content = yaml.safe_load((ROOT / "acceptance-test-config.yml").read_text())
    sections = content["acceptance_tests"]
    wanted = SCENARIO_SECTIONS if role == "source" else ("spec", "connection")
    content["acceptance_tests"] = {
        name: {"tests": [entry(name, given) for given in sections[name]["tests"]]}
        for name in wanted
        if name in sections
    }
    return content


def main(role, parent):
    folder = Path(parent) / f"{role}-sage-intacct"
    files = folder / "integration_tests"
    files.mkdir(parents=True)
    (folder / "metadata.yaml").write_text(yaml.safe_dump(metadata(role)))
    (folder / "acceptance-test-config.yml").write_text(yaml.safe_dump(scenarios(role)))
    for file in TESTS.glob("*.json"):
        shutil.copy(file, files / NAMES.get(file.name, file.name))
    print(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
