// ccxt against the simulated exchange: countdowns, orders and errors of each market.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import ccxt from "ccxt";

const base = process.env.COUNTDOWN_BASE_URL;
const option = "BTC_USDT-20301227-70000-C";
const pair = "BTC_USDT";

function exchange(secret) {
  const gate = new ccxt.gate({ apiKey: "demo", secret, enableRateLimit: false });
  for (const urls of [gate.urls.api.private, gate.urls.api.public]) {
    Object.assign(urls, { options: base, futures: base, spot: base });
  }
  return gate;
}

function optionsMarket(gate) {
  return {
    name: "options",
    scope: { contract: option, underlying: "BTC_USDT" },
    countdown: (task) => gate.privateOptionsPostCountdownCancelAll(task),
    place: () => gate.privateOptionsPostOrders({ contract: option, size: -1, price: "10.5" }),
    open: () => gate.privateOptionsGetOrders({ status: "open", contract: option }),
    get: (id) => gate.privateOptionsGetOrdersOrderId({ order_id: id }),
    cancel: (id) => gate.privateOptionsDeleteOrdersOrderId({ order_id: id }),
    ended: "finished",
  };
}

function futuresMarket(settle, contract) {
  return (gate) => ({
    name: `futures ${settle}`,
    scope: { contract },
    countdown: (task) => gate.privateFuturesPostSettleCountdownCancelAll({ settle, ...task }),
    place: () => gate.privateFuturesPostSettleOrders({ settle, contract, size: -1, price: "10.5", tif: "gtc" }),
    open: () => gate.privateFuturesGetSettleOrders({ settle, status: "open", contract }),
    get: (id) => gate.privateFuturesGetSettleOrdersOrderId({ settle, order_id: id }),
    cancel: (id) => gate.privateFuturesDeleteSettleOrdersOrderId({ settle, order_id: id }),
    ended: "finished",
  });
}

function spotMarket(gate) {
  return {
    name: "spot",
    scope: { currency_pair: pair },
    countdown: (task) => gate.privateSpotPostCountdownCancelAll(task),
    place: () =>
      gate.privateSpotPostOrders({ currency_pair: pair, side: "sell", amount: "0.25", price: "10.5", type: "limit" }),
    open: () => gate.privateSpotGetOrders({ currency_pair: pair, status: "open" }),
    get: (id) => gate.privateSpotGetOrdersOrderId({ order_id: id, currency_pair: pair }),
    cancel: (id) => gate.privateSpotDeleteOrdersOrderId({ order_id: id, currency_pair: pair }),
    ended: "cancelled",
  };
}

async function run(make) {
  const market = make(exchange("demo"));
  const placed = await market.place();
  assert.equal(placed.status, "open", market.name);

  const armed = await market.countdown({ timeout: 30, ...market.scope });
  if (process.env.TRIGGER_TIME_AS === "absent") {
    assert.equal(armed.triggerTime, undefined);
  } else {
    assert.ok(Math.abs(Number(armed.triggerTime) - Date.now() - 30_000) < 5_000, market.name);
  }
  await market.countdown({ timeout: 0 });
  await market.countdown({ timeout: 0, ...market.scope });

  assert.deepEqual(
    (await market.open()).map((order) => order.id),
    [placed.id],
    market.name,
  );
  assert.equal((await market.get(placed.id)).price, "10.5");
  const cancelled = await market.cancel(placed.id);
  assert.equal(cancelled.status, market.ended);
  assert.equal(cancelled.finish_as, "cancelled");

  await assert.rejects(market.countdown({ timeout: 3 }), ccxt.BadRequest);
  await assert.rejects(market.get("999999"), ccxt.OrderNotFound);
  await assert.rejects(make(exchange("wrong")).countdown({ timeout: 30 }), ccxt.AuthenticationError);
}

/** Of two markets that have an open order each, one is armed and then left alone. */
async function fires(armed, other) {
  const order = await armed.place();
  const spared = await other.place();
  await armed.countdown({ timeout: 5, ...armed.scope });
  let now = order;
  for (let look = 0; now.status === "open" && look < 300; look++) {
    await delay(100);
    now = await armed.get(order.id);
  }
  assert.equal(now.status, armed.ended, armed.name);
  assert.equal(now.finish_as, "cancelled");
  assert.equal((await other.get(spared.id)).status, "open", other.name);
}

const usdt = futuresMarket("usdt", "BTC_USDT");
const btc = futuresMarket("btc", "BTC_USD");
for (const market of [optionsMarket, usdt, btc, spotMarket]) {
  await run(market);
}
const gate = exchange("demo");
await Promise.all([fires(usdt(gate), btc(gate)), fires(spotMarket(gate), optionsMarket(gate))]);

assert.equal((await gate.publicOptionsGetUnderlyings()).length, 2);
console.log("ccxt: all calls went as expected");
