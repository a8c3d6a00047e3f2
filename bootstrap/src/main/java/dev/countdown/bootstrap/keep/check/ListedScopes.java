package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.GateProbe.Answer;
import dev.countdown.http.Market;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whether the exchange knows the names of scopes. A countdown for a wrong name guards nothing, and nobody says so. */
final class ListedScopes {

    private ListedScopes() {}

    /**
     * A finding for each scope that has a name. The same question is asked once.
     *
     * @param ask gets the answer for a path
     */
    static List<Finding> of(List<Target> targets, Function<String, Answer> ask) {
        Map<String, Answer> answers = new HashMap<>();
        return targets.stream()
                .flatMap(target -> target.market().listing(target.scope()).stream()
                        .map(path -> finding(target, answers.computeIfAbsent(path, ask))))
                .toList();
    }

    private static Finding finding(Target target, Answer answer) {
        if (target.scope() instanceof Scope.ByUnderlying one) {
            return underlying(target, one.underlying(), answer);
        }
        if (!answer.isOk()) {
            return isNotListed(answer.label())
                    ? Finding.warning(
                            target,
                            "the exchange does not list it, so the countdown guards nothing: the name is wrong, or it has"
                                    + " expired. Correct the scope, or remove it")
                    : notKnown(target, answer);
        }
        return target.market() == Market.OPTIONS && target.scope() instanceof Scope.ByContract one
                ? contract(target, one, answer)
                : listed(target);
    }

    /** What Gate says of a contract, and of a pair. */
    private static boolean isNotListed(String label) {
        return label.endsWith("NOT_FOUND") || label.equals("INVALID_CURRENCY_PAIR");
    }

    private static Finding underlying(Target target, String name, Answer answer) {
        try {
            return !answer.isOk()
                    ? notKnown(target, answer)
                    : Json.texts(answer.body(), "name").contains(name)
                            ? listed(target)
                            : Finding.warning(
                                    target,
                                    "the exchange lists no underlying " + name
                                            + ", so it has no contract and the countdown guards nothing:"
                                            + " correct the name");
        } catch (IOException e) {
            return notKnown(target, answer);
        }
    }

    private static Finding contract(Target target, Scope.ByContract scope, Answer answer) {
        try {
            String underlying = Json.members(answer.body()).getOrDefault("underlying", scope.underlying());
            return underlying.equals(scope.underlying())
                    ? listed(target)
                    : Finding.warning(
                            target,
                            "the underlying of this contract is " + underlying + ": write the scope as contract:"
                                    + scope.contract() + " underlying:" + underlying);
        } catch (IOException e) {
            return notKnown(target, answer);
        }
    }

    private static Finding listed(Target target) {
        return Finding.ok(target, "the exchange lists it");
    }

    private static Finding notKnown(Target target, Answer answer) {
        return Finding.warning(target, "whether the exchange lists it is not known: " + answer.said() + ". Try again");
    }
}
