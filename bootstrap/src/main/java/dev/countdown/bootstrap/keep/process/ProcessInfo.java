package dev.countdown.bootstrap.keep.process;

/**
 * A process of this machine. Its number and its start tell it from every other one.
 *
 * @param parent the number of its parent
 * @param group its process group; 0 where that is not known
 * @param session its session; 0 where that is not known
 * @param caught which signals it has a handler for, the lowest bit for signal 1
 * @param name of its program, without arguments: those may hold secrets
 */
record ProcessInfo(long pid, long started, long parent, long group, long session, long caught, String name) {

    boolean isSame(ProcessInfo other) {
        return pid == other.pid && started == other.started;
    }

    boolean catches(int signal) {
        return (caught >>> (signal - 1) & 1) == 1;
    }

    @Override
    public String toString() {
        return pid + " (" + name + ")";
    }
}
