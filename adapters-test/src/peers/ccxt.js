// ccxt against the simulated exchange: countdowns, orders and errors.
import assert from "node:assert/strict";
import ccxt from "ccxt";

const base = process.env.COUNTDOWN_BASE_URL;
const contract = "BTC_USDT-20301227-70000-C";

function exchange(secret) {
  const gate = new ccxt.gate({ apiKey: "demo", secret, enableRateLimit: false });
  gate.urls.api.private.options = base;
  gate.urls.api.public.options = base;
  return gate;
}

const gate = exchange("demo");
const placed = await gate.privateOptionsPostOrders({ contract, size: -1, price: "10.5" });
assert.equal(placed.status, "open");

const armed = await gate.privateOptionsPostCountdownCancelAll({ timeout: 30, contract, underlying: "BTC_USDT" });
if (process.env.TRIGGER_TIME_AS === "absent") {
  assert.equal(armed.triggerTime, undefined);
} else {
  assert.ok(Math.abs(Number(armed.triggerTime) - Date.now() - 30_000) < 5_000);
}
await gate.privateOptionsPostCountdownCancelAll({ timeout: 0 });

const open = await gate.privateOptionsGetOrders({ status: "open", contract });
assert.equal(open.length, 1);
assert.equal((await gate.privateOptionsGetOrdersOrderId({ order_id: placed.id })).contract, contract);
assert.equal((await gate.privateOptionsDeleteOrdersOrderId({ order_id: placed.id })).finish_as, "cancelled");
assert.equal((await gate.publicOptionsGetUnderlyings()).length, 2);

await assert.rejects(gate.privateOptionsPostCountdownCancelAll({ timeout: 3 }), ccxt.BadRequest);
await assert.rejects(gate.privateOptionsGetOrdersOrderId({ order_id: "999999" }), ccxt.OrderNotFound);
await assert.rejects(
  exchange("wrong").privateOptionsPostCountdownCancelAll({ timeout: 30 }),
  ccxt.AuthenticationError,
);
console.log("ccxt: all calls went as expected");
