package dev.countdown.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.ArmedCountdown;
import dev.countdown.testing.Await;
import dev.countdown.testing.Deviation;
import dev.countdown.testing.ExchangeAssumptions;
import dev.countdown.testing.Fault;
import dev.countdown.testing.FaultScript;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeSimulatorTest {

    private static final String CALL = "BTC_USDT-20261225-70000-C";

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final SimulatorSettings settings = SimulatorSettings.DEFAULTS
            .plusKey(ApiKey.of("other", "hidden", "bob"))
            .plusKey(new ApiKey("reader", "hidden", "demo", true));
    private final ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0, settings);
    private final SignedClient client = new SignedClient(simulator, "demo", "demo");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static void assertRefused(HttpResponse<String> response, int status, String label) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).getString("label")).isEqualTo(label);
        assertThat(json(response).getString("message")).isNotBlank();
    }

    /** The connection breaks; a time-out would be an IOException too. */
    private static void assertBreaks(ThrowingCallable request) {
        assertThatThrownBy(request).cause().isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
    }

    private JsonObject place(String contract, int size) {
        HttpResponse<String> response = client.send(
                "POST",
                "/options/orders",
                "",
                new JsonObject()
                        .put("contract", contract)
                        .put("size", size)
                        .put("price", "1.5")
                        .encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json(response);
    }

    @Nested
    class ACountdown {

        @Test
        void isAcknowledgedWithTheTriggerTimeAsAString() {
            HttpResponse<String> response = client.countdown("{\"timeout\":30}");
            assertThat(response.statusCode()).isEqualTo(200);
            String trigger = json(response).getString("triggerTime");
            assertThat(Long.parseLong(trigger))
                    .isEqualTo(exchange.countdowns().get(0).triggerTime().toEpochMilli());
        }

        @Test
        void carriesTheTimeOfItsApplicationATraceIdAndWhatIsLeftOfTheRateLimit() {
            HttpResponse<String> response = client.countdown("{\"timeout\":30}");
            long in = Long.parseLong(response.headers().firstValue("X-In-Time").orElseThrow());
            assertThat(in / 1000 + 30_000)
                    .isEqualTo(Long.parseLong(json(response).getString("triggerTime")));
            assertThat(Long.parseLong(
                            response.headers().firstValue("X-Out-Time").orElseThrow()))
                    .isGreaterThanOrEqualTo(in);
            assertThat(response.headers().firstValue("X-Gate-Trace-ID").orElseThrow())
                    .hasSize(32);
            assertThat(response.headers().firstValue("X-Gate-RateLimit-Requests-Remain"))
                    .contains("199");
            assertThat(response.headers().firstValue("X-Gate-RateLimit-Limit")).contains("200");
            assertThat(response.headers().firstValue("X-Gate-RateLimit-Reset-Timestamp"))
                    .isPresent();
        }

        @Test
        void ofZeroIsAcknowledgedWithAZero() {
            assertThat(client.countdown("{\"timeout\":0}").body()).isEqualTo("{\"triggerTime\":\"0\"}");
        }

        @Test
        void isAcknowledgedInTheFormThatIsChosen() {
            simulator.faults("{\"triggerTimeAs\":\"number\"}");
            assertThat(json(client.countdown("{\"timeout\":30}")).getValue("triggerTime"))
                    .isInstanceOf(Long.class);
            simulator.faults("{\"triggerTimeAs\":\"absent\"}");
            assertThat(client.countdown("{\"timeout\":30}").body()).isEqualTo("{}");
        }

        @Test
        void saysAsMuchOfTheClockAsIsChosen() {
            simulator.faults("{\"timeHeaders\":\"date\",\"clockOffsetMs\":600000}");
            HttpResponse<String> dated = client.countdown("{\"timeout\":30}");
            assertThat(dated.headers().map()).doesNotContainKeys("X-In-Time", "X-Out-Time", "X-Gate-Trace-ID");
            java.time.Instant date = java.time.Instant.from(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    dated.headers().firstValue("Date").orElseThrow()));
            assertThat(date).isBetween(exchange.now().minusSeconds(30), exchange.now());
            simulator.faults("{\"timeHeaders\":\"none\"}");
            assertThat(client.countdown("{\"timeout\":30}").headers().map())
                    .doesNotContainKeys("X-In-Time", "X-Out-Time", "X-Gate-Trace-ID", "Date");
        }

        @Test
        void namesItsScope() {
            client.countdown("{\"timeout\":30}");
            client.countdown("{\"timeout\":30,\"underlying\":\"BTC_USDT\"}");
            client.countdown(
                    "{\"timeout\":30,\"contract\":\"DOGE_USDT-20260519-0.106-C\",\"underlying\":\"DOGE_USDT\"}");
            client.countdown("{\"timeout\":30,\"contract\":\"BTC-WEEKLY-200824-11000-P\",\"underlying\":null}");
            assertThat(exchange.countdowns())
                    .extracting(armed -> armed.countdown().scope().toString())
                    .containsExactly(
                            "all",
                            "underlying:BTC_USDT",
                            "contract:DOGE_USDT-20260519-0.106-C",
                            "contract:BTC-WEEKLY-200824-11000-P");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "{}|MISSING_REQUIRED_PARAM",
                    "{\"timeout\":null}|MISSING_REQUIRED_PARAM",
                    "{\"timeout\":4}|INVALID_PARAM_VALUE",
                    "{\"timeout\":-1}|INVALID_PARAM_VALUE",
                    "{\"timeout\":\"30\"}|INVALID_REQUEST_BODY",
                    "{\"timeout\":30.5}|INVALID_REQUEST_BODY",
                    "{\"timeout\":3000000000}|INVALID_REQUEST_BODY",
                    "{\"timeout\":30|INVALID_REQUEST_BODY",
                    "[30]|INVALID_REQUEST_BODY",
                    "null|INVALID_REQUEST_BODY",
                    "{\"timeout\":30,\"underlying\":7}|INVALID_REQUEST_BODY",
                    "{\"timeout\":30,\"underlying\":\" \"}|INVALID_PARAM_VALUE",
                    "{\"timeout\":30,\"contract\":\"BTC_USDT-1-1-C\",\"underlying\":\"ETH_USDT\"}|INVALID_PARAM_VALUE"
                })
        void isRefusedIfItsBodyIsWrong(String body, String label) {
            assertRefused(client.countdown(body), 400, label);
            assertThat(exchange.countdowns()).isEmpty();
        }

        @Test
        void isRefusedWithAnotherLabelIfThatIsAssumed() {
            simulator.wire(WireAssumptions.DEFAULTS.withLabel(BodyFault.MISSING_TIMEOUT, "BAD_REQUEST"));
            assertRefused(client.countdown("{}"), 400, "BAD_REQUEST");
        }

        @Test
        void belongsToTheUserOfTheKey() {
            new SignedClient(simulator, "other", "hidden").countdown("{\"timeout\":30}");
            assertThat(exchange.countdowns()).extracting(ArmedCountdown::user).containsExactly("bob");
        }
    }

    @Nested
    class TheSignature {

        private HttpRequest.Builder request(String... headers) {
            HttpRequest.Builder request =
                    client.builder("POST", "/options/countdown_cancel_all", "", "{\"timeout\":30}");
            return headers.length == 0 ? request : request.headers(headers);
        }

        private String now(int offset) {
            return Long.toString(System.currentTimeMillis() / 1000 + offset);
        }

        @Test
        void isCheckedInTheDocumentedOrder() throws Exception {
            assertRefused(client.raw(request()), 400, "MISSING_REQUIRED_HEADER");
            assertThat(client.raw(request()).body()).contains("Missing required header: Timestamp");
            assertThat(client.raw(request("Timestamp", "1")).body()).contains("Missing required header: KEY");
            assertRefused(client.raw(request("Timestamp", "1", "KEY", "nobody")), 403, "REQUEST_EXPIRED");
            assertRefused(client.raw(request("Timestamp", now(0), "KEY", "nobody")), 401, "INVALID_KEY");
            assertRefused(client.raw(request("Timestamp", now(0), "KEY", "demo")), 401, "INVALID_SIGNATURE");
            assertRefused(
                    client.raw(request("Timestamp", now(0), "KEY", "demo", "SIGN", "00")), 401, "INVALID_SIGNATURE");
            assertThat(exchange.countdowns()).isEmpty();
        }

        @Test
        void isRefusedWithAWrongSecret() {
            assertRefused(
                    new SignedClient(simulator, "demo", "wrong").countdown("{\"timeout\":30}"),
                    401,
                    "INVALID_SIGNATURE");
        }

        @Test
        void mayBeAMinuteOldOrEarlyAndNoMore() throws Exception {
            for (int offset : new int[] {-30, 30}) {
                assertThat(client.raw(signed(now(offset))).statusCode()).isEqualTo(200);
            }
            for (int offset : new int[] {-90, 90}) {
                assertRefused(client.raw(signed(now(offset))), 403, "REQUEST_EXPIRED");
            }
            simulator.wire(WireAssumptions.DEFAULTS.withExpiredStatus(401));
            assertRefused(client.raw(signed(now(-90))), 401, "REQUEST_EXPIRED");
            assertThat(client.raw(signed(now(0) + ".25")).statusCode()).isEqualTo(200);
            assertRefused(client.raw(signed("now")), 400, "INVALID_PARAM_VALUE");
        }

        private HttpRequest.Builder signed(String timestamp) {
            String sign =
                    client.sign("POST", "/api/v4/options/countdown_cancel_all", "", "{\"timeout\":30}", timestamp);
            return request("Timestamp", timestamp, "KEY", "demo", "SIGN", sign);
        }

        @Test
        void ofAKeyThatMayOnlyReadSetsNoCountdown() {
            SignedClient reader = new SignedClient(simulator, "reader", "hidden");
            assertRefused(reader.countdown("{\"timeout\":30}"), 403, "READ_ONLY");
            assertThat(reader.send("GET", "/options/orders", "status=open", "").statusCode())
                    .isEqualTo(200);
            simulator.wire(WireAssumptions.DEFAULTS.withPermissionStatus(401));
            assertRefused(reader.countdown("{\"timeout\":30}"), 401, "READ_ONLY");
        }
    }

    @Nested
    class AnOrder {

        @Test
        void isPlacedReadListedAndCancelled() {
            JsonObject placed = place(CALL, -3);
            long id = placed.getLong("id");
            assertThat(placed.fieldNames())
                    .contains(
                            "id",
                            "user",
                            "create_time",
                            "status",
                            "contract",
                            "size",
                            "iceberg",
                            "price",
                            "is_close",
                            "is_reduce_only",
                            "is_liq",
                            "is_mmp",
                            "tif",
                            "left",
                            "fill_price",
                            "text",
                            "tkfr",
                            "mkfr",
                            "refu",
                            "refr")
                    .doesNotContain("finish_time", "finish_as");
            assertThat(placed.getString("status")).isEqualTo("open");
            assertThat(json(client.send("GET", "/options/orders/" + id, "", "")))
                    .isEqualTo(placed);
            assertThat(new JsonArray(client.send("GET", "/options/orders", "status=open&underlying=BTC_USDT", "")
                            .body()))
                    .containsExactly(placed);
            JsonObject cancelled = json(client.send("DELETE", "/options/orders/" + id, "", ""));
            assertThat(cancelled.getString("status")).isEqualTo("finished");
            assertThat(cancelled.getString("finish_as")).isEqualTo("cancelled");
            assertThat(cancelled.getDouble("finish_time")).isPositive();
            assertRefused(client.send("DELETE", "/options/orders/" + id, "", ""), 400, "ORDER_FINISHED");
        }

        @Test
        void isCancelledWithOthersOfItsKind() {
            place(CALL, 1);
            place(CALL, -1);
            place("ETH_USDT-20261225-4000-C", -1);
            HttpResponse<String> response =
                    client.send("DELETE", "/options/orders", "underlying=BTC_USDT&side=ask", "");
            assertThat(new JsonArray(response.body())).hasSize(1);
            assertThat(exchange.account().openOrders()).hasSize(2);
        }

        @Test
        void isListedPageByPage() {
            place(CALL, 1);
            place(CALL, 2);
            place(CALL, 3);
            JsonArray page = new JsonArray(client.send("GET", "/options/orders", "status=open&limit=1&offset=1", "")
                    .body());
            assertThat(page).hasSize(1);
            assertThat(page.getJsonObject(0).getInteger("size")).isEqualTo(2);
        }

        @Test
        void thatIsUnknownIsNotFound() {
            assertRefused(client.send("GET", "/options/orders/99", "", ""), 404, "ORDER_NOT_FOUND");
            assertRefused(client.send("DELETE", "/options/orders/99", "", ""), 404, "ORDER_NOT_FOUND");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "{\"size\":1}|MISSING_REQUIRED_PARAM",
                    "{\"contract\":\"X\"}|MISSING_REQUIRED_PARAM",
                    "{\"contract\":\"X\",\"size\":0}|INVALID_PARAM_VALUE",
                    "{\"contract\":\"X\",\"size\":1,\"tif\":\"day\"}|INVALID_PARAM_VALUE",
                    "{\"contract\":\"X\",\"size\":1,\"price\":\"cheap\"}|INVALID_PARAM_VALUE",
                    "{\"contract\":\"X\",\"size\":1,\"text\":\"mine\"}|INVALID_PARAM_VALUE",
                    "{\"contract\":\"X\",\"size\":\"1\"}|INVALID_REQUEST_BODY"
                })
        void thatIsWrongIsRefused(String body, String label) {
            assertRefused(client.send("POST", "/options/orders", "", body), 400, label);
        }

        @Test
        void thatStaysInAnUnknownWayIsRefusedByFieldRuleAndValue() {
            String order = "{\"contract\":\"X\",\"size\":1,\"tif\":\"day\"}";
            assertThat(json(client.send("POST", "/options/orders", "", order)).getString("message"))
                    .isEqualTo("tif must be gtc, ioc or poc: day");
        }

        @Test
        void listNeedsAStatus() {
            assertRefused(client.send("GET", "/options/orders", "", ""), 400, "MISSING_REQUIRED_PARAM");
        }
    }

    @Nested
    class WhatIsPublic {

        @Test
        void needsNoKey() throws Exception {
            long before = System.currentTimeMillis();
            HttpResponse<String> time = client.raw(client.builder("GET", "/spot/time", "", ""));
            assertThat(json(time).getLong("server_time")).isBetween(before, System.currentTimeMillis());
            assertThat(client.raw(client.builder("GET", "/options/underlyings", "", ""))
                            .body())
                    .contains("{\"name\":\"BTC_USDT\",\"index_price\":\"70000\"}");
            assertThat(client.raw(client.builder("GET", "/options/contracts", "underlying=BTC_USDT", ""))
                            .body())
                    .contains("BTC_USDT-20301227-70000-C");
        }

        @Test
        void anUnknownPathIsNotFoundAndAWrongMethodNotAllowed() throws Exception {
            assertRefused(client.raw(client.builder("GET", "/options/nothing", "", "")), 404, "NOT_FOUND");
            assertRefused(client.raw(client.builder("POST", "/spot/time", "", "")), 405, "METHOD_NOT_ALLOWED");
            assertRefused(client.sim("GET", "nothing", ""), 404, "NOT_FOUND");
        }

        @Test
        void theTimeIsNotFoundWhereThatIsChosen() throws Exception {
            simulator.faults("{\"serverTime\":false}");
            assertRefused(client.raw(client.builder("GET", "/spot/time", "", "")), 404, "NOT_FOUND");
        }
    }

    @Nested
    class OnDemand {

        @Test
        void itTellsItsCountdownsRequestsAndFirings() {
            client.countdown("{\"timeout\":30}");
            client.countdown("{\"timeout\":3}");
            JsonObject armed = new JsonArray(client.sim("GET", "countdowns", "").body()).getJsonObject(0);
            assertThat(armed.getString("scope")).isEqualTo("all");
            assertThat(armed.getInteger("timeout")).isEqualTo(30);
            JsonArray requests = new JsonArray(client.sim("GET", "requests", "").body());
            assertThat(requests.getJsonObject(0).getString("verdict")).isEqualTo("applied");
            assertThat(requests.getJsonObject(0).getString("body")).isEqualTo("{\"timeout\":30}");
            assertThat(requests.getJsonObject(1).getString("verdict")).isEqualTo("INVALID_PARAM_VALUE");
            assertThat(client.sim("GET", "fired", "").body()).isEqualTo("[]");
        }

        @Test
        void itRestartsWithOrWithoutItsTimers() {
            client.countdown("{\"timeout\":30}");
            assertThat(client.sim("POST", "restart?keepTimers=true", "").body()).isEqualTo("{\"keepTimers\":true}");
            assertThat(exchange.countdowns()).hasSize(1);
            assertThat(client.sim("POST", "restart?keepTimers=false", "").statusCode())
                    .isEqualTo(200);
            assertThat(exchange.countdowns()).isEmpty();
        }

        @Test
        void itBreaksEveryConnectionAsItRestarts() {
            simulator.faults(FaultScript.of().on(1, new Fault.LoseAfter()));
            var reply = client.sendAsync("POST", "/options/countdown_cancel_all", "", "{\"timeout\":30}");
            Await.until(() -> exchange.countdowns().size() == 1);
            simulator.restart(true);
            assertBreaks(reply::join);
        }

        @Test
        void itLosesAReplyButAppliesTheRequest() {
            simulator.faults(FaultScript.of().on(1, new Fault.LoseAfter()));
            var reply = client.sendAsync("POST", "/options/countdown_cancel_all", "", "{\"timeout\":30}");
            Await.until(() -> simulator.requests().stream()
                    .anyMatch(seen -> seen.verdict().equals("applied, lost after")));
            assertThat(exchange.countdowns()).hasSize(1);
            assertThat(client.countdown("{\"timeout\":30}").statusCode()).isEqualTo(200);
            assertThat(reply).isNotDone();
        }

        @Test
        void itAnswersWithErrorsPagesAndScraps() {
            simulator.faults("{\"errorRate\":1,\"status\":500,\"label\":\"INTERNAL\"}");
            assertRefused(client.countdown("{\"timeout\":30}"), 500, "INTERNAL");
            simulator.faults("{\"label\":\"TOO_MANY_REQUESTS\"}");
            HttpResponse<String> throttled = client.countdown("{\"timeout\":30}");
            assertRefused(throttled, 429, "TOO_MANY_REQUESTS");
            assertThat(throttled.headers().firstValue("X-Gate-RateLimit-Reset-Timestamp"))
                    .isPresent();
            assertThat(exchange.countdowns()).isEmpty();
            simulator.faults("{\"html\":true}");
            assertThat(client.countdown("{\"timeout\":30}").body()).startsWith("<html>");
            simulator.faults("{\"truncate\":1}");
            assertThat(client.countdown("{\"timeout\":30}").body())
                    .startsWith("{\"trig")
                    .doesNotEndWith("}");
            simulator.faults("{\"resetAfterBytes\":5}");
            assertBreaks(() -> client.countdown("{\"timeout\":30}"));
            simulator.faults("{}");
            assertThat(client.countdown("{\"timeout\":30}").statusCode()).isEqualTo(200);
        }

        @Test
        void itRemembersWhatBefellARequestInTheWordsOfAScript() {
            simulator.faults(FaultScript.parse("1: html, truncate"));
            client.countdown("{\"timeout\":30}");
            assertThat(simulator.requests().get(0).verdict()).isEqualTo("applied, html, truncate");
        }

        @Test
        void itStopsInTheMiddleOfAReply() {
            simulator.faults("{\"stall\":1}");
            var reply = client.sendAsync("POST", "/options/countdown_cancel_all", "", "{\"timeout\":30}");
            Await.until(() -> simulator.requests().stream()
                    .anyMatch(seen -> seen.verdict().equals("applied, stall 1")));
            simulator.faults("{}");
            assertThat(client.countdown("{\"timeout\":30}").statusCode()).isEqualTo(200);
            assertThat(reply).isNotDone();
        }

        private static List<Object> whole(HttpResponse<String> response) {
            return List.of(response.statusCode(), response.headers().map(), response.body());
        }

        @Test
        void itRepeatsTheReplyBeforeByteForByte() {
            simulator.faults(FaultScript.of().on(2, new Fault.Replay()).on(3, new Fault.Replay()));
            List<Object> first = whole(client.countdown("{\"timeout\":30}"));
            assertThat(whole(client.countdown("{\"timeout\":60}"))).isEqualTo(first);
            assertThat(whole(client.countdown("{\"timeout\":0}"))).isEqualTo(first);
            assertThat(exchange.renewals("demo")).hasSize(1);
            assertThat(simulator.requests())
                    .extracting(SeenRequest::verdict)
                    .containsExactly("applied", "replay", "replay");
            assertThat(whole(client.countdown("{\"timeout\":30}"))).isNotEqualTo(first);
        }

        @Test
        void itSendsEachReplyOneRequestLate() {
            simulator.faults("{\"lag\":1}");
            List<Object> first = whole(client.countdown("{\"timeout\":30}"));
            assertThat(whole(client.countdown("{\"timeout\":300}"))).isEqualTo(first);
            HttpResponse<String> third = client.countdown("{\"timeout\":30}");
            assertThat(Long.parseLong(json(third).getString("triggerTime")))
                    .isEqualTo(exchange.renewals("demo").get(1).triggerTime().toEpochMilli());
            assertThat(simulator.requests().get(2).verdict()).isEqualTo("applied, lag");
        }

        @Test
        void itRepeatsNoReplyThatNobodyGot() {
            simulator.faults(FaultScript.of().on(2, new Fault.Reset(5)).on(3, new Fault.Replay()));
            List<Object> first = whole(client.countdown("{\"timeout\":30}"));
            assertBreaks(() -> client.countdown("{\"timeout\":30}"));
            assertThat(whole(client.countdown("{\"timeout\":30}"))).isEqualTo(first);
        }

        @ParameterizedTest
        @ValueSource(ints = {17, 10_000})
        void itNeverSendsAWholeReplyBeforeAReset(int bytes) {
            simulator.faults(FaultScript.of().on(1, new Fault.Reset(bytes)));
            assertBreaks(() -> client.countdown("{\"timeout\":0}"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "{\"triggerTimeAs\":\"absent\",\"clockOffsetMs\":5000,\"granularityMs\":-1}",
                    "{\"triggerTimeAs\":\"absent\",\"clockOffsetMs\":\"5000\"}",
                    "{\"triggerTimeAs\":\"absent\",\"clockOffsetMs\":5000,\"granularityMs\":\"1\"}"
                })
        void itAppliesNothingOfWhatItRefuses(String faults) {
            assertRefused(client.sim("POST", "faults", faults), 400, "INVALID_PARAM_VALUE");
            assertThat(client.countdown("{\"timeout\":0}").body()).isEqualTo("{\"triggerTime\":\"0\"}");
            Instant shown = exchange.now();
            assertThat(shown).isBeforeOrEqualTo(Instant.now());
        }

        @Test
        void itRefusesToGuessWhetherTimersAreKept() {
            client.countdown("{\"timeout\":30}");
            assertRefused(client.sim("POST", "restart?keepTimers=yes", ""), 400, "INVALID_PARAM_VALUE");
            assertThat(exchange.countdowns()).hasSize(1);
        }

        @Test
        void itRefusesFaultsThatItDoesNotKnow() {
            assertRefused(client.sim("POST", "faults", "{\"dropBefor\":1}"), 400, "INVALID_PARAM_VALUE");
            assertRefused(client.sim("POST", "faults", "{\"dropBefore\":2}"), 400, "INVALID_PARAM_VALUE");
            assertRefused(client.sim("POST", "faults", "{\"delayMs\":-1}"), 400, "INVALID_PARAM_VALUE");
            assertRefused(client.sim("POST", "faults", "nonsense"), 400, "INVALID_REQUEST_BODY");
        }

        @Test
        void itRefusesARequestThatHasGrownOldOnItsWay() {
            assertRefused(afterNinetySeconds(ExchangeAssumptions.DEFAULTS), 403, "REQUEST_EXPIRED");
        }

        @Test
        void itAppliesAnOldRequestIfAgesAreAssumedToBeCheckedOnArrival() {
            ExchangeAssumptions onArrival = ExchangeAssumptions.DEFAULTS.but(Deviation.AGE_CHECKED_ON_ARRIVAL);
            assertThat(afterNinetySeconds(onArrival).statusCode()).isEqualTo(200);
        }

        private HttpResponse<String> afterNinetySeconds(ExchangeAssumptions assumptions) {
            ManualScheduler time = new ManualScheduler(Instant.now());
            try (ExchangeSimulator slow = ExchangeSimulator.start(InMemoryExchange.on(time, assumptions), 0)) {
                slow.faults(FaultScript.of().on(1, new Fault.Delay(Duration.ofSeconds(90), Duration.ZERO)));
                var reply = new SignedClient(slow, "demo", "demo")
                        .sendAsync("POST", "/options/countdown_cancel_all", "", "{\"timeout\":30}");
                Await.until(() -> slow.requests().size() == 1);
                Await.until(() -> {
                    time.advance(Duration.ofSeconds(90));
                    return reply.isDone();
                });
                return reply.join();
            }
        }
    }

    @Nested
    class RateLimits {

        private final Instant start = Instant.now();
        private final InMemoryExchange still = InMemoryExchange.on(new ManualScheduler(start));
        private final ExchangeSimulator limited = ExchangeSimulator.start(still, 0, settings);
        private final SignedClient user = new SignedClient(limited, "demo", "demo");

        @AfterEach
        void close() {
            limited.close();
        }

        @Test
        void goByTimeThatPassesAndNotByAClockThatIsWrong() {
            limited.wire(WireAssumptions.DEFAULTS.withCountdownLimit(new RateLimit(1, Duration.ofSeconds(25))));
            assertThat(user.countdown("{\"timeout\":30}").statusCode()).isEqualTo(200);
            still.clockOffset(Duration.ofSeconds(45));
            assertThat(user.countdown("{\"timeout\":30}").statusCode()).isEqualTo(429);
        }

        @Test
        void refuseOneRequestTooManyForEachUserAlone() {
            limited.wire(WireAssumptions.DEFAULTS.withCountdownLimit(new RateLimit(2, Duration.ofSeconds(60))));
            user.countdown("{\"timeout\":30}");
            user.countdown("{\"timeout\":30}");
            HttpResponse<String> third = user.countdown("{\"timeout\":30}");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body())
                    .isEqualTo("{\"label\":\"TOO_MANY_REQUESTS\",\"message\":\"Request Rate Limit Exceeded\"}");
            assertThat(third.headers().firstValue("X-Gate-RateLimit-Requests-Remain"))
                    .contains("0");
            long reset = Long.parseLong(third.headers()
                    .firstValue("X-Gate-RateLimit-Reset-Timestamp")
                    .orElseThrow());
            assertThat(reset - start.getEpochSecond()).isBetween(60L, 61L);
            assertThat(new SignedClient(limited, "other", "hidden")
                            .countdown("{\"timeout\":30}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void twoKeysOfOneNameAreRefused() {
        assertThatThrownBy(() -> SimulatorSettings.DEFAULTS.plusKey(ApiKey.of("demo", "s3cr3t", "bob")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two keys of one name: demo");
    }

    @Test
    void aPortThatIsTakenIsRefused() {
        assertThatThrownBy(() ->
                        ExchangeSimulator.start(exchange, simulator.baseUri().getPort()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "cannot listen on port " + simulator.baseUri().getPort());
    }

    @Test
    void closingTwiceDoesNothingAndNoSecretIsPrinted() {
        simulator.close();
        simulator.close();
        assertThat(SimulatorSettings.DEFAULTS
                        .plusKey(ApiKey.of("k", "s3cr3t", "u"))
                        .toString())
                .doesNotContain("s3cr3t");
    }
}
