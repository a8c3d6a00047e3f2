/** Ports, the sans-IO heartbeat and the keeper that drives it. */
module dev.countdown.application {
    requires transitive dev.countdown.domain;
    requires static transitive org.jspecify;

    exports dev.countdown.application;
    exports dev.countdown.application.keeper;
}
