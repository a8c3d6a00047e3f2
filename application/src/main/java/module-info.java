/** Ports, the machine that decides without I/O, and the keeper that drives it. */
module dev.countdown.application {
    requires transitive dev.countdown.domain;
    requires static transitive org.jspecify;

    exports dev.countdown.application;
    exports dev.countdown.application.guard;
    exports dev.countdown.application.keeper;
}
