package dev.countdown.bootstrap.probe;

import java.util.List;

/** What the headers say of the limit. It is never used up. */
final class RateLimitQuestion implements Question {

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        return List.of(TopicFinding.of(
                Topic.RATE_LIMIT,
                with.tried(() -> limit(with.ask(Call.countdown(about, 0, about::narrow)))),
                "the window, and whether it slides, is not known"));
    }

    private static String limit(Reply reply) {
        String limit = reply.header("x-gate-ratelimit-limit");
        return limit.isEmpty() ? "no headers" : "limit " + limit;
    }
}
