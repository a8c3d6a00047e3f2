package dev.countdown.testing.simulator;

import dev.countdown.testing.Deviation;
import dev.countdown.testing.Fault;
import dev.countdown.testing.FaultText;
import dev.countdown.testing.FaultyLine;
import dev.countdown.testing.InMemoryExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One request of the simulator, on its way through the faults. */
final class ServedRequest implements FaultyLine.Passenger {

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private final ReceivedRequest call;
    private final InMemoryExchange exchange;
    private final EndpointTable api;
    private final RequestLog.Entry entry;
    private final Replier replier;
    private final Instant arrival;
    private volatile EndpointReply answer = EndpointReply.error(500, "SERVER_ERROR", "not applied");

    ServedRequest(
            ReceivedRequest call,
            Instant arrival,
            InMemoryExchange exchange,
            EndpointTable api,
            RequestLog.Entry entry,
            Replier replier) {
        this.call = call;
        this.exchange = exchange;
        this.api = api;
        this.entry = entry;
        this.replier = replier;
        this.arrival = arrival;
    }

    @Override
    public void apply(boolean duplicate, Runnable afterwards) {
        replier.received();
        boolean onArrival = exchange.assumptions().has(Deviation.AGE_CHECKED_ON_ARRIVAL);
        EndpointReply now = api.answer(call, onArrival ? arrival : exchange.now());
        if (duplicate) {
            entry.verdict(entry.verdict() + ", again " + now.verdict());
            return;
        }
        answer = now;
        entry.verdict(now.verdict());
        afterwards.run();
    }

    @Override
    public void answered(List<Fault> ofReply) {
        if (!ofReply.isEmpty()) {
            entry.verdict(entry.verdict() + ", " + FaultText.print(ofReply));
        }
        replier.send(answer, ofReply);
    }

    @Override
    public void refused(Fault.Refuse refusal) {
        entry.verdict(refusal.label());
        boolean limited = refusal.status() == 429;
        replier.send(limited ? RateLimiter.throttled(exchange.now(), ONE_SECOND) : refusal(refusal), List.of());
    }

    @Override
    public void throttled(Fault.Throttle throttle) {
        entry.verdict("TOO_MANY_REQUESTS");
        replier.send(RateLimiter.throttled(exchange.now(), throttle.reset()), List.of());
    }

    @Override
    public boolean canBeReplayed() {
        return replier.canBeReplayed();
    }

    @Override
    public void replayed() {
        entry.verdict("replay");
        replier.replay();
    }

    @Override
    public void lost(String how) {
        entry.verdict(entry.isOpen() ? how : entry.verdict() + ", " + how);
    }

    private static EndpointReply refusal(Fault.Refuse refusal) {
        return EndpointReply.error(refusal.status(), refusal.label(), "refused on purpose");
    }
}
