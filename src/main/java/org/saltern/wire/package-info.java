/**
 * Messages between minion and master, their codec, and the ports they travel through: the only user of JeroMQ and msgpack.
 * First classes to read: {@link org.saltern.wire.MinionRequest}, {@link org.saltern.wire.Publication}.
 */
package org.saltern.wire;
