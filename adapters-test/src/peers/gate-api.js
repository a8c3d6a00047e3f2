// Gate's own SDK for Node against the simulated exchange: countdowns, orders and errors.
import assert from "node:assert/strict";
import gate from "gate-api";

const base = process.env.COUNTDOWN_BASE_URL;
const contract = "BTC_USDT-20301227-70000-C";

function api(secret) {
  const client = new gate.ApiClient(base);
  client.setApiKeySecret("demo", secret);
  return new gate.OptionsApi(client);
}

async function refusal(call) {
  const error = await call.then(
    () => assert.fail("must be refused"),
    (reason) => reason,
  );
  return [error.response.status, error.response.data.label];
}

function triggerTime(body) {
  return process.env.TRIGGER_TIME_AS === "absent" ? undefined : Number(body.triggerTime);
}

const options = api("demo");
const placed = (await options.createOptionsOrder({ contract, size: 2, price: "10.5", tif: "gtc", text: "t-peer" })).body;
assert.equal(placed.status, "open");

const before = Date.now();
const armed = (await options.countdownCancelAllOptions({ timeout: 30, contract, underlying: "BTC_USDT" })).body;
const end = triggerTime(armed);
assert.ok(end === undefined || Math.abs(end - before - 30_000) < 5_000, `trigger time ${JSON.stringify(armed)}`);
await options.countdownCancelAllOptions({ timeout: 60 });
await options.countdownCancelAllOptions({ timeout: 0 });

const open = (await options.listOptionsOrders("open", { underlying: "BTC_USDT" })).body;
assert.deepEqual(
  open.map((order) => order.id),
  [placed.id],
);
assert.equal((await options.getOptionsOrder(placed.id)).body.text, "t-peer");
const cancelled = (await options.cancelOptionsOrder(placed.id)).body;
assert.equal(cancelled.finishAs ?? cancelled.finish_as, "cancelled");
assert.ok((await options.listOptionsUnderlyings()).body.some((each) => each.name === "BTC_USDT"));
assert.ok((await options.listOptionsContracts("BTC_USDT")).body.some((each) => each.name === contract));

assert.deepEqual(await refusal(options.countdownCancelAllOptions({ timeout: 3 })), [400, "INVALID_PARAM_VALUE"]);
assert.deepEqual(await refusal(options.getOptionsOrder(999_999)), [404, "ORDER_NOT_FOUND"]);
assert.deepEqual(await refusal(api("wrong").countdownCancelAllOptions({ timeout: 30 })), [401, "INVALID_SIGNATURE"]);
console.log("gate-api: all calls went as expected");
