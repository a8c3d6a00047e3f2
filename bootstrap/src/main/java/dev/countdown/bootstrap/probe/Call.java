package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import java.util.function.UnaryOperator;

/**
 * One request.
 *
 * @param target below the base URL
 * @param login with which key and secret it is signed
 * @param shift by how many seconds its Timestamp is ahead of the exchange's clock
 * @param isTimed whether it has a Timestamp that is a number
 */
record Call(String method, String target, String body, Login login, int shift, boolean isTimed) {

    /** Ours, a key that nobody has, or our key with a wrong secret. */
    enum Login {
        OURS,
        UNKNOWN_KEY,
        WRONG_SECRET
    }

    static Call get(String target) {
        return new Call("GET", target, "", Login.OURS, 0, true);
    }

    static Call post(String target, String body) {
        return new Call("POST", target, body, Login.OURS, 0, true);
    }

    static Call delete(String target) {
        return new Call("DELETE", target, "", Login.OURS, 0, true);
    }

    static Call countdown(Subject subject, long timeout, UnaryOperator<Json> scope) {
        return post(
                subject.path(), scope.apply(new Json().put("timeout", timeout)).toString());
    }

    Call by(Login other) {
        return new Call(method, target, body, other, shift, isTimed);
    }

    Call shifted(int seconds) {
        return new Call(method, target, body, login, seconds, isTimed);
    }

    Call untimed() {
        return new Call(method, target, body, login, shift, false);
    }

    /** Whether it may change something at the exchange that matters later. An order that was cancelled stays so. */
    boolean changes() {
        return method.equals("POST");
    }
}
