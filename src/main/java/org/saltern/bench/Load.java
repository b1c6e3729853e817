package org.saltern.bench;

import java.net.InetSocketAddress;

/**
 * How a fleet of simulated minions behaves.
 *
 * @param publish where publications come from
 * @param request where requests go
 * @param prefix ids are this and a number
 * @param minions how many
 * @param keys RSA key pairs that they share; the master's work is the same as with one each
 * @param protocol 3, or 2 as minions before 3006.12 speak it
 * @param fresh whether each request has a connection of its own, as minions of 3006 do
 * @param spread whether they come from many addresses of 127.0.0.0/8: a Saltern limits unknown keys by address
 */
record Load(
        InetSocketAddress publish,
        InetSocketAddress request,
        String prefix,
        int minions,
        int keys,
        int protocol,
        boolean fresh,
        boolean spread) {}
