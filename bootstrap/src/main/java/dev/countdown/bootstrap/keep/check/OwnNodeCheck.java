package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.config.OwnNode;
import dev.countdown.guard.Nodes;
import java.util.List;
import java.util.stream.Stream;

/** Whether a node finds itself in its list, as {@code guard} asks at its start. */
final class OwnNodeCheck {

    private OwnNodeCheck() {}

    static List<Finding> of(GuardSection guard) {
        return guard.nodes().orElse(null) instanceof Nodes.Listed listed
                ? of(listed.texts(), OwnNode.of(guard, guard.listen()), guard.copies())
                : List.of();
    }

    static List<Finding> of(List<String> nodes, OwnNode own, int copies) {
        try {
            return Stream.concat(own.missingIn(nodes, copies).stream(), own.otherSchemes(nodes).stream())
                    .map(warning -> Finding.warning("", warning))
                    .toList();
        } catch (UsageException refused) {
            return List.of(
                    own.isOfThisMachine() // the file may be for another one
                            ? Finding.warning("", "on this machine guard does not start: " + refused.getMessage())
                            : Finding.error("", String.valueOf(refused.getMessage()), ExitCode.USAGE));
        }
    }
}
