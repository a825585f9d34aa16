// Reads and writes several objects through the official JavaScript SDK.
"use strict";
const assert = require("assert");
const dns = require("dns");

// The SDK insists on a host under intacct.com; here they are all this machine.
const lookup = dns.lookup;
dns.lookup = (host, options, done) => lookup(/\.intacct\.com$/.test(host) ? "127.0.0.1" : host, options, done);

const { ClientConfig, OnlineClient, SessionProvider, Functions } = require("@intacct/intacct-sdk");
const { Common, AccountsReceivable, AccountsPayable, GeneralLedger, Company } = Functions;

const config = (changes) => Object.assign(new ClientConfig(), {
  senderId: "sandbox-sender", senderPassword: "sandbox-sender-password",
  companyId: "sandbox-demo", userId: "demo", userPassword: "sandbox-demo-password",
  endpointUrl: `https://sandbox.intacct.com:${process.env.SANDBOX_PORT}/ia/xml/xmlgw.phtml`,
}, changes);
const fill = (object, fields) => Object.assign(object, fields);

async function main() {
  const client = new OnlineClient(config());
  const run = async (f) => (await client.execute(f)).getResult();

  const query = fill(new Common.NewQuery.Query(), {
    fromObject: "VENDOR", pageSize: 2,
    selectFields: new Common.NewQuery.QuerySelect.SelectBuilder().addFields(["RECORDNO", "VENDORID", "TERM.NAME"]).selects,
  });
  let result = await run(query);
  assert.strictEqual(result.count, 2);
  assert.ok(result.totalCount > 2 && result.data[0].VENDORID);

  result = await run(fill(new Common.Lookup(), { objectName: "APBILL" }));
  assert.strictEqual(result.data[0].$.Name, "APBILL");

  result = await run(fill(new Common.ReadByQuery(), { objectName: "GLENTRY", pageSize: 3 }));
  assert.strictEqual(result.count, 3);
  result = await run(fill(new Common.ReadMore(), { resultId: result.resultId }));
  assert.strictEqual(result.count, 3);

  result = await run(fill(new AccountsReceivable.CustomerCreate(), { customerId: "JS001", customerName: "Johann & Söhne <JS>" }));
  const customer = result.data[0].RECORDNO;
  await run(fill(new AccountsReceivable.CustomerUpdate(), { customerId: "JS001", customerName: "Johann" }));
  result = await run(fill(new Common.Read(), { objectName: "CUSTOMER", keys: [customer], fields: ["CUSTOMERID", "NAME"] }));
  assert.deepStrictEqual({ ...result.data[0] }, { CUSTOMERID: "JS001", NAME: "Johann" });

  const line = fill(new AccountsReceivable.InvoiceLineCreate(), { glAccountNumber: "4000", transactionAmount: 76343.43, locationId: "110" });
  result = await run(fill(new AccountsReceivable.InvoiceCreate(), {
    customerId: "JS001", transactionDate: new Date("2026-10-15"), dueDate: new Date("2026-11-15"), lines: [line],
  }));
  assert.ok(Number(result.key) > 0);

  result = await run(fill(new AccountsPayable.VendorCreate(), { vendorId: "JSV1", vendorName: "A vendor" }));
  assert.strictEqual(result.data[0].VENDORID, "JSV1");

  const debit = fill(new GeneralLedger.JournalEntryLineCreate(), { glAccountNumber: "1010", transactionAmount: 10.01, locationId: "110" });
  const credit = fill(new GeneralLedger.JournalEntryLineCreate(), { glAccountNumber: "1020", transactionAmount: -10.01, locationId: "110" });
  result = await run(fill(new GeneralLedger.JournalEntryCreate(), {
    journalSymbol: "GJ", postingDate: new Date("2026-10-20"), description: "by the SDK", lines: [debit, credit],
  }));
  assert.ok(result.data[0].RECORDNO);

  result = await run(fill(new Company.AttachmentsFolderCreate(), { folderName: "From JavaScript" }));
  assert.ok(result.key);

  await assert.rejects(run(fill(new Common.Read(), { objectName: "NOPE", keys: [1] })), /Object definition NOPE not found/);
  await assert.rejects(new OnlineClient(config({ userPassword: "wrong" })).execute(query), /Sign-in information is incorrect/);
  await assert.rejects(new OnlineClient(config({ companyId: "nowhere" })).execute(query), /XMLGW_JPP0002/);
  await assert.rejects(new OnlineClient(config({ senderPassword: "wrong" })).execute(query), /Incorrect Intacct XML Partner ID or password/);

  const session = await SessionProvider.factory(config({ entityId: "100" }));
  assert.strictEqual(session.endpointUrl, config().endpointUrl);
  const inside = new OnlineClient(session);
  assert.strictEqual((await inside.execute(query)).authentication.entityId, "100");
  console.log("  as it should be");
}

main().catch((failure) => {
  console.error(failure, failure.errors || "");
  process.exit(1);
});
