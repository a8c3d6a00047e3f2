package dev.countdown.guard;

import static dev.countdown.guard.FakeNode.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.guard.Placement;
import dev.countdown.testing.ManualScheduler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes on loopback; the clocks of the gate stand still unless a test moves them. */
class GuardedGateTest {

    private static final String TOKEN = "s3cr3t-t0k3n-0f-p3ts";
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final ManualScheduler clock = new ManualScheduler();
    private final FakeNode a = new FakeNode(vertx);
    private final FakeNode b = new FakeNode(vertx);
    private final List<GuardEvent> events = new CopyOnWriteArrayList<>();
    private final List<GuardedGate> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(GuardedGate::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(events.toString() + opened).doesNotContain(TOKEN);
    }

    private GuardedGate open(FakeNode... nodes) {
        return open(PATIENT, nodes);
    }

    private GuardedGate open(Duration deadline, FakeNode... nodes) {
        GuardedGate gate = GuardedGate.builder(vertx)
                .nodes(Stream.of(nodes).map(FakeNode::uri).toList())
                .bot("mm-1")
                .token(TOKEN)
                .scopes(List.of(SCOPE))
                .deadline(deadline)
                .scheduler(clock)
                .listener(events::add)
                .open();
        opened.add(gate);
        return gate;
    }

    private static int pet(GuardedGate gate) {
        return gate.pet().toCompletableFuture().join();
    }

