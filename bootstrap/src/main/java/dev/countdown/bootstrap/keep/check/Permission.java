package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.http.GateProbe.Answer;
import dev.countdown.http.Market;

/** What the answer to a signed question says of a key. */
final class Permission {

    private Permission() {}

    /**
     * A finding that says what to do.
     *
     * @param key the variable that holds the key
     */
    static Finding of(String account, String key, Market market, Answer answer) {
        return of(account, key, market.permission(), answer).in(market);
    }

    private static Finding of(String account, String key, String market, Answer answer) {
        if (answer.isOk() && answer.body().strip().startsWith("[")) {
            return Finding.ok(
                    account,
                    "the exchange accepts key and secret, and the key may read " + market
                            + ". Whether it may write, only the first countdown shows");
        }
        boolean refused = !answer.label().isEmpty() && answer.status() >= 400 && answer.status() < 500;
        return refused
                ? Finding.error(
                        account,
                        "the exchange refuses: " + answer.said() + ". " + cure(key, market, answer.label()),
                        ExitCode.NOT_APPLIED)
                : Finding.error(
                        account,
                        "what the key may do is not known: " + answer.said() + ". Try again",
                        ExitCode.UNKNOWN);
    }

    private static String cure(String key, String market, String label) {
        return switch (label) {
            case "INVALID_KEY", "INVALID_CREDENTIALS" ->
                "Correct " + key + "; the keys of the live host and of the TestNet are not the same";
            case "INVALID_SIGNATURE" -> "The secret is not the one of the key in " + key + ": correct it";
            case "IP_FORBIDDEN" -> "Add the address of this machine to the key's list of addresses at the exchange";
            case "FORBIDDEN", "READ_ONLY" ->
                "Give the key the permission to read and write " + market + " at the exchange";
            case "USER_NOT_FOUND" -> "The account has no " + market + " wallet yet: open it at the exchange";
            case "ACCOUNT_LOCKED", "SUB_ACCOUNT_LOCKED" -> "Ask the exchange why the account is locked";
            case "REQUEST_EXPIRED" -> "Set the clock of this machine";
            case "TOO_MANY_REQUESTS" -> "Something else uses up the limit of requests: try again";
            default -> "The label says why";
        };
    }
}
