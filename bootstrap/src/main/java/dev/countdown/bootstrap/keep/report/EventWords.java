package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.bootstrap.cli.ScopeName;
import dev.countdown.bootstrap.keep.target.Target;

/** What people are told of an event; it depends on who reconciles. */
public enum EventWords {
    /** A process that keeps a scope alone: who reads its events reconciles the orders. */
    OF_KEEP {
        @Override
        String reason(KeeperEvent event) {
            return event.reason();
        }

        @Override
        String cure(Target target, KeeperEvent.Lapsed lapsed) {
            return ". Once they are reconciled: "
                    + new ScopeName(target.account().name(), target.market(), target.scope())
                            .reconciled(lapsed.lapse());
        }
    },

    /** A node of several: it knows of its own requests alone, and each bot reconciles by its own gate. */
    OF_NODE {
        @Override
        String head(KeeperEvent event) {
            return isBeforeAll(event) ? "waiting" : super.head(event);
        }

        @Override
        String state(Protection now) {
            return isBeforeAll(now) ? "WAITING" : super.state(now);
        }

        @Override
        String reason(KeeperEvent event) {
            if (event instanceof KeeperEvent.Armed) {
                return "the first time since the start of this node; what was before, each bot learns from its own gate";
            }
            if (event instanceof KeeperEvent.Lapsed) {
                return "this node does not know whether the switch fired meanwhile; nothing is to be done here: a bot reconciles"
                        + " if its own gate says so";
            }
            if (event instanceof KeeperEvent.AtRisk) {
                return event.reason() + ", unless another node renews it";
            }
            return isBeforeAll(event)
                    ? "this node has armed nothing since its start; " + event.reason()
                    : event.reason();
        }

        @Override
        String cure(Target target, KeeperEvent.Lapsed lapsed) {
            return "";
        }

        private boolean isBeforeAll(KeeperEvent event) {
            return event instanceof KeeperEvent.Expiring
                    && isBeforeAll(event.report().protection());
        }

        /** Nothing can expire that this node did not arm. */
        private boolean isBeforeAll(Protection now) {
            return now.state() == KeeperState.EXPIRING
                    && now.lastAcknowledgement().isEmpty();
        }
    };

    /** The event, and the state right after it. */
    String head(KeeperEvent event) {
        KeeperState state = event.report().protection().state();
        return state == KeeperState.CLOSED ? event.name() : event.name() + ", " + state;
    }

    /** The state, as the live table shows it. */
    String state(Protection now) {
        return now.state().name();
    }

    /** Why; empty if the name says it all. */
    abstract String reason(KeeperEvent event);

    /** What follows the reason of a lapse. */
    abstract String cure(Target target, KeeperEvent.Lapsed lapsed);
}
