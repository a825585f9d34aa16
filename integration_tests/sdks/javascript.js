// The official JavaScript SDK, unmodified, against the sandbox: reads and
// writes several objects. The first argument is the gateway's URL.
"use strict";

const assert = require("assert");
const path = require("path");

const sdk = require(path.join(process.env.SDK_MODULES, "@intacct/intacct-sdk"));
const { Functions } = sdk;

const credentials = {
  endpointUrl: process.argv[2],
  companyId: "sandbox-demo",
  senderId: "sandbox-sender",
  senderPassword: "sandbox-sender-password",
  userId: "demo",
  userPassword: "sandbox-demo-password",
};

const tests = {
  async "signs in with a session"() {
    const config = Object.assign(new sdk.ClientConfig(), credentials);
    const session = await sdk.SessionProvider.factory(config);
    assert.match(session.sessionId, /\.\.$/);
    assert.ok((await new sdk.OnlineClient(session).execute(read("USERINFO"))).getResult().count > 0);
  },
  async "queries with a filter and an order"(client) {
    const query = new Functions.Common.NewQuery.Query();
    query.fromObject = "VENDOR";
    query.selectFields = ["RECORDNO", "VENDORID", "NAME"].map((name) => new Functions.Common.NewQuery.QuerySelect.Field(name));
    query.filter = new Functions.Common.NewQuery.QueryFilter.Filter("STATUS").equalTo("active");
    query.orderBy = [new Functions.Common.NewQuery.QueryOrderBy.OrderDescending("RECORDNO")];
    query.pageSize = 10;
    const result = (await client.execute(query)).getResult();
    assert.equal(result.count, 10);
    assert.ok(result.totalCount > 10);
    assert.ok(Number(result.data[0].RECORDNO) > Number(result.data[9].RECORDNO));
  },
  async "reads by query and reads more"(client) {
    const query = new Functions.Common.ReadByQuery();
    query.objectName = "CUSTOMER";
    query.fields = ["RECORDNO", "CUSTOMERID"];
    query.pageSize = 20;
    const first = (await client.execute(query)).getResult();
    assert.equal(first.count, 20);
    const more = new Functions.Common.ReadMore();
    more.resultId = first.resultId;
    assert.ok((await client.execute(more)).getResult().count > 0);
  },
  async "reads by name"(client) {
    const query = new Functions.Common.ReadByName();
    query.objectName = "GLACCOUNT";
    query.names = ["1010"];
    const result = (await client.execute(query)).getResult();
    assert.equal(result.count, 1);
    assert.equal(result.data[0].ACCOUNTNO, "1010");
  },
  async "looks an object up"(client) {
    const lookup = new Functions.Common.Lookup();
    lookup.objectName = "APBILL";
    assert.equal((await client.execute(lookup)).getResult().status, "success");
  },
  async "creates, updates and deletes a class"(client) {
    const create = new Functions.Company.ClassCreate();
    create.classId = "SDK1";
    create.className = "Made by the SDK & read back";
    assert.equal((await client.execute(create)).getResult().status, "success");
    const update = new Functions.Company.ClassUpdate();
    update.classId = "SDK1";
    update.className = "Renamed";
    assert.equal((await client.execute(update)).getResult().status, "success");
    const remove = new Functions.Company.ClassDelete();
    remove.classId = "SDK1";
    assert.equal((await client.execute(remove)).getResult().status, "success");
  },
  async "creates a bill with lines"(client) {
    const bill = new Functions.AccountsPayable.BillCreate();
    bill.vendorId = "V1021";
    bill.billNumber = "SDK-1";
    bill.transactionDate = new Date("2026-10-15");
    bill.dueDate = new Date("2026-11-15");
    const line = new Functions.AccountsPayable.BillLineCreate();
    line.glAccountNumber = "6000";
    line.transactionAmount = 100.12;
    line.locationId = "100";
    line.departmentId = "100";
    bill.lines = [line];
    const result = (await client.execute(bill)).getResult();
    assert.equal(result.status, "success");
    assert.ok(Number(result.key) > 0);
  },
  async "creates a customer and an invoice"(client) {
    const customer = fill(new Functions.AccountsReceivable.CustomerCreate(), { customerId: "SDKC", customerName: "Johann & Söhne <JS>" });
    const key = (await client.execute(customer)).getResult().data[0].RECORDNO;
    const read = fill(new Functions.Common.Read(), { objectName: "CUSTOMER", keys: [key], fields: ["CUSTOMERID", "NAME"] });
    assert.deepStrictEqual({ ...(await client.execute(read)).getResult().data[0] }, { CUSTOMERID: "SDKC", NAME: "Johann & Söhne <JS>" });
    const line = fill(new Functions.AccountsReceivable.InvoiceLineCreate(), { glAccountNumber: "4000", transactionAmount: 76343.43, locationId: "110" });
    const invoice = fill(new Functions.AccountsReceivable.InvoiceCreate(), {
      customerId: "SDKC", transactionDate: new Date("2026-10-15"), dueDate: new Date("2026-11-15"), lines: [line],
    });
    assert.ok(Number((await client.execute(invoice)).getResult().key) > 0);
  },
  async "posts a journal entry"(client) {
    const line = (account, amount) =>
      fill(new Functions.GeneralLedger.JournalEntryLineCreate(), { glAccountNumber: account, transactionAmount: amount, locationId: "110" });
    const entry = fill(new Functions.GeneralLedger.JournalEntryCreate(), {
      journalSymbol: "GJ", postingDate: new Date("2026-10-20"), description: "by the SDK", lines: [line("1010", 10.01), line("1020", -10.01)],
    });
    assert.ok((await client.execute(entry)).getResult().data[0].RECORDNO);
  },
  async "makes a folder for attachments"(client) {
    const folder = fill(new Functions.Company.AttachmentsFolderCreate(), { folderName: "From JavaScript" });
    assert.ok((await client.execute(folder)).getResult().key);
  },
  async "works inside an entity"() {
    const session = await sdk.SessionProvider.factory(Object.assign(new sdk.ClientConfig(), credentials, { entityId: "100" }));
    const response = await new sdk.OnlineClient(session).execute(read("DEPARTMENT"));
    assert.equal(response.authentication.entityId, "100");
  },
  async "is told what is wrong"(client) {
    const query = new Functions.Common.ReadByQuery();
    query.objectName = "NOSUCHOBJECT";
    await assert.rejects(client.execute(query), /NOSUCHOBJECT/);
    const stranger = (wrong) => new sdk.OnlineClient(Object.assign(new sdk.ClientConfig(), credentials, wrong)).execute(query);
    await assert.rejects(stranger({ userPassword: "wrong" }), /Sign-in information is incorrect/);
    await assert.rejects(stranger({ companyId: "nowhere" }), /XMLGW_JPP0002/);
    await assert.rejects(stranger({ senderPassword: "wrong" }), /Incorrect Intacct XML Partner ID or password/);
  },
};

const fill = Object.assign;

function read(object) {
  return fill(new Functions.Common.ReadByQuery(), { objectName: object });
}

(async () => {
  let failed = 0;
  const client = new sdk.OnlineClient(Object.assign(new sdk.ClientConfig(), credentials));
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test(client);
      console.log(`ok ${name}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${name}: ${error.message} ${error.errors ?? ""}`);
    }
  }
  process.exit(failed ? 1 : 0);
})();
