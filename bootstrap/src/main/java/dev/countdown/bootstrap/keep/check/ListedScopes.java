package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.GateProbe.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether the exchange knows the names of scopes. A countdown for a wrong name guards nothing, and nobody says so. */
final class ListedScopes {

    private static final String UNDERLYINGS = "/options/underlyings";
    private static final String CONTRACT = "/options/contracts/";

    private final Function<String, Answer> ask;
    private Optional<Answer> underlyings = Optional.empty();

    private ListedScopes(Function<String, Answer> ask) {
        this.ask = ask;
    }

    /**
     * A finding for each scope that has a name.
     *
     * @param ask gets the answer for a path
     */
    static List<Finding> of(List<Target> targets, Function<String, Answer> ask) {
        ListedScopes listed = new ListedScopes(ask);
        List<Finding> found = new ArrayList<>();
        for (Target target : targets) {
            if (target.scope() instanceof Scope.ByUnderlying one) {
                found.add(listed.underlying(target, one.underlying()));
            } else if (target.scope() instanceof Scope.ByContract one) {
                found.add(contract(target, one, ask.apply(CONTRACT + one.contract())));
            }
        }
        return found;
    }

    private Finding underlying(Target target, String name) {
        Answer answer = underlyings.orElseGet(() -> ask.apply(UNDERLYINGS));
        underlyings = Optional.of(answer);
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
        if (!answer.isOk()) {
            return answer.label().endsWith("NOT_FOUND")
                    ? Finding.warning(
                            target,
                            "the exchange knows no such contract: it has expired, or the name is wrong. Remove the"
                                    + " scope, or correct it")
                    : notKnown(target, answer);
        }
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
        return Finding.ok(target.account().name(), target.scope().toString(), "the exchange lists it");
    }

    private static Finding notKnown(Target target, Answer answer) {
        return Finding.warning(target, "whether the exchange lists it is not known: " + answer.said() + ". Try again");
    }
}
