package dev.countdown.bootstrap.keep.process;

import java.util.List;

/**
 * What a look at the processes of the bot found.
 *
 * @param running those that run
 * @param unseen whether one runs that was not found
 * @param over whether it is certain that none runs; where both are false and none was found, another look is needed
 */
record Look(List<ProcessInfo> running, boolean unseen, boolean over) {

    static final Look OVER = new Look(List.of(), false, true);
    static final Look UNSEEN = new Look(List.of(), true, false);
    static final Look UNCERTAIN = new Look(List.of(), false, false);

    static Look of(List<ProcessInfo> running) {
        return new Look(running, false, false);
    }
}
