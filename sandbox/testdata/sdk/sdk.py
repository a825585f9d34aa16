"""Reads and writes several objects through a public Python SDK."""

import os
import socket

# The SDK knows one address only, that of the real gateway; here it is this machine.
_getaddrinfo = socket.getaddrinfo


def _loopback(host, port, *args, **kwargs):
    if str(host).endswith(".intacct.com"):
        host, port = "127.0.0.1", int(os.environ["SANDBOX_PORT"])
    return _getaddrinfo(host, port, *args, **kwargs)


socket.getaddrinfo = _loopback

from sageintacctsdk import SageIntacctSDK, exceptions  # noqa: E402


def connect(**changes):
    settings = {
        "sender_id": "sandbox-sender",
        "sender_password": "sandbox-sender-password",
        "company_id": "sandbox-demo",
        "user_id": "demo",
        "user_password": "sandbox-demo-password",
        "entity_id": None,
    }
    return SageIntacctSDK(**{**settings, **changes})


intacct = connect()
for name in ("accounts", "departments", "projects", "employees", "customers", "items", "locations", "checking_accounts"):
    assert len(getattr(intacct, name).get_all()) > 0, name
assert len(intacct.dimensions.get_all()) > 10
assert intacct.vendors.count() > 50

created = intacct.vendors.post({"VENDORID": "PY001", "NAME": "Py & <Co>", "DISPLAYCONTACT": {"PRINTAS": "Py"}})
assert created["data"]["vendor"]["VENDORID"] == "PY001", created
found = intacct.vendors.get(field="VENDORID", value="PY001")
assert found["VENDOR"][0]["NAME"] == "Py & <Co>", found

bill = intacct.bills.post({
    "WHENCREATED": "10/15/2026", "VENDORID": "PY001", "RECORDID": "PY-1", "WHENDUE": "11/15/2026",
    "APBILLITEMS": {"APBILLITEM": [{"ACCOUNTNO": "6010", "TRX_AMOUNT": 5.25, "LOCATIONID": "110", "DEPARTMENTID": "410"}]},
})
key = bill["data"]["apbill"]["RECORDNO"]
assert any(b["RECORDNO"] == key for b in intacct.bills.get_all()), key

folder = intacct.attachments.create_attachments_folder({"supdocfoldername": "From Python", "supdocfolderdescription": ""})
assert folder["status"] == "success", folder

try:
    intacct.vendors.post({"VENDORID": "PY001", "NAME": "again"})
    raise AssertionError("the duplicate was created")
except exceptions.WrongParamsError as refusal:
    assert "BL34000061" in str(refusal.response), refusal.response

try:
    connect(user_password="wrong")
    raise AssertionError("the wrong password was accepted")
except exceptions.InvalidTokenError:
    pass

print("  as it should be")
