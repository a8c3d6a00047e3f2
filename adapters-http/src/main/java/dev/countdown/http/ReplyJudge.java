package dev.countdown.http;

import dev.countdown.application.Reply;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says what a reply proves of the request that it came for. Whatever does not prove that the request was applied, or that
 * it never will be, is unknown. For one thread.
 */
final class ReplyJudge {

    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

    private final ExchangeClock clock;
    private final RateLimit limit;

    ReplyJudge(ExchangeClock clock, RateLimit limit) {
        this.clock = clock;
        this.limit = limit;
    }

    Reply judge(Sent sent, WireReply reply, long heard) {
        Optional<ReplyTimes> times = ReplyTimes.of(reply.headers());
        if (times.isPresent() && clock.predates(times.get(), sent.at())) {
            clock.forget();
            return unknown(sent, "reply to an older request", reply);
        }
        Optional<ReplyBody> body = reply.json();
        Reply verdict = body.isEmpty()
                ? unknown(sent, "no readable reply", reply)
                : judge(sent, reply, body.get(), times, heard);
        if (!(verdict instanceof Reply.Unknown)) {
            times.ifPresent(observed -> clock.observe(observed, sent.at(), heard));
        }
        limit.heard(reply.headers(), sent.countdown().scope(), heard);
        return verdict instanceof Reply.NotApplied refused ? withRetry(refused, heard) : verdict;
    }

    private Reply judge(Sent sent, WireReply reply, ReplyBody body, Optional<ReplyTimes> times, long heard) {
        if (reply.status() == 200 && body.label().isEmpty()) {
            return acknowledged(sent, reply, body, times, heard);
        }
        if (ErrorTable.provesRefusal(reply.status(), body.label())) {
            String message = sent.clean(body.message()) + " (" + sent.clean(reply.where()) + ")";
            return new Reply.NotApplied(sent.clean(body.label()), message.strip(), Retry.NEVER);
        }
        return unknown(sent, body.label().isEmpty() ? "no proof" : sent.clean(body.label()), reply);
    }

    private Reply acknowledged(Sent sent, WireReply reply, ReplyBody body, Optional<ReplyTimes> times, long heard) {
        Optional<Instant> appliedAt =
                times.filter(t -> t.resolution() == 0).map(t -> Instant.ofEpochSecond(0, t.received()));
        if (body.triggerTime().isEmpty()) {
            return new Reply.Applied(new Acknowledgement(sent.countdown(), Optional.empty(), appliedAt));
        }
        TriggerCheck check = new TriggerCheck(clock, sent, times, heard);
        Optional<Long> millis = Texts.unsigned(body.triggerTime(), 18).filter(check::isPlausible);
        if (millis.isEmpty()) {
            return unknown(
                    sent, "trigger time " + sent.clean(body.triggerTime()) + " is not what was asked for", reply);
        }
        Optional<Instant> trigger = sent.countdown().isCancel() ? Optional.empty() : millis.map(Instant::ofEpochMilli);
        return new Reply.Applied(new Acknowledgement(sent.countdown(), trigger, appliedAt));
    }

    private Reply withRetry(Reply.NotApplied refused, long heard) {
        Retry retry = switch (refused.label()) {
            case ErrorTable.RATE_LIMITED -> Retry.after(limit.untilReset(heard, LEAST_WAIT));
            case ErrorTable.EXPIRED -> Retry.NOW;
            default -> Retry.NEVER;
        };
        return new Reply.NotApplied(refused.label(), refused.message(), retry);
    }

    private static Reply unknown(Sent sent, String why, WireReply reply) {
        return new Reply.Unknown(why + " (" + sent.clean(reply.where()) + ")", sent.fence());
    }
}
