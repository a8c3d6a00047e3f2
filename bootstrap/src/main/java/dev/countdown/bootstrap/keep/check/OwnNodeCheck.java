package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.config.OwnNode;
import dev.countdown.guard.Nodes;
import java.util.Optional;

/** Whether a node finds itself in its list, as {@code guard} asks at its start. */
final class OwnNodeCheck {

    private OwnNodeCheck() {}

    static Optional<Finding> of(GuardSection guard) {
        return guard.nodes()
                .filter(Nodes.Listed.class::isInstance)
                .map(Nodes.Listed.class::cast)
                .flatMap(listed -> of(listed, OwnNode.of(guard.self(), guard.listen()), guard.copies()));
    }

    static Optional<Finding> of(Nodes.Listed listed, OwnNode own, int copies) {
        try {
            return own.missingIn(listed.texts(), copies).map(warning -> Finding.warning("", warning));
        } catch (UsageException refused) {
            return Optional.of(
                    own.isOfThisMachine() // the file may be for another one
                            ? Finding.warning("", "on this machine guard does not start: " + refused.getMessage())
                            : Finding.error("", String.valueOf(refused.getMessage()), ExitCode.USAGE));
        }
    }
}
