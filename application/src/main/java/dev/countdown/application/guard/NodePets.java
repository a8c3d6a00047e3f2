package dev.countdown.application.guard;

import dev.countdown.application.Durations;
import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bots a node knows to be alive. A pet counts from the moment when the node <em>sent</em> the reply that the pet echoes, not
 * from its arrival: a node that was frozen reads old pets first. Silence is measured on both clocks. Safe for use by many threads.
 */
public final class NodePets {

    /** How long a pet counts unless said otherwise: enough for a pet every 500 ms, of which three in a row are lost. */
    public static final Duration MAX_AGE = Duration.ofMillis(2_500);

    /** More replies than that are under way to no bot: an older one that is echoed counts for nothing. */
    private static final int REPLIES = 64;

    private record Reply(long echo, ClockReading sent) {}

    /** One process of a bot. */
    private static final class Session {
        private final long number;
        private final Deque<Reply> replies = new ArrayDeque<>();
        private @Nullable Reply counted;

        Session(long number) {
            this.number = number;
        }

        void echoed(long echo) {
            for (Reply reply : replies) {
                if (reply.echo() == echo) {
                    counted = reply;
                    forgetUpTo(echo);
                    return;
                }
            }
        }

        /** What is no newer than a reply that was echoed can count no more. */
        private void forgetUpTo(long echo) {
            long oldest;
            do {
                oldest = replies.removeFirst().echo();
            } while (oldest < echo);
        }

        void replied(Reply reply) {
            replies.addLast(reply);
            if (replies.size() > REPLIES) {
                replies.removeFirst();
            }
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final long maxAge;
    private final Map<String, Session> bots = new HashMap<>();
    private long lastEcho;

    /**
     * A node that has heard no bot yet.
     *
     * @param required all bots that any scope of this node requires; every other one is unknown
     * @param maxAge how long a pet counts; positive
     * @param firstEcho a random number from 0 to 2^52, so that no echo of an earlier process of this node is taken for one of this
     * @throws IllegalArgumentException if the age is not positive
     */
    public NodePets(Collection<String> required, Duration maxAge, long firstEcho) {
        if (Objects.requireNonNull(maxAge, "maxAge").isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("max-age must be positive: " + maxAge);
        }
        this.maxAge = Durations.bounded(maxAge).toNanos();
        lastEcho = firstEcho;
        required.forEach(bot -> bots.put(bot, new Session(Long.MIN_VALUE)));
    }

    /**
     * A pet was read.
     *
     * @param pet what it says
     * @param now both clocks, before the reply is sent: read them once for the whole answer
     * @return the answer; only {@link PetAnswer.Welcome} means that it was heard
     */
    public synchronized PetAnswer heard(Pet pet, ClockReading now) {
        Session session = bots.get(pet.bot());
        if (session == null) {
            return new PetAnswer.UnknownBot();
        }
        if (pet.session() < session.number) {
            return new PetAnswer.Superseded(session.number);
        }
        if (pet.session() > session.number) {
            session = new Session(pet.session());
            bots.put(pet.bot(), session);
        }
        pet.echo().ifPresent(session::echoed);
        session.replied(new Reply(++lastEcho, now));
        return new PetAnswer.Welcome(lastEcho);
    }

    /**
     * How old the last sign of life of a bot is.
     *
     * @param bot its name
     * @param now both clocks
     * @return empty if there was none in its newest session, or the bot is unknown
     */
    public synchronized Optional<Duration> age(String bot, ClockReading now) {
        long age = ageNanos(bot, now);
        return age == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(age));
    }

    /**
     * Which of these bots are not known to be alive.
     *
     * @param required the bots of a scope
     * @param now both clocks
     * @return in their order
     */
    public synchronized List<String> silent(Collection<String> required, ClockReading now) {
        List<String> silent = List.of();
        for (String bot : required) {
            if (ageNanos(bot, now) >= maxAge) {
                silent = silent.isEmpty() ? new ArrayList<>() : silent;
                silent.add(bot);
            }
        }
        return silent;
    }

    /**
     * The liveness of a scope: all of its bots are alive.
     *
     * @param required the bots of a scope
     * @param scheduler the clocks, those by which pets are heard
     * @return for the keeper of the scope
     */
    public Liveness liveness(Collection<String> required, Scheduler scheduler) {
        List<String> all = List.copyOf(required);
        return new Liveness() {
            @Override
            public Verdict check() {
                List<String> silent = silent(all, scheduler.read());
                return silent.isEmpty() ? Verdict.alive() : Verdict.dead("silent: " + String.join(", ", silent));
            }

            @Override
            public Duration askAgainWithin() {
                Duration usual = UNWATCHED.askAgainWithin();
                long left = untilSilent(all, scheduler.read());
                return left < usual.toNanos() ? Duration.ofNanos(left) : usual;
            }
        };
    }

    /** In how many nanoseconds the next of these bots that are alive becomes silent. */
    private synchronized long untilSilent(List<String> required, ClockReading now) {
        long least = Long.MAX_VALUE;
        for (String bot : required) {
            long left = maxAge - ageNanos(bot, now);
            least = left > 0 ? Math.min(least, left) : least;
        }
        return least;
    }

    /** Loops, not streams: each pet and each look at liveness asks this for every bot of every scope. */
    private long ageNanos(String bot, ClockReading now) {
        Session session = bots.get(bot);
        Reply reply = session == null ? null : session.counted;
        return reply == null ? NEVER : now.longestSince(reply.sent());
    }
}
