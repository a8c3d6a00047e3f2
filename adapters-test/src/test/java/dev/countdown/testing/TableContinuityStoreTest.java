package dev.countdown.testing;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.testing.contract.ContinuityStoreContract;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A store as a platform writes it over a table of its own: a key, a revision and a text. */
class TableContinuityStoreTest extends ContinuityStoreContract {

    private record Row(long revision, String text) {}

    private final Map<String, Row> table = new ConcurrentHashMap<>();

    private record TableContinuityStore(Map<String, Row> table) implements ContinuityStore {

        @Override
        public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
            return CompletableFuture.supplyAsync(() ->
                    Optional.ofNullable(table.get(key.toString())).map(row -> ContinuityRecord.parse(row.text())));
        }

        @Override
        public CompletionStage<Void> save(ContinuityRecord record) {
            String id = record.key().toString();
            Row next = new Row(record.revision(), record.toText());
            Row kept = table.merge(id, next, (old, row) -> old.revision() > row.revision() && isWhole(old) ? old : row);
            return kept.equals(next)
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.failedStage(new IllegalStateException("an older revision"));
        }

        private static boolean isWhole(Row row) {
            try {
                return ContinuityRecord.parse(row.text()).revision() == row.revision();
            } catch (IllegalArgumentException damaged) {
                return false;
            }
        }
    }

    @Override
    protected ContinuityStore open() {
        return new TableContinuityStore(table);
    }

    @Override
    protected void damage(ContinuityKey key) {
        table.computeIfPresent(
                key.toString(),
                (id, row) -> new Row(
                        row.revision(), row.text().substring(0, row.text().length() / 2)));
    }
}
