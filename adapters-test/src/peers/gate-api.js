// Gate's own SDK for Node against the simulated exchange: countdowns, orders and errors of each market.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import gate from "gate-api";

const base = process.env.COUNTDOWN_BASE_URL;
const option = "BTC_USDT-20301227-70000-C";
const pair = "BTC_USDT";

function client(secret) {
  const made = new gate.ApiClient(base);
  made.setApiKeySecret("demo", secret);
  return made;
}

async function refusal(call) {
  const error = await call.then(
    () => assert.fail("must be refused"),
    (reason) => reason,
  );
  return [error.response.status, error.response.data.label];
}

function optionsMarket(secret) {
  const api = new gate.OptionsApi(client(secret));
  return {
    name: "options",
    scope: { contract: option, underlying: "BTC_USDT" },
    countdown: (task) => api.countdownCancelAllOptions(task),
    place: () => api.createOptionsOrder({ contract: option, size: 2, price: "10.5", tif: "gtc", text: "t-peer" }),
    open: () => api.listOptionsOrders("open", { underlying: "BTC_USDT" }),
    get: (id) => api.getOptionsOrder(id),
    cancel: (id) => api.cancelOptionsOrder(id),
    cancelAll: () => api.cancelOptionsOrders({ contract: option }),
    ended: "finished",
  };
}

function futuresMarket(settle, contract) {
  return (secret) => {
    const api = new gate.FuturesApi(client(secret));
    return {
      name: `futures ${settle}`,
      scope: { contract },
      countdown: (task) => api.countdownCancelAllFutures(settle, task),
      place: () => api.createFuturesOrder(settle, { contract, size: 2, price: "10.5", tif: "gtc", text: "t-peer" }),
      open: () => api.listFuturesOrders(settle, "open", { contract }),
      get: (id) => api.getFuturesOrder(settle, String(id)),
      cancel: (id) => api.cancelFuturesOrder(settle, String(id)),
      cancelAll: () => api.cancelFuturesOrders(settle, { contract }),
      ended: "finished",
    };
  };
}

function spotMarket(secret) {
  const api = new gate.SpotApi(client(secret));
  return {
    name: "spot",
    scope: { currencyPair: pair },
    countdown: (task) => api.countdownCancelAllSpot(task),
    place: () =>
      api.createOrder({ currencyPair: pair, side: "buy", amount: "0.25", price: "10.5", type: "limit", text: "t-peer" }),
    open: () => api.listOrders(pair, "open"),
    get: (id) => api.getOrder(id, pair),
    cancel: (id) => api.cancelOrder(id, pair),
    cancelAll: () => api.cancelOrders({ currencyPair: pair }),
    ended: "cancelled",
  };
}

const finishAs = (order) => order.finishAs ?? order.finish_as;

async function run(open) {
  const market = open("demo");
  const placed = (await market.place()).body;
  assert.equal(placed.status, "open", market.name);

  const before = Date.now();
  const armed = (await market.countdown({ timeout: 30, ...market.scope })).body;
  const end = process.env.TRIGGER_TIME_AS === "absent" ? undefined : Number(armed.triggerTime);
  assert.ok(end === undefined || Math.abs(end - before - 30_000) < 5_000, `${market.name} ${JSON.stringify(armed)}`);
  await market.countdown({ timeout: 60 });
  await market.countdown({ timeout: 0 });
  await market.countdown({ timeout: 0, ...market.scope });

  assert.deepEqual(
    (await market.open()).body.map((order) => order.id),
    [placed.id],
    market.name,
  );
  assert.equal((await market.get(placed.id)).body.text, "t-peer");
  const cancelled = (await market.cancel(placed.id)).body;
  assert.equal(cancelled.status, market.ended);
  assert.equal(finishAs(cancelled), "cancelled");
  await market.place();
  assert.equal((await market.cancelAll()).body.length, 1);

  assert.deepEqual(await refusal(market.countdown({ timeout: 3 })), [400, "INVALID_PARAM_VALUE"]);
  assert.deepEqual(await refusal(market.get(999_999)), [404, "ORDER_NOT_FOUND"]);
  assert.deepEqual(await refusal(open("wrong").countdown({ timeout: 30 })), [401, "INVALID_SIGNATURE"]);
}

/** Of two markets that have an open order each, one is armed and then left alone. */
async function fires(armed, other) {
  const order = (await armed.place()).body;
  const spared = (await other.place()).body;
  await armed.countdown({ timeout: 5, ...armed.scope });
  let now = order;
  for (let look = 0; now.status === "open" && look < 300; look++) {
    await delay(100);
    now = (await armed.get(order.id)).body;
  }
  assert.equal(now.status, armed.ended, armed.name);
  assert.equal(finishAs(now), "cancelled");
  assert.equal((await other.get(spared.id)).body.status, "open", other.name);
}

const usdt = futuresMarket("usdt", "BTC_USDT");
const btc = futuresMarket("btc", "BTC_USD");
for (const market of [optionsMarket, usdt, btc, spotMarket]) {
  await run(market);
}
await Promise.all([fires(usdt("demo"), btc("demo")), fires(spotMarket("demo"), optionsMarket("demo"))]);

const options = new gate.OptionsApi(client("demo"));
assert.ok((await options.listOptionsUnderlyings()).body.some((each) => each.name === "BTC_USDT"));
assert.ok((await options.listOptionsContracts("BTC_USDT")).body.some((each) => each.name === option));
console.log("gate-api: all calls went as expected");
