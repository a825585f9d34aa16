"""The Python SDK of Fyle, unmodified, against the sandbox over TLS.

The SDK insists on https://api.intacct.com, so that name has to lead to the
sandbox, and REQUESTS_CA_BUNDLE to its certificate.
"""

import sys

from sageintacctsdk import SageIntacctSDK
from sageintacctsdk.exceptions import InvalidTokenError, WrongParamsError

CREDENTIALS = {
    "company_id": "sandbox-demo",
    "sender_id": "sandbox-sender",
    "sender_password": "sandbox-sender-password",
    "user_id": "demo",
    "user_password": "sandbox-demo-password",
}


def counts(sdk):
    for name in ("vendors", "customers", "accounts", "departments", "projects", "items", "employees"):
        count = getattr(sdk, name).count()
        assert int(count) > 0, f"{name}: {count}"


def reads(sdk):
    assert any(vendor["VENDORID"] == "V1021" for page in sdk.vendors.get_all_generator(field="STATUS", value="active") for vendor in page)
    assert sdk.departments.get_all()
    assert sdk.dimensions.get_all()
    assert sdk.location_entities.get_all()


def writes(sdk):
    made = sdk.vendors.post({"VENDORID": "PYSDK", "NAME": "Made by the Python SDK & read back"})
    assert made["status"] == "success", made
    found = sdk.vendors.get(field="VENDORID", value="PYSDK")
    assert found["VENDOR"][0]["NAME"] == "Made by the Python SDK & read back", found


def bills(sdk):
    bill = {
        "WHENCREATED": "10/15/2026",
        "WHENDUE": "11/15/2026",
        "VENDORID": "V1021",
        "RECORDID": "PYSDK-1",
        "APBILLITEMS": {"APBILLITEM": [{"ACCOUNTNO": "6000", "TRX_AMOUNT": "100.12", "LOCATIONID": "100", "DEPARTMENTID": "100"}]},
    }
    made = sdk.bills.post(bill)
    assert made["status"] == "success", made


def attachments(sdk):
    folder = sdk.attachments.create_attachments_folder({"supdocfoldername": "From Python", "supdocfolderdescription": ""})
    assert folder["status"] == "success", folder


def refusals(sdk):
    try:
        sdk.vendors.post({"VENDORID": "PYSDK", "NAME": "Twice"})
        raise AssertionError("a duplicate vendor was accepted")
    except WrongParamsError:
        pass
    try:
        SageIntacctSDK(**dict(CREDENTIALS, user_password="wrong"))
        raise AssertionError("a wrong password was accepted")
    except InvalidTokenError:
        pass


def main():
    sdk = SageIntacctSDK(**CREDENTIALS)
    failed = 0
    for test in (counts, reads, writes, bills, attachments, refusals):
        try:
            test(sdk)
            print(f"ok {test.__name__}")
        except Exception as error:  # every test is to run
            failed += 1
            print(f"not ok {test.__name__}: {error!r} {getattr(error, 'response', '')}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
