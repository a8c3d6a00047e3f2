package dev.countdown.testing;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityStore;
import dev.countdown.testing.contract.ContinuityStoreContract;

class InMemoryContinuityStoreTest extends ContinuityStoreContract {

    private final InMemoryContinuityStore memory = new InMemoryContinuityStore();

    @Override
    protected ContinuityStore open() {
        return memory;
    }

    @Override
    protected void damage(ContinuityKey key) {
        memory.damage(key);
    }
}
