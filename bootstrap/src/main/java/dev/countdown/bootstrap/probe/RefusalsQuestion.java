package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.probe.Call.Login;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Label and status of each refusal that can be caused. None of the requests would arm anything, were it taken. */
final class RefusalsQuestion implements Question {

    /** Older than any window. */
    private static final int LONG_AGO = -3600;

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        Call disarm = Call.countdown(about, 0, about::narrow);
        Map<Topic, Call> calls = new EnumMap<>(Topic.class);
        calls.put(Topic.REFUSAL_OF_NEGATIVE_TIMEOUT, Call.countdown(about, -1, about::narrow));
        calls.put(Topic.REFUSAL_OF_MISSING_TIMEOUT, Call.post(about.path(), "{}"));
        calls.put(Topic.REFUSAL_OF_WRONG_TYPE, Call.post(about.path(), "{\"timeout\":\"none\"}"));
        calls.put(Topic.REFUSAL_OF_BROKEN_JSON, Call.post(about.path(), "{\"timeout\":"));
        calls.put(Topic.REFUSAL_OF_BAD_NAME, named(about, about.nameField(), "no such name"));
        calls.put(Topic.REFUSAL_OF_FOREIGN_NAME, named(about, about.foreignField(), about.underlying()));
        calls.put(Topic.REFUSAL_OF_UNKNOWN_KEY, disarm.by(Login.UNKNOWN_KEY));
        calls.put(Topic.REFUSAL_OF_WRONG_SIGNATURE, disarm.by(Login.WRONG_SECRET));
        calls.put(Topic.REFUSAL_OF_TIMESTAMP, disarm.untimed());
        calls.put(Topic.REFUSAL_OF_OLD_REQUEST, disarm.shifted(LONG_AGO));
        return calls.entrySet().stream()
                .map(each -> TopicFinding.of(
                        each.getKey(),
                        with.tried(() -> with.ask(each.getValue()).verdict()),
                        ""))
                .toList();
    }

    private static Call named(Subject about, String field, String value) {
        return Call.post(
                about.path(), new Json().put("timeout", 0).put(field, value).toString());
    }
}
