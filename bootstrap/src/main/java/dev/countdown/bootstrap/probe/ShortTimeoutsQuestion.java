package dev.countdown.bootstrap.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The replies to timeouts of 0 and of 1 to 4 s. */
final class ShortTimeoutsQuestion implements Question {

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        return List.of(
                TopicFinding.of(
                        Topic.REPLY_TO_0,
                        with.tried(() -> toZero(with.ask(Call.countdown(about, 0, about::narrow)))),
                        ""),
                oneToFour(with, about));
    }

    private static String toZero(Reply reply) {
        if (!reply.isDone()) {
            return reply.verdict();
        }
        String form = reply.triggerForm();
        return form.equals("absent")
                ? "taken, no trigger time"
                : "taken, " + form + " " + reply.trigger().orElseThrow();
    }

    private static TopicFinding oneToFour(Conversation with, Subject about) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (int seconds = 1; seconds <= 4; seconds++) {
            int timeout = seconds;
            Optional<String> verdict = with.tried(() -> {
                Reply reply = with.ask(Call.countdown(about, timeout, about::narrow));
                if (reply.isDone()) {
                    with.ask(Call.countdown(about, 0, about::narrow));
                }
                return reply.verdict();
            });
            if (verdict.isEmpty()) {
                return TopicFinding.notKnown(Topic.REPLY_TO_1_TO_4, TopicFinding.NO_ANSWER);
            }
            seen.merge(verdict.get(), String.valueOf(seconds), (some, more) -> some + " " + more);
        }
        String all = seen.size() == 1
                ? seen.keySet().iterator().next()
                : seen.entrySet().stream()
                        .map(each -> each.getValue() + ": " + each.getKey())
                        .collect(Collectors.joining("; "));
        return TopicFinding.seen(Topic.REPLY_TO_1_TO_4, all, "");
    }
}
