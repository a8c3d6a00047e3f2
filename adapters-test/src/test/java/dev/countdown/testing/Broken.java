package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Gateways that break one rule each; the constant is the name of the rule, in capitals and with underscores. */
enum Broken {
    AN_ARM_IS_APPLIED_AND_ACKNOWLEDGED_AS_ASKED(
            "acknowledges another timeout", rig -> rig.applied(Broken::acknowledgeLonger)),
    THE_TRIGGER_TIME_IS_ON_THE_CLOCK_OF_THE_EXCHANGE(
            "takes the trigger time from its own clock", rig -> rig.applied(ack -> withLocalTime(rig, ack))),
    EVERY_KIND_OF_SCOPE_REACHES_THE_EXCHANGE_UNCHANGED(
            "derives the underlying of a contract",
            rig -> (countdown, deadline) ->
                    rig.good.submit(new Countdown(derived(countdown.scope()), countdown.timeout()), deadline)),
    A_SCOPE_THAT_THE_MARKET_DOES_NOT_HAVE_IS_REFUSED_WITHOUT_A_REQUEST("has any scope", rig -> rig.good::submit),
    A_DISARM_CLEARS_ITS_OWN_SCOPE_AND_HAS_NO_TRIGGER_TIME("disarms other scopes as well", Broken::disarmMore),
    A_REFUSAL_IS_NOT_APPLIED_AND_NAMES_ITS_LABEL(
            "calls a refusal for good temporary", rig -> rig.refused("CONTRACT_NOT_FOUND", Retry.NOW)),
    AN_EXPIRED_REQUEST_MAY_BE_TRIED_AGAIN(
            "gives up on an expired request", rig -> rig.refused("REQUEST_EXPIRED", Retry.NEVER)),
    A_THROTTLED_REQUEST_IS_NOT_APPLIED_AND_SAYS_WHEN_TO_COME_BACK(
            "forgets when the limit resets", rig -> rig.refused("TOO_MANY_REQUESTS", Retry.NOW)),
    A_SERVER_ERROR_IS_UNKNOWN(
            "believes that a 503 did nothing",
            rig -> rig.unknown("503", unknown -> new Outcome.NotApplied("TOO_BUSY", unknown.cause(), Retry.NOW))),
    AN_UNREADABLE_REPLY_IS_UNKNOWN(
            "takes half a reply for an acknowledgement", rig -> rig.unknown("truncate", unknown -> Broken.invented())),
    A_LOST_REQUEST_IS_UNKNOWN_BY_THE_DEADLINE_AND_NOT_SENT_AGAIN(
            "sends its first arm again if it was lost", rig -> rig.resendFirstArm(false)),
    A_LOST_REPLY_IS_UNKNOWN_BY_THE_DEADLINE_THOUGH_THE_REQUEST_WAS_APPLIED(
            "sends its first arm again if the reply was lost", rig -> rig.resendFirstArm(true)),
    A_REPLY_WHOSE_BODY_STALLS_IS_UNKNOWN_BY_THE_DEADLINE("has a deadline for the headers alone", Rig::untilTheHeaders),
    NO_OUTCOME_SHOWS_A_SECRET(
            "names what it signed with",
            rig -> rig.unknown(
                    "503",
                    unknown -> new Outcome.Unknown(
                            "503 to a request signed with " + Broken.SECRET, unknown.mayApplyFor()))),
    AFTER_AN_UNKNOWN_OUTCOME_THE_NEXT_REQUEST_GETS_THROUGH("goes on using a broken connection", Broken::stayBroken),
    AN_ACKNOWLEDGEMENT_OF_ANOTHER_REQUEST_PROVES_NOTHING(
            "believes an acknowledgement once more", rig -> rig.repeated(Outcome.Applied.class)),
    A_REFUSAL_OF_ANOTHER_REQUEST_PROVES_NOTHING(
            "believes a refusal once more", rig -> rig.repeated(Outcome.NotApplied.class)),
    THE_TIME_THAT_IT_TELLS_IS_THAT_OF_THE_EXCHANGE(
            "tells its own time",
            rig -> rig.telling(deadline -> CompletableFuture.completedFuture(Optional.of(rig.time.now())))),
    A_QUESTION_FOR_THE_TIME_IS_ANSWERED_BY_THE_DEADLINE(
            "forgets who asks for less than 5 ms",
            rig -> rig.telling(
                    deadline -> deadline.toMillis() < 5 ? new CompletableFuture<>() : rig.good.exchangeTime(deadline))),
    A_GATEWAY_IS_READY_WITHIN_FIVE_SECONDS("is never ready", rig -> new CountdownGateway() {
        @Override
        public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
            return rig.good.submit(countdown, deadline);
        }

        @Override
        public CompletionStage<Void> ready() {
            return new CompletableFuture<>();
        }
    }),
    A_REQUEST_OF_UNKNOWN_OUTCOME_IS_NEVER_APPLIED_LATER_THAN_SAID(
            "says that it may apply until its deadline",
            rig -> rig.unknown(
                    "",
                    unknown -> new Outcome.Unknown(
                            unknown.cause(), unknown.mayApplyFor().minusSeconds(60)))),
    A_SLOW_REPLY_DELAYS_NO_OTHER("sends one request at a time", Broken::oneAtATime),
    EACH_OF_MANY_REQUESTS_AT_ONCE_GETS_ITS_OWN_REPLY("mixes up replies after ten", Broken::mixUp),
    A_REQUEST_MAY_BE_MADE_AS_ANOTHER_ENDS("fails while it completes another", Broken::notReentrant),
    THE_SHORTEST_DEADLINE_ENDS_WITH_A_VALUE_TOO(
            "forgets deadlines below 5 ms",
            rig -> (countdown, deadline) ->
                    deadline.toMillis() < 5 ? new CompletableFuture<>() : rig.good.submit(countdown, deadline));

    static final String SECRET = "top-secret";

    private static final Countdown ANY = Countdown.arm(Scope.all(), Timeout.ofSeconds(60));

    final String fault;
    private final Function<Rig, CountdownGateway> how;

    Broken(String fault, Function<Rig, CountdownGateway> how) {
        this.fault = fault;
        this.how = how;
    }

    String rule() {
        return Pattern.compile("_(.)")
                .matcher(name().toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    CountdownGateway gateway(InMemoryExchange exchange, FaultPlan faults, ManualScheduler time) {
        AtomicBoolean stalls = new AtomicBoolean();
        FaultPlan watched = () -> {
            List<Fault> next = faults.next();
            stalls.set(next.stream().anyMatch(Fault.Stall.class::isInstance));
            return next;
        };
        Rig rig = new Rig(UnreliableGateway.to(exchange, "demo", watched, time), exchange, time, stalls);
        CountdownGateway bad = how.apply(rig);
        return this == A_SCOPE_THAT_THE_MARKET_DOES_NOT_HAVE_IS_REFUSED_WITHOUT_A_REQUEST ? bad : rig.refusing(bad);
    }

    /** A good gateway, and ways to spoil it. */
    record Rig(CountdownGateway good, InMemoryExchange exchange, ManualScheduler time, AtomicBoolean stalls) {

        /** The same, but it says which scopes its market does not have. */
        CountdownGateway refusing(CountdownGateway bad) {
            return new CountdownGateway() {
                @Override
                public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
                    return bad.submit(countdown, deadline);
                }

                @Override
                public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
                    return bad.exchangeTime(deadline);
                }

                @Override
                public CompletionStage<Void> ready() {
                    return bad.ready();
                }

                @Override
                public Optional<String> refusal(Scope scope) {
                    return good.refusal(scope);
                }
            };
        }

        CountdownGateway untilTheHeaders() {
            return (countdown, deadline) -> {
                CompletionStage<Outcome> reply = good.submit(countdown, deadline);
                return stalls.get() ? new CompletableFuture<>() : reply;
            };
        }

        CountdownGateway mapped(Function<Outcome, Outcome> spoil) {
            return (countdown, deadline) -> good.submit(countdown, deadline).thenApply(spoil);
        }

        CountdownGateway applied(Function<Acknowledgement, Acknowledgement> spoil) {
            return mapped(reply -> reply instanceof Outcome.Applied applied
                    ? new Outcome.Applied(spoil.apply(applied.acknowledgement()))
                    : reply);
        }

        CountdownGateway refused(String label, Retry retry) {
            return mapped(reply -> reply instanceof Outcome.NotApplied refused
                            && refused.label().equals(label)
                    ? new Outcome.NotApplied(label, refused.message(), retry)
                    : reply);
        }

        CountdownGateway unknown(String cause, Function<Outcome.Unknown, Outcome> spoil) {
            return mapped(reply ->
                    reply instanceof Outcome.Unknown unknown && unknown.cause().contains(cause)
                            ? spoil.apply(unknown)
                            : reply);
        }

        /** Hands a reply of this kind on to the next requests, too, if something on the way repeats it. */
        CountdownGateway repeated(Class<? extends Outcome> kind) {
            AtomicReference<Outcome> last = new AtomicReference<>();
            return mapped(reply -> {
                boolean other = reply instanceof Outcome.Unknown unknown
                        && unknown.cause().contains("another request");
                Outcome before = other ? last.get() : last.getAndSet(reply);
                return other && kind.isInstance(before) ? before : reply;
            });
        }

        CountdownGateway telling(Function<Duration, CompletionStage<Optional<Instant>>> told) {
            return new CountdownGateway() {
                @Override
                public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
                    return good.submit(countdown, deadline);
                }

                @Override
                public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
                    return told.apply(deadline);
                }
            };
        }

        CountdownGateway resendFirstArm(boolean ifApplied) {
            AtomicBoolean first = new AtomicBoolean(true);
            return (countdown, deadline) -> {
                boolean again = !countdown.isDisarm() && first.getAndSet(false);
                return good.submit(countdown, deadline).thenApply(reply -> {
                    boolean applied = !exchange.countdowns().isEmpty();
                    if (again
                            && reply instanceof Outcome.Unknown unknown
                            && unknown.cause().startsWith("no reply")
                            && applied == ifApplied) {
                        good.submit(countdown, deadline);
                    }
                    return reply;
                });
            };
        }
    }

    private static Outcome invented() {
        return new Outcome.Applied(Acknowledgement.of(ANY));
    }

    private static Acknowledgement acknowledgeLonger(Acknowledgement ack) {
        boolean mine = ack.countdown().equals(ANY);
        Countdown said = mine ? Countdown.arm(Scope.all(), Timeout.ofSeconds(61)) : ack.countdown();
        return new Acknowledgement(said, ack.triggerTime(), ack.appliedAt());
    }

    private static Acknowledgement withLocalTime(Rig rig, Acknowledgement ack) {
        Instant local = rig.time.now().plus(ack.countdown().timeout().toDuration());
        Optional<Instant> trigger = ack.triggerTime().map(exact -> local);
        return new Acknowledgement(ack.countdown(), trigger, ack.appliedAt());
    }

    private static Scope derived(Scope scope) {
        return scope instanceof Scope.ByContract contract ? Scope.contract(contract.contract()) : scope;
    }

    private static CountdownGateway disarmMore(Rig rig) {
        return (countdown, deadline) -> {
            if (countdown.equals(Countdown.disarm(Scope.all()))) {
                rig.good.submit(Countdown.disarm(Scope.underlying("BTC_USDT")), deadline);
            }
            return rig.good.submit(countdown, deadline);
        };
    }

    private static CountdownGateway stayBroken(Rig rig) {
        AtomicBoolean broken = new AtomicBoolean();
        return (countdown, deadline) -> {
            boolean before = broken.get();
            return rig.good.submit(countdown, deadline).thenApply(reply -> {
                broken.set(broken.get() || reply instanceof Outcome.Unknown);
                return before ? new Outcome.Unknown("broken connection", deadline.plusSeconds(60)) : reply;
            });
        };
    }

    private static CountdownGateway oneAtATime(Rig rig) {
        AtomicReference<CompletionStage<?>> last = new AtomicReference<>(CompletableFuture.completedFuture(null));
        return (countdown, deadline) -> {
            CompletionStage<Outcome> next = last.get().thenCompose(done -> rig.good.submit(countdown, deadline));
            last.set(next);
            return next;
        };
    }

    private static CountdownGateway mixUp(Rig rig) {
        AtomicInteger requests = new AtomicInteger();
        AtomicReference<Outcome> last = new AtomicReference<>();
        return (countdown, deadline) -> rig.good.submit(countdown, deadline).thenApply(reply -> {
            Outcome before = last.getAndSet(reply);
            return requests.incrementAndGet() > 10 ? before : reply;
        });
    }

    private static CountdownGateway notReentrant(Rig rig) {
        AtomicBoolean completing = new AtomicBoolean();
        return (countdown, deadline) -> {
            if (completing.get()) {
                return CompletableFuture.completedFuture(new Outcome.Unknown("busy", Duration.ofSeconds(60)));
            }
            CompletableFuture<Outcome> result = new CompletableFuture<>();
            rig.good.submit(countdown, deadline).thenAccept(reply -> {
                completing.set(true);
                result.complete(reply);
                completing.set(false);
            });
            return result;
        };
    }
}