    private void assertLost(FakeNode node, String reason) {
        assertThat(events)
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(GuardEvent.NodeLost.class, lost -> {
                    assertThat(lost.node()).isEqualTo(node.uri().toString());
                    assertThat(lost.reason()).contains(reason);
                }));
    }

    @Test
    void itIsShutUntilTheFirstProofIsReconciled() {
        GuardedGate gate = open(a);
        assertThat(gate.mayQuote()).isFalse();
        assertThat(pet(gate)).isEqualTo(1);

        assertThat(gate.mayQuote()).isFalse();
        assertThat(gate.openLapses()).isEqualTo(Map.of(SCOPE, 1L));
        assertThat(events)
                .containsExactly(new GuardEvent.NodeHeard(a.uri().toString()), new GuardEvent.Lapsed(SCOPE, 1));

        gate.reconciled(SCOPE, 1);
        assertThat(gate.openLapses()).isEmpty();
        assertThat(gate.mayQuote()).isTrue();
        assertThat(gate.mayQuote(Duration.ofSeconds(19))).isTrue();
        assertThat(gate.mayQuote(SCOPE, Duration.ofSeconds(20))).isFalse();
        clock.advance(Duration.ofSeconds(20));
        assertThat(gate.mayQuote()).isFalse();
    }

    @Test
    void aNegativeMarginIsRefusedAlsoWhileItIsShut() {
        GuardedGate gate = open(a);
        Duration negative = Duration.ofNanos(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gate.mayQuote(negative))
                .withMessage("margin must not be negative: PT-0.000000001S");
        assertThatIllegalArgumentException().isThrownBy(() -> gate.mayQuote(SCOPE, negative));
    }

    @Test
    void aHostThatWasSuspendedWakesWithItsGateShutAndALapse() {
        GuardedGate gate = open(a);
        pet(gate);
        gate.reconciled(SCOPE, 1);
        clock.suspend(Duration.ofSeconds(21));
        assertThat(gate.mayQuote()).isFalse();
        pet(gate);
        assertThat(gate.openLapses()).isEqualTo(Map.of(SCOPE, 2L));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 3_600})
    void aStepOfTheWallClockMakesNoClaimLonger(long seconds) {
        GuardedGate gate = open(a);
        pet(gate);
        gate.reconciled(SCOPE, 1);
        clock.stepWall(Duration.ofSeconds(seconds));
        assertThat(gate.mayQuote()).isEqualTo(seconds < 0);
        clock.advance(Duration.ofSeconds(20));
        assertThat(gate.mayQuote()).isFalse();
        pet(gate);
        assertThat(gate.openLapses()).isEqualTo(Map.of(SCOPE, 2L));
    }

    @Test
    void aPetShowsTheTokenTheSessionAndTheLastEchoOfTheSameNode() {
        GuardedGate gate =
                open(a, b.answering((pet, response) -> response.end(FakeNode.ok(7, SCOPE, 1, 1, "digest-1"))));
        pet(gate);
        pet(gate);

        assertThat(a.tokens).containsExactly("Bearer " + TOKEN, "Bearer " + TOKEN);
        assertThat(a.pets)
                .extracting(each -> each.pet().echo())
                .containsExactly(OptionalLong.empty(), OptionalLong.of(4711));
        assertThat(b.pets)
                .extracting(each -> each.pet().echo())
                .containsExactly(OptionalLong.empty(), OptionalLong.of(7));
        assertThat(Stream.concat(a.pets.stream(), b.pets.stream())
                        .map(each -> each.pet().session())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whatAReplyProvesCountsFromWhenThePetWasSent() {
        GuardedGate gate = open(a.answering((pet, response) -> {
            clock.advance(Duration.ofSeconds(5));
            FakeNode.replies(20_000, 0).answer(pet, response);
        }));
        pet(gate);

        assertThat(gate.guardedFor(SCOPE)).isBetween(Duration.ofMillis(14_900), Duration.ofMillis(14_980));
    }

    @Test
    void oneNodeIsEnough() {
        GuardedGate gate = open(a, b.answering(FakeNode.status(503, "")));
        assertThat(pet(gate)).isEqualTo(1);
        gate.reconciled(SCOPE, 1);

        assertThat(gate.mayQuote()).isTrue();
        assertLost(b, "status 503");
    }

    @Test
    void theProofsOfTwoNodesJoin() {
        GuardedGate gate = open(a, b.answering(FakeNode.status(503, "")));
        pet(gate);
        gate.reconciled(SCOPE, 1);
        a.answering(FakeNode.status(503, ""));
        b.answering(FakeNode.replies(20_000, 60_000));
        clock.advance(Duration.ofSeconds(15));
        pet(gate);
        clock.advance(Duration.ofSeconds(15));

        assertThat(gate.mayQuote()).isTrue();
    }

    @Test
    void aGapIsALapseThatStaysUntilItIsReconciled() {
        GuardedGate gate = open(a);
        pet(gate);
        gate.reconciled(SCOPE, 1);
        clock.advance(Duration.ofSeconds(30));
        pet(gate);

        assertThat(gate.mayQuote()).isFalse();
        assertThat(events).endsWith(new GuardEvent.Lapsed(SCOPE, 2));
        gate.reconciled(SCOPE, 1);
        assertThat(gate.mayQuote()).isFalse();
        gate.reconciled(SCOPE, 2);
        assertThat(gate.mayQuote()).isTrue();
    }

    @Test
    void nodesThatDifferShutTheGateAndAreToldOnce() {
        GuardedGate gate = open(a, b.answering(FakeNode.replies(20_000, 0, "digest-2")));
        pet(gate);
        pet(gate);
        gate.reconciled(SCOPE, 1);

        assertThat(gate.mayQuote()).isFalse();
        assertThat(events.stream().filter(GuardEvent.DigestsDiffer.class::isInstance))
                .containsExactly(new GuardEvent.DigestsDiffer(SCOPE, gate.digests(SCOPE)));
        b.answering(FakeNode.status(503, ""));
        pet(gate);
        assertThat(gate.whyShut(SCOPE, Duration.ZERO).orElseThrow().text())
                .isEqualTo("by what each node said last, they differ in its timeout or its bots; " + b.uri()
                        + ": status 503");
        b.answering(FakeNode.replies(20_000, 0));
        pet(gate);
        assertThat(events).endsWith(new GuardEvent.DigestsAgree(SCOPE));
        assertThat(gate.mayQuote()).isTrue();
    }

    /** One that answers late may differ from the others. */
    @Test
    void itOpensFirstWhenEachNodeHasAnsweredOrFailedTo() {
        List<HttpServerResponse> late = new CopyOnWriteArrayList<>();
        GuardedGate gate = open(a, b.answering((pet, response) -> late.add(response)));
        CompletionStage<Integer> heard = gate.pet();
        while (gate.openLapses().isEmpty() || late.isEmpty()) {
            Thread.onSpinWait();
        }
        gate.reconciled(SCOPE, 1);
        assertThat(gate.mayQuote()).isFalse();
        assertThat(gate.mayQuote(SCOPE, Duration.ZERO)).isFalse();
        assertThat(gate.guardedFor(SCOPE)).isZero();
        assertThat(gate.whyShut(SCOPE, Duration.ZERO))
                .hasValue(new ShutReason("not every node was asked yet", OptionalLong.empty()));
        late.get(0).reset();
        assertThat(heard.toCompletableFuture().join()).isEqualTo(1);
        assertThat(gate.mayQuote()).isTrue();
        assertThat(gate.guardedFor(SCOPE)).isPositive();
        assertThat(gate.whyShut(SCOPE, Duration.ZERO)).isEmpty();
        assertThat(gate.settlingFor(SCOPE)).isZero();
    }

    @Test
    void anOlderPetThatFailsAfterALaterReplyIsNoNews() {
        List<HttpServerResponse> late = new CopyOnWriteArrayList<>();
        GuardedGate gate = open(a.answering((pet, response) -> late.add(response)));
        CompletionStage<Integer> older = gate.pet();
        while (late.isEmpty()) {
            Thread.onSpinWait();
        }
        a.answering(FakeNode.replies(20_000, 0));
        pet(gate);
        late.get(0).reset();
        assertThat(older.toCompletableFuture().join()).isZero();
        assertThat(events).noneMatch(GuardEvent.NodeLost.class::isInstance);
        assertThat(gate.troubles()).containsEntry(a.uri().toString(), "");
    }

    /** Also a process that has heard one timeout alone. */
    @Test
    void aTimeoutThatWasChangedIsToldOnAndToPeople() {
        GuardedGate gate = open(a, b);
        pet(gate);
        gate.reconciled(SCOPE, 1);
        assertThat(a.pets.get(0).settlingMs()).isEmpty();
        a.answering(FakeNode.settling(101_000));
        pet(gate);
        assertThat(gate.mayQuote()).isFalse();
        String why =
                "its timeout was changed, and a request of before may still be applied: no proof counts for another"
                        + " 101 s, also after a restart of the bot";
        assertThat(gate.whyShut(SCOPE, Duration.ZERO)).hasValue(new ShutReason(why, OptionalLong.empty()));
        assertThat(events).endsWith(new GuardEvent.Settling(SCOPE, Duration.ofMillis(100_000)));
        assertThat(gate.settlingFor(SCOPE)).isEqualTo(Duration.ofMillis(100_000));
        assertThat(events.get(events.size() - 1).text()).isEqualTo(SCOPE + ": " + why);

        pet(gate);
        assertThat(b.pets.get(b.pets.size() - 1).settlingMs()).isEqualTo(Map.of(SCOPE, 100_000L));
        a.answering(FakeNode.replies(20_000, 1_000));
        b.answering(FakeNode.replies(20_000, 1_000));
        clock.advance(Duration.ofMillis(100_001));
        pet(gate);
        assertThat(a.pets.get(a.pets.size() - 1).settlingMs()).isEmpty();
        assertThat(gate.openLapses()).isEqualTo(Map.of(SCOPE, 2L));
        assertThat(gate.whyShut(SCOPE, Duration.ZERO))
                .hasValueSatisfying(reason -> assertThat(reason.lapse()).hasValue(2));
        assertThat(events.stream().filter(GuardEvent.Settling.class::isInstance))
                .hasSize(1);
    }

    @Test
    void itSaysWhyItIsShut() {
        GuardedGate gate = open(a.answering(FakeNode.silent("mm-2", "mm-3")), b.answering(FakeNode.status(503, "")));
        assertThat(gate.isRequired(SCOPE)).isFalse();
        pet(gate);
        assertThat(gate.isRequired(SCOPE)).isTrue();
        assertThat(gate.whyShut(SCOPE, Duration.ZERO))
                .hasValueSatisfying(reason -> assertThat(reason.text())
                        .isEqualTo("no node says that it is guarded; silent: mm-2, mm-3; " + b.uri() + ": status 503"));
        assertThat(gate.troubles()).containsEntry(a.uri().toString(), "");
        a.answering(FakeNode.ofOtherBots());
        pet(gate);
        assertThat(gate.whyShut(SCOPE, Duration.ZERO).orElseThrow().text())
                .startsWith("no node that has answered requires this bot: they renew over its death; ")
                .contains(a.uri() + ": it does not require bot mm-1 for " + SCOPE, b.uri() + ": status 503");
        assertThat(gate.troubles()).containsEntry(a.uri().toString(), "it does not require bot mm-1 for " + SCOPE);
        assertThat(events).endsWith(new GuardEvent.NotRequired(SCOPE));
        assertThat(gate.isRequired(SCOPE)).isFalse();
        gate.close();
        assertThat(gate.whyShut(SCOPE, Duration.ZERO)).hasValue(ShutReason.other("the gate was closed"));
    }

    @Nested
    class AnotherListOfNodes {

        private final FakeNode c = new FakeNode(vertx);

        private GuardedGate open(FakeNode first) {
            GuardedGate gate = GuardedGateTest.this.open(first);
            pet(gate);
            gate.reconciled(SCOPE, 1);
            return gate;
        }

        @Test
        void isTakenWithoutAGap() {
            GuardedGate gate = open(a);
            b.answering(FakeNode.replies(0, 0));
            gate.changeNodes(List.of(b.uri()));
            for (int i = 0; i < 20; i++) {
                clock.advance(Duration.ofSeconds(5));
                a.answering(FakeNode.replies(20_000, 600_000));
                pet(gate);
                assertThat(gate.mayQuote()).isTrue();
            }
            b.answering(FakeNode.replies(20_000, 1_000));
            pet(gate);
            int sent = a.pets.size();
            pet(gate);
            assertThat(a.pets).hasSize(sent);
            assertThat(gate.mayQuote()).isTrue();
            assertThat(gate.openLapses()).isEmpty();
            assertThat(gate.digests(SCOPE)).containsOnlyKeys(b.uri().toString());
            assertThat(events)
                    .contains(new GuardEvent.NodesChanged(List.of(b.uri().toString())))
                    .doesNotHaveDuplicates();
        }

        @Test
        void thatIsTheSameChangesNothing() {
            GuardedGate gate = open(a);
            gate.changeNodes(List.of(a.uri()));
            assertThat(events).noneMatch(GuardEvent.NodesChanged.class::isInstance);
            assertThat(gate.nodes()).containsExactly(a.uri().toString());
            assertThatIllegalArgumentException().isThrownBy(() -> gate.changeNodes(List.of()));
            assertThat(pet(gate)).isEqualTo(1);
        }

        @Test
        void forgetsNodesThatDiffer() {
            GuardedGate gate = open(a);
            c.answering(FakeNode.replies(0, 0));
            gate.changeNodes(List.of(b.uri(), c.uri()));
            a.answering(FakeNode.replies(20_000, 600_000, "digest-2"));
            pet(gate);
            assertThat(gate.mayQuote()).isFalse();
            c.answering(FakeNode.replies(20_000, 600_000));
            pet(gate);
            assertThat(gate.mayQuote()).isTrue();
            assertThat(gate.digests(SCOPE))
                    .containsOnlyKeys(b.uri().toString(), c.uri().toString());
        }
    }

    @Test
    void ofMoreNodesThanCopiesItPetsThoseOfItsScope() {
        List<FakeNode> all = Stream.generate(() -> new FakeNode(vertx)).limit(6).toList();
        List<String> urls = all.stream().map(node -> node.uri().toString()).toList();
        GuardedGate gate = GuardedGate.builder(vertx)
                .nodes(all.stream().map(FakeNode::uri).toList())
                .copies(2)
                .bot("mm-1")
                .token(TOKEN)
                .scopes(List.of(SCOPE))
                .open();
        opened.add(gate);
        assertThat(pet(gate)).isEqualTo(2);
        assertThat(all)
                .filteredOn(node -> !node.pets.isEmpty())
                .extracting(node -> node.uri().toString())
                .containsExactlyInAnyOrderElementsOf(Placement.keepers(SCOPE, urls, 2));
        assertThat(gate.nodes()).isEqualTo(urls);
    }

    @Nested
    class SeveralProcesses {

        @Test
        void anOlderOneIsShutForGoodAndPetsNoMore() {
            GuardedGate gate = open(a, b);
            pet(gate);
            gate.reconciled(SCOPE, 1);
            assertThat(gate.mayQuote()).isTrue();
            b.answering(FakeNode.superseded(1L << 52));
            pet(gate);

            assertThat(gate.isSuperseded()).isTrue();
            assertThat(gate.mayQuote()).isFalse();
            assertThat(gate.mayQuote(SCOPE, Duration.ZERO)).isFalse();
            assertThat(events).contains(new GuardEvent.Superseded());
            int sent = a.pets.size();
            assertThat(pet(gate)).isZero();
            assertThat(a.pets).hasSize(sent);
        }

        @Test
        void aNewerOneWhoseClockIsBehindBeginsOnceMore() {
            GuardedGate gate = open(a.answering(FakeNode.superseded(1L << 52)));
            pet(gate);
            a.answering(FakeNode.replies(20_000, 0));
            pet(gate);

            assertThat(gate.isSuperseded()).isFalse();
            assertThat(a.pets.get(1).pet().session()).isGreaterThan(1L << 52);
        }
    }

    @Nested
    class ANodeThatIsOfNoUse {

        @Test
        void mayRefuseTheToken() {
            assertThat(pet(open(a.answering(FakeNode.status(401, TOKEN))))).isZero();
            assertLost(a, "it refuses the token, with status 401");
        }

        @Test
        void mayNotKnowTheBot() {
            assertThat(pet(open(a.answering(FakeNode.status(404, ""))))).isZero();
            assertLost(a, "it does not know bot mm-1");
        }

        @Test
        void mayNotKeepTheScope() {
            a.answering((pet, response) -> response.end(FakeNode.ok(1, "other", 20_000, 0, "digest-1")));
            GuardedGate gate = open(a);
            pet(gate);
            assertLost(a, "it does not keep " + SCOPE);
            assertThat(gate.openLapses()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "garbage", "{}", "[1]", "{\"node\":\"a\",\"echo\":1,\"scopes\":{\"x\":7}}"})
        void mayReplyGarbage(String body) {
            GuardedGate gate = open(a.answering(FakeNode.status(200, body)));
            assertThat(pet(gate)).isZero();
            assertLost(a, "must be");
            a.answering(FakeNode.status(409, body));
            pet(gate);
            assertThat(gate.isSuperseded()).isFalse();
        }

        @Test
        void mayReplyWithoutAnEnd() {
            Buffer much = Buffer.buffer(new byte[PetJson.MOST_REPLY_BYTES]);
            open(a.answering(
                    (pet, response) -> response.setChunked(true).write(much).onSuccess(more -> response.write(much))));
            pet(opened.get(0));
            assertLost(a, "a reply of more than 1048576 bytes");
        }

        @Test
        void mayRedirectWhichIsNotFollowed() {
            open(a.answering((pet, response) -> response.setStatusCode(302)
                    .putHeader("Location", b.uri().toString())
                    .end()));
            pet(opened.get(0));
            assertLost(a, "status 302");
            assertThat(b.tokens).isEmpty();
        }

        @Test
        void mayBeGone() {
            b.close();
            assertThat(pet(open(a, b))).isEqualTo(1);
            assertLost(b, "refused");
        }

        @Test
        void mayReplyTooSlowly() {
            open(
                    Duration.ofMillis(300),
                    a.answering((pet, response) -> response.setChunked(true).write("{")));
            assertThat(pet(opened.get(0))).isZero();
            assertLost(a, "no reply within 300 ms");
        }

        @Test
        void isNotSentMoreWhileFourPetsAreUnanswered() {
            GuardedGate gate = open(a.answering((pet, response) -> {}));
            List<CompletionStage<Integer>> unanswered =
                    Stream.generate(gate::pet).limit(4).toList();
            assertThat(pet(gate)).isZero();
            assertThat(unanswered).noneMatch(each -> each.toCompletableFuture().isDone());
            assertThat(a.pets).hasSizeLessThanOrEqualTo(4);
        }

        @Test
        void isToldOnceAndAgainOnceItHears() {
            GuardedGate gate = open(a.answering(FakeNode.status(503, "")));
            pet(gate);
            pet(gate);
            a.answering(FakeNode.replies(20_000, 0));
            pet(gate);
            pet(gate);
            String node = a.uri().toString();
            assertThat(events)
                    .containsExactly(
                            new GuardEvent.NodeLost(node, "status 503"),
                            new GuardEvent.NodeHeard(node),
                            new GuardEvent.Lapsed(SCOPE, 1));
        }
    }

    @Test
    void aListenerThatFailsStopsNothing() {
        GuardedGate gate = GuardedGate.builder(vertx)
                .nodes(List.of(a.uri()))
                .bot("mm-1")
                .token(TOKEN)
                .scopes(List.of(SCOPE))
                .listener(event -> {
                    throw new IllegalStateException("on purpose");
                })
                .open();
        opened.add(gate);
        assertThat(pet(gate)).isEqualTo(1);
        assertThat(gate.openLapses()).hasSize(1);
    }

    @Test
    void aClosedGateIsShutAndPetsNoMore() {
        GuardedGate gate = open(a);
        pet(gate);
        gate.reconciled(SCOPE, 1);
        gate.close();
        gate.close();

        assertThat(gate.mayQuote()).isFalse();
        assertThat(pet(gate)).isZero();
        assertThat(a.pets).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1:9465",
                "http://example.com:9465",
                "https://10.0.0.1",
                "https://user:pw@10.0.0.1:1",
                "https://10.0.0.1:1/api",
                "https://10.0.0.1:1?token=x",
                "ftp://localhost:1",
                "localhost"
            })
    void aNodeThatCannotBeOneIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuardedGate.builder(vertx).nodes(List.of(URI.create(uri))))
                .withMessageStartingWith("node must ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pw", "token=x"));
    }

    @Test
    void whatIsMissingOrWrongIsRefusedByNameAndATokenIsNotShown() {
        GuardedGateBuilder builder = GuardedGate.builder(vertx);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.token("two words or more"))
                .withMessage("token must be 16 to 1024 printable ASCII characters without spaces");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.token("fifteen-letters"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.nodes(List.of()))
                .withMessageStartingWith("nodes ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.bot("a b"))
                .withMessageStartingWith("bot ");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.scopes(List.of("x", "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ofSeconds(11)));
        assertThatIllegalArgumentException().isThrownBy(builder::open).withMessage("nodes must be given");
        assertThat(builder.token(TOKEN).toString()).doesNotContain(TOKEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(a).reconciled("other", 1))
                .withMessageContaining(SCOPE);
        assertThatIllegalArgumentException().isThrownBy(() -> open(a).reconciled(SCOPE, 1));
    }
}
