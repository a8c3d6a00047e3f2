package dev.countdown.testing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The latest requests. Safe for use by many threads. */
final class RequestLog {

    private static final int REMEMBERED = 20_000;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /** A request whose verdict is still open. */
    static final class Entry {
        private final Call call;
        private final Instant at;
        private volatile String verdict = "on its way";

        Entry(Call call, Instant at) {
            this.call = call;
            this.at = at;
        }

        void verdict(String text) {
            verdict = text;
        }

        String verdict() {
            return verdict;
        }

        private SeenRequest seen() {
            return new SeenRequest(
                    at, call.method(), call.path(), call.rawQuery(), call.body().toString(), verdict);
        }
    }

    synchronized Entry add(Call call, Instant at) {
        Entry entry = new Entry(call, at);
        entries.add(entry);
        if (entries.size() > REMEMBERED) {
            entries.remove();
        }
        return entry;
    }

    synchronized List<SeenRequest> list() {
        return entries.stream().map(Entry::seen).toList();
    }
}
