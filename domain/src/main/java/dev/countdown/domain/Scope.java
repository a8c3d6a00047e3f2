package dev.countdown.domain;

/**
 * Which pending orders a countdown guards: all options orders of the account, those of one underlying, or those of one
 * contract. Immutable. Names are sent to the exchange unchanged. Gate publishes no grammar for them; all that it uses are of
 * ASCII letters, digits, {@code .}, {@code _} and {@code -}, and any other is refused as a mistake.
 */
public sealed interface Scope {

    /** Every pending options order of the account. */
    record All() implements Scope {
        @Override
        public boolean covers(String contractName) {
            return true;
        }

        @Override
        public String toString() {
            return "all";
        }
    }

    /**
     * Every pending order of one underlying.
     *
     * @param underlying such as {@code BTC_USDT}
     */
    record ByUnderlying(String underlying) implements Scope {
        /**
         * Checks the name.
         *
         * @param underlying such as {@code BTC_USDT}
         * @throws IllegalArgumentException if the name holds anything but letters, digits, . _ or -
         */
        public ByUnderlying {
            ScopeNames.check("underlying", underlying);
        }

        @Override
        public boolean covers(String contractName) {
            return ScopeNames.underlyingOf(contractName).equals(underlying);
        }

        @Override
        public String toString() {
            return "underlying:" + underlying;
        }
    }

    /**
     * Every pending order of one contract.
     *
     * @param contract such as {@code BTC_USDT-20241001-46000-C}
     * @param underlying sent beside the contract, as Gate's example does
     */
    record ByContract(String contract, String underlying) implements Scope {
        /**
         * Checks both names.
         *
         * @param contract such as {@code BTC_USDT-20241001-46000-C}
         * @param underlying sent beside the contract, as Gate's example does
         * @throws IllegalArgumentException if a name holds anything but letters, digits, . _ or -
         */
        public ByContract {
            ScopeNames.check("contract", contract);
            ScopeNames.check("underlying of contract " + contract, underlying);
        }

        @Override
        public boolean covers(String contractName) {
            return contractName.equals(contract);
        }

        @Override
        public String toString() {
            String text = "contract:" + contract;
            return underlying.equals(ScopeNames.underlyingOf(contract)) ? text : text + " underlying:" + underlying;
        }
    }

    /**
     * All pending options orders of the account.
     *
     * @return the widest scope
     */
    static Scope all() {
        return new All();
    }

    /**
     * The pending orders of one underlying.
     *
     * @param name such as {@code BTC_USDT}
     * @return the scope
     * @throws IllegalArgumentException if the name holds anything but letters, digits, . _ or -
     */
    static Scope underlying(String name) {
        return new ByUnderlying(name);
    }

    /**
     * The pending orders of one contract, whose underlying is what stands before the first {@code -} of its name.
     *
     * @param name such as {@code BTC_USDT-20241001-46000-C}
     * @return the scope
     * @throws IllegalArgumentException if the name holds anything but letters, digits, . _ or -, or has no underlying
     */
    static Scope contract(String name) {
        return new ByContract(name, ScopeNames.underlyingOf(name));
    }

    /**
     * The pending orders of one contract whose name does not begin with its underlying.
     *
     * @param name such as {@code BTC-WEEKLY-200824-11000-P}
     * @param underlying such as {@code BTC_USDT}
     * @return the scope
     * @throws IllegalArgumentException if a name holds anything but letters, digits, . _ or -
     */
    static Scope contract(String name, String underlying) {
        return new ByContract(name, underlying);
    }

    /**
     * Reads what {@code toString()} wrote: {@code all}, {@code underlying:NAME}, {@code contract:NAME}, or {@code
     * contract:NAME underlying:NAME} where the contract's name does not begin with its underlying.
     *
     * @param text the text
     * @return the scope
     * @throws IllegalArgumentException if the text is none of these
     */
    static Scope parse(String text) {
        return ScopeNames.parse(text);
    }

    /**
     * Whether an order of this contract is cancelled when the countdown of this scope ends.
     *
     * @param contractName the contract of the order
     * @return true if so
     */
    boolean covers(String contractName);
}
