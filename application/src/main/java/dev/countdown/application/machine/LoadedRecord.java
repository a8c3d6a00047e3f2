package dev.countdown.application.machine;

import dev.countdown.application.ContinuityRecord;
import java.util.Optional;

/**
 * What came of loading the record of the process before.
 *
 * @param record the record; empty if there is none, or none that can be used
 * @param failure why it cannot be used; empty if nothing failed
 */
public record LoadedRecord(Optional<ContinuityRecord> record, String failure) {

    public static LoadedRecord of(Optional<ContinuityRecord> record) {
        return new LoadedRecord(record, "");
    }

    public static LoadedRecord failed(String why) {
        return new LoadedRecord(Optional.empty(), why);
    }
}
