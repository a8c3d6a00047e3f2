package dev.countdown.testing.simulator;

import com.google.common.collect.EvictingQueue;
import java.time.Instant;
import java.util.List;
import java.util.Queue;

/** The latest requests, without their keys and signatures. Safe for use by many threads. */
final class RequestLog {

    private static final int REMEMBERED = 20_000;

    private final Queue<Entry> entries = EvictingQueue.create(REMEMBERED);

    /** A request whose verdict is still open. */
    static final class Entry {
        private static final String OPEN = "on its way";

        private final SeenRequest arrived;
        private volatile String verdict = OPEN;

        Entry(ReceivedRequest call, Instant at) {
            arrived = new SeenRequest(
                    at, call.method(), call.path(), call.rawQuery(), call.body().toString(), OPEN);
        }

        boolean isOpen() {
            return verdict.equals(OPEN);
        }

        void verdict(String text) {
            verdict = text;
        }

        String verdict() {
            return verdict;
        }

        private SeenRequest seen() {
            return new SeenRequest(
                    arrived.at(), arrived.method(), arrived.path(), arrived.query(), arrived.body(), verdict);
        }
    }

    synchronized Entry add(ReceivedRequest call, Instant at) {
        Entry entry = new Entry(call, at);
        entries.add(entry);
        return entry;
    }

    synchronized List<SeenRequest> list() {
        return entries.stream().map(Entry::seen).toList();
    }
}
