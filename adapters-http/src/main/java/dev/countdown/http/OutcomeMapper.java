package dev.countdown.http;

import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what a reply proves of the request that it came for. A reply that does not prove that the request was applied, or that
 * it never will be, is unknown; so is a reply that may have been made for an older request. For one thread.
 */
final class OutcomeMapper {

    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

    /** How far an exchange that accepted a Timestamp can be from it. */
    private static final long WINDOW = MeasuredClock.WINDOW.toNanos() + 2 * Nanos.SECOND;

    private final MeasuredClock clock;
    private final RateLimitReset rateLimit;
    private final SeenReplies seenReplies;
    private final String ifNotFound;

    /** Whether an arm was acknowledged with a trigger time: an exchange that names them does so each time. */
    private boolean namesTriggerTimes;

    /**
     * A mapper that has heard no reply yet.
     *
     * @param ifNotFound what a 404 may come from; may be empty
     */
    OutcomeMapper(MeasuredClock clock, RateLimitReset rateLimit, SeenReplies seenReplies, String ifNotFound) {
        this.clock = clock;
        this.rateLimit = rateLimit;
        this.seenReplies = seenReplies;
        this.ifNotFound = ifNotFound;
    }

    /** The verdict; empty where the reply does not fit the exchange's clock, or it is not known: it is to be measured first. */
    Optional<Outcome> judge(SentRequest sent, WireReply reply, ClockReading heard) {
        Optional<ReplyBody> body = reply.json();
        Optional<String> flaw = seenReplies.note(sent, reply, body, heard);
        if (flaw.isPresent()) {
            return Optional.of(unknown(sent, flaw.get(), reply));
        }
        Outcome verdict = read(sent, reply, body, heard);
        List<ExchangeTime> times = times(sent, reply, verdict, heard);
        if (admits(times) && (!isExpired(verdict) || !times.isEmpty())) {
            return Optional.of(believe(sent, reply, verdict, times, heard));
        }
        return verdict instanceof Outcome.Unknown ? Optional.of(verdict) : Optional.empty();
    }

    /** The verdict once the exchange's time was asked for; it need not have answered. */
    Outcome judgeAgain(SentRequest sent, WireReply reply, ClockReading heard) {
        Outcome verdict = read(sent, reply, reply.json(), heard);
        List<ExchangeTime> times = times(sent, reply, verdict, heard);
        boolean believed =
                clock.isMeasured() ? admits(times) : times.stream().allMatch(time -> isNearTimestamp(sent, time));
        return believed
                ? believe(sent, reply, verdict, times, heard)
                : unknown(
                        sent, "the reply does not fit the exchange's clock: it may be one to an older request", reply);
    }

    /** A loop, because it runs for each reply, and a stream costs as much memory as the signature. */
    private boolean admits(List<ExchangeTime> times) {
        boolean all = true;
        for (ExchangeTime time : times) {
            all &= clock.admits(time);
        }
        return all;
    }

    private static boolean isExpired(Outcome verdict) {
        return verdict instanceof Outcome.NotApplied refused && refused.label().equals(ReplyBody.EXPIRED);
    }

    private Outcome believe(
            SentRequest sent, WireReply reply, Outcome verdict, List<ExchangeTime> times, ClockReading heard) {
        if (!(verdict instanceof Outcome.Unknown)) {
            for (ExchangeTime time : times) {
                clock.believe(time);
            }
        }
        namesTriggerTimes |= verdict instanceof Outcome.Applied applied
                && applied.acknowledgement().triggerTime().isPresent();
        rateLimit.heard(reply.headers(), sent.countdown().scope(), heard);
        return verdict instanceof Outcome.NotApplied refused ? withRetry(refused, heard.monotonicNanos()) : verdict;
    }

