"""The source's streams in other shapes and under other names, under PyAirbyte."""

from decimal import Decimal

import airbyte as ab
import pytest

from conftest import cache_in, counts, equals, settle, values


def source_of(company, connector, streams, **options):
    return ab.get_source(
        "source-sage-intacct", {**company.config, **options}, local_executable=connector, streams=streams
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("caches")


UNIFIED = ["unified_vendors", "unified_bills", "unified_accounts", "unified_departments"]


@pytest.fixture(scope="module")
def unified(company, connector, folder):
    """The source of the unified schema, and a cache after its first sync."""
    source = source_of(company, connector, UNIFIED, unified_schema=True)
    cache = cache_in(folder, "unified")
    source.read(cache)
    return source, cache


def test_unified_records(unified, company):
    _, cache = unified
    objects = dict(zip(UNIFIED, ("VENDOR", "APBILL", "GLACCOUNT", "DEPARTMENT"), strict=True))
    assert counts(cache, UNIFIED) == {name: len(company.rows(objects[name], "RECORDNO")) for name in UNIFIED}
    bills = values(cache, "select id, totalamount, expenses, lineitems from intacct.unified_bills")
    totals = {row["RECORDNO"]: row["TRX_TOTALENTERED"] for row in company.rows("APBILL", "RECORDNO", "TRX_TOTALENTERED")}
    assert {key: total for key, total, _, _ in bills} == {key: Decimal(total) for key, total in totals.items()}
    lines = sum(len(part) for bill in bills for part in bill[2:] if part)
    assert lines == len(company.rows("APBILLITEM", "RECORDNO"))


def test_unified_changes(unified, company):
    source, cache = unified
    assert source.read(cache).processed_records == 0
    bill = company.rows("APBILL", "RECORDNO", where=equals("STATE", "Posted"))[0]["RECORDNO"]
    company.create("VENDOR", VENDORID="UNI-1", NAME="Einheit & Söhne")
    company.update("APBILL", RECORDNO=bill, DESCRIPTION="Seen once more")
    settle()
    assert source.read(cache).processed_records == 2
    assert values(cache, "select vendorname from intacct.unified_vendors where vendornumber = 'UNI-1'") == [
        ("Einheit & Söhne",)
    ]
    assert values(cache, f"select description from intacct.unified_bills where id = '{bill}'") == [("Seen once more",)]
    assert source.read(cache).processed_records == 0


def test_unified_from_company_to_company(unified, company, other_company, connector):
    """What one company's source says in the unified schema, another company takes."""
    vendor = {"VENDORID": "UNI-2", "NAME": "Both ways & back"}
    company.create("VENDOR", **vendor)
    settle()
    source, cache = unified
    destination = ab.get_destination("destination-sage-intacct", other_company.config, local_executable=connector)
    source.select_streams(["unified_vendors"])
    destination.write(source, cache=False, state_cache=False)
    assert other_company.rows("VENDOR", *vendor, where=equals("VENDORID", "UNI-2")) == [vendor]


@pytest.mark.parametrize(
    ("naming", "bills", "customers", "deleted"),
    [
        ("fivetran", "ap_bill", "customer", "_fivetran_deleted"),
        ("hotglue", "accounts_payable_bills", "customers", "_ab_cdc_deleted_at is not null"),
    ],
)
def test_other_names(company, connector, folder, naming, bills, customers, deleted):
    source = source_of(company, connector, [bills, customers], stream_naming=naming)
    cache = cache_in(folder, naming)
    source.read(cache)
    stored = values(cache, f"select recordno, totalentered from intacct.{bills}")
    assert {int(key): total for key, total in stored} == {
        int(row["RECORDNO"]): Decimal(row["TOTALENTERED"]) for row in company.rows("APBILL", "RECORDNO", "TOTALENTERED")
    }
    assert source.read(cache).processed_records == 0

    key = company.create("CUSTOMER", CUSTOMERID=naming.upper(), NAME="Short-lived")
    settle()
    assert source.read(cache).processed_records == 1
    company.delete("CUSTOMER", key)
    settle()
    assert source.read(cache).processed_records == 1
    assert values(cache, f"select {deleted} from intacct.{customers} where recordno = {key}") in ([(True,)], [])
