/** Values and arithmetic of a dead man's switch. */
module dev.countdown.domain {
    requires static transitive org.jspecify;

    exports dev.countdown.domain;
}
