package com.example.desk.wiring;

import com.example.desk.application.Orders;
import com.example.desk.domain.MarketMaker;
import dev.countdown.application.CountdownGateway;
import dev.countdown.domain.Scope;
import java.util.Map;

/** An account of the desk: how to guard it, how to trade on it, and what to trade in which scope. */
public record Account(CountdownGateway gateway, Orders orders, Map<Scope, MarketMaker> strategies) {}