    /** What the reply tells of the exchange's clock: {@code X-In-Time}; without it {@code Date} and the trigger time. */
    private static List<ExchangeTime> times(SentRequest sent, WireReply reply, Outcome verdict, ClockReading heard) {
        if (reply.times().isPresent() && reply.times().get().isExact()) {
            return List.of(reply.times().get().between(sent.at(), heard));
        }
        List<ExchangeTime> times = new ArrayList<>(2);
        reply.times().ifPresent(told -> times.add(told.between(sent.at(), heard)));
        if (verdict instanceof Outcome.Applied applied) {
            applied.acknowledgement().triggerTime().ifPresent(end -> times.add(sent.applied(end, heard)));
        }
        return times;
    }

    /** While no clock was measured: an exchange that accepted our Timestamp is within a minute of it. */
    private static boolean isNearTimestamp(SentRequest sent, ExchangeTime time) {
        long ahead = Duration.between(Instant.ofEpochSecond(0, sent.timestamp().nanos()), time.shown())
                .toNanos();
        long most = WINDOW + time.to().monotonicSince(time.from());
        return ahead >= -WINDOW - time.resolution().toNanos() && ahead <= most;
    }

    private Outcome read(SentRequest sent, WireReply reply, Optional<ReplyBody> body, ClockReading heard) {
        return body.map(fields -> read(sent, reply, fields, heard))
                .orElseGet(() -> unknown(sent, "no readable reply", reply));
    }

    private Outcome read(SentRequest sent, WireReply reply, ReplyBody body, ClockReading heard) {
        if (reply.status() == 200 && body.label().isEmpty()) {
            return acknowledged(sent, reply, body, heard);
        }
        if (body.provesRefusal(reply.status())) {
            String message = sent.clean(body.message()) + " (" + where(sent, reply) + ")";
            return new Outcome.NotApplied(sent.clean(body.label()), message.strip(), Retry.NEVER);
        }
        return unknown(sent, body.label().isEmpty() ? "no proof" : sent.clean(body.label()), reply);
    }

    private Outcome acknowledged(SentRequest sent, WireReply reply, ReplyBody body, ClockReading heard) {
        Optional<ReplyTimes> times = reply.times();
        Optional<Instant> appliedAt = times.flatMap(ReplyTimes::exactly);
        if (body.triggerTime().isEmpty()) {
            return undated(sent, reply, body, appliedAt);
        }
        long trigger = ReplyText.unsigned(body.triggerTime(), 18);
        if (trigger == ReplyText.NONE || !sent.isAnsweredBy(trigger, times, heard.monotonicSince(sent.at()))) {
            return unknown(
                    sent, "trigger time " + sent.clean(body.triggerTime()) + " is not what was asked for", reply);
        }
        Optional<Instant> end =
                sent.countdown().isDisarm() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(trigger));
        return new Outcome.Applied(new Acknowledgement(sent.countdown(), end, appliedAt));
    }

    /** An exchange may name no trigger time to a disarm, or never; then the object holds nothing else either. */
    private Outcome undated(SentRequest sent, WireReply reply, ReplyBody body, Optional<Instant> appliedAt) {
        if (!body.serverTime().isEmpty()) {
            return unknown(sent, "the reply to a question for the time", reply);
        }
        if (body.more() || (namesTriggerTimes && !sent.countdown().isDisarm())) {
            return unknown(sent, "no trigger time, so it may come from anybody", reply);
        }
        return new Outcome.Applied(new Acknowledgement(sent.countdown(), Optional.empty(), appliedAt));
    }

    private Outcome withRetry(Outcome.NotApplied refused, long heard) {
        Retry retry = switch (refused.label()) {
            case ReplyBody.RATE_LIMITED -> Retry.after(rateLimit.untilReset(heard, LEAST_WAIT));
            case ReplyBody.EXPIRED -> Retry.NOW;
            default -> Retry.NEVER;
        };
        return new Outcome.NotApplied(refused.label(), refused.message(), retry);
    }

    private Outcome unknown(SentRequest sent, String why, WireReply reply) {
        return sent.unknown(why + " (" + where(sent, reply) + ")");
    }

    private String where(SentRequest sent, WireReply reply) {
        return sent.clean(reply.where()) + (reply.status() == 404 ? ifNotFound : "");
    }
}
