"""Prints the tests of a JUnit report, one a line: `ok`, `FAIL` or `skip`, and the name."""

import sys
import xml.etree.ElementTree as ET

for case in ET.parse(sys.argv[1]).iter("testcase"):
    name = case.get("name")
    failed = case.find("failure") if case.find("failure") is not None else case.find("error")
    skipped = case.find("skipped")
    if failed is not None:
        print(f"FAIL {name}")
    elif skipped is not None:
        reason = " ".join((skipped.get("message") or "").split())
        print(f"skip {name}: {reason}")
    else:
        print(f"ok {name}")
