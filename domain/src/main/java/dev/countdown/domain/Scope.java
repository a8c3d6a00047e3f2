package dev.countdown.domain;

/**
 * Which pending orders of one market a countdown guards: all of the account, those of one underlying (options), of one
 * contract (options, futures), or of one currency pair (spot). Which market is not part of a scope: the gateway serves one.
 * Immutable. Names are sent to the exchange unchanged. Gate publishes no grammar for them; all that it uses are of ASCII
 * letters, digits, {@code .}, {@code _} and {@code -}, and any other is refused as a mistake.
 */
public sealed interface Scope {

    /** Every pending order of the account, in the market of the gateway. */
    record All() implements Scope {
        @Override
        public boolean covers(String orderName) {
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
        public boolean covers(String orderName) {
            return ScopeNames.underlyingOf(orderName).equals(underlying);
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
        public boolean covers(String orderName) {
            return orderName.equals(contract);
        }

        @Override
        public String toString() {
            String text = "contract:" + contract;
            return underlying.equals(ScopeNames.underlyingOf(contract)) ? text : text + " underlying:" + underlying;
        }
    }

    /**
     * Every pending order of one currency pair.
     *
     * @param pair such as {@code BTC_USDT}
     */
    record ByPair(String pair) implements Scope {
        /**
         * Checks the name.
         *
         * @param pair such as {@code BTC_USDT}
         * @throws IllegalArgumentException if the name holds anything but letters, digits, . _ or -
         */
        public ByPair {
            ScopeNames.check("pair", pair);
        }

        @Override
        public boolean covers(String orderName) {
            return orderName.equals(pair);
        }

        @Override
        public String toString() {
            return "pair:" + pair;
        }
    }

    /**
     * All pending orders of the account, in the market of the gateway.
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
     * The pending orders of one currency pair.
     *
     * @param name such as {@code BTC_USDT}
     * @return the scope
     * @throws IllegalArgumentException if the name holds anything but letters, digits, . _ or -
     */
    static Scope pair(String name) {
        return new ByPair(name);
    }

    /**
     * Reads what {@code toString()} wrote: {@code all}, {@code underlying:NAME}, {@code contract:NAME}, {@code pair:NAME},
     * or {@code contract:NAME underlying:NAME} where the contract's name does not begin with its underlying.
     *
     * @param text the text
     * @return the scope
     * @throws IllegalArgumentException if the text is none of these
     */
    static Scope parse(String text) {
        return ScopeNames.parse(text);
    }

    /**
     * Whether an order of this name is cancelled when the countdown of this scope ends.
     *
     * @param orderName what the order is for: its contract, on spot its pair
     * @return true if so
     */
    boolean covers(String orderName);
}
