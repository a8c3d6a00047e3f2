package dev.countdown.application.machine;

import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The requests that may be applied after the newest acknowledged one; the model calls them loose. Bounded: the oldest of equal
 * timeout are folded into one record, but never the request that was sent last: it may be in flight, and its reply alone may say
 * what became of it.
 */
final class UnresolvedRequests {

    private static final int MAX_ENTRIES = 8;
    private static final long FOLDED = -1;

    private record Entry(long id, UnresolvedRequest request) {}

    private final List<Entry> entries = new ArrayList<>(1);
    private long sentLast = FOLDED;

    UnresolvedRequests(List<UnresolvedRequest> inherited) {
        inherited.forEach(this::inherit);
    }

    /** One of a process before this one: no reply to it will come. */
    void inherit(UnresolvedRequest request) {
        add(FOLDED, request);
    }

    UnresolvedRequests copy() {
        UnresolvedRequests copy = new UnresolvedRequests(List.of());
        copy.entries.addAll(entries);
        copy.sentLast = sentLast;
        return copy;
    }

    void add(long id, UnresolvedRequest request) {
        entries.add(new Entry(id, request));
        sentLast = Math.max(sentLast, id);
        if (entries.size() > MAX_ENTRIES) {
            fold();
        }
    }

    void drop(long id) {
        entries.removeIf(entry -> entry.id() == id);
    }

    /** It turned out that this one cannot have been applied later than this. A folded record keeps its later moment. */
    void narrow(long id, long appliedBy) {
        entries.replaceAll(entry -> entry.id() == id && entry.request().mayApplyAfter(appliedBy)
                ? new Entry(id, new UnresolvedRequest(entry.request().timeout(), appliedBy))
                : entry);
    }

    /** The gateway says by when this one can still be applied, sooner or later than assumed. A folded record keeps the later moment. */
    void bound(long id, UnresolvedRequest request) {
        boolean folded = entries.stream().noneMatch(entry -> entry.id() == id);
        entries.replaceAll(entry ->
                entry.id() == id || (folded && grows(entry, request)) ? new Entry(entry.id(), request) : entry);
    }

    private static boolean grows(Entry entry, UnresolvedRequest by) {
        return entry.id() == FOLDED
                && entry.request().timeout().equals(by.timeout())
                && by.mayApplyAfter(entry.request().appliedBy());
    }

    /** Drops those that cannot be applied after this moment. */
    void dropAppliedBy(long monotonicNanos) {
        entries.removeIf(entry -> !entry.request().mayApplyAfter(monotonicNanos));
    }

    /** A loop, as all that follow: each step of each keeper asks, and a stream costs more than all else of it. */
    List<UnresolvedRequest> requests() {
        UnresolvedRequest[] requests = new UnresolvedRequest[entries.size()];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = entries.get(i).request();
        }
        return List.of(requests);
    }

    Optional<Timeout> shortestArm() {
        Timeout shortest = null;
        for (Entry entry : entries) {
            Timeout timeout = entry.request().timeout();
            if (!timeout.isDisarm() && (shortest == null || timeout.compareTo(shortest) < 0)) {
                shortest = timeout;
            }
        }
        return Optional.ofNullable(shortest);
    }

    /** For how many nanoseconds from now an arm, or a disarm, may still be applied; empty if there is none. */
    Optional<Long> mayApplyFor(boolean ofDisarms, long now) {
        Long most = null;
        for (Entry entry : entries) {
            UnresolvedRequest request = entry.request();
            if (request.timeout().isDisarm() == ofDisarms && (most == null || request.appliedBy() - now > most)) {
                most = request.appliedBy() - now;
            }
        }
        return Optional.ofNullable(most);
    }

    private boolean isFoldable(int index) {
        long id = entries.get(index).id();
        return id == FOLDED || id != sentLast;
    }

    private void fold() {
        for (int older = 0; older < entries.size(); older++) {
            UnresolvedRequest request = entries.get(older).request();
            for (int newer = older + 1; newer < entries.size(); newer++) {
                UnresolvedRequest other = entries.get(newer).request();
                if (other.timeout().equals(request.timeout()) && isFoldable(older) && isFoldable(newer)) {
                    UnresolvedRequest later = other.mayApplyAfter(request.appliedBy()) ? other : request;
                    entries.set(older, new Entry(FOLDED, later));
                    entries.remove(newer);
                    return;
                }
            }
        }
    }
}
