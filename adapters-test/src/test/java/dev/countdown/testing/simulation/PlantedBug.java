package dev.countdown.testing.simulation;

import java.util.ArrayList;
import java.util.List;

/** A bug planted in the real sources: pieces of text that occur once, and what stands there instead. */
record PlantedBug(String name, List<Edit> edits) {

    /**
     * One replacement.
     *
     * @param file module and simple name, such as {@code application/RetryBackoff}
     */
    record Edit(String file, String text, String instead) {}

    static PlantedBug of(String name, String file, String text, String instead) {
        return new PlantedBug(name, List.of(new Edit(file, text, instead)));
    }

    PlantedBug and(String file, String text, String instead) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(file, text, instead));
        return new PlantedBug(name, more);
    }
}
