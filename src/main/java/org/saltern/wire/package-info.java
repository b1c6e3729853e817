/**
 * Messages between minion and master, their codec, and the seams they travel through. The ports on TCP are in {@link
 * org.saltern.wire.zmtp}; the clients here are the only user of JeroMQ.
 *
 * <p>The life of a request on the master: {@link org.saltern.wire.Envelope#decode}, then {@link
 * org.saltern.wire.AuthRequest#decode} or {@link org.saltern.wire.SealedRequest#open} with the key the caller chose, then
 * {@link org.saltern.wire.Requests#decode} once the caller verified the sender; the answer by {@link
 * org.saltern.wire.AuthReplies}, {@link org.saltern.wire.Replies} or {@link org.saltern.wire.PillarReply}. Each of these
 * classes holds the master's and the minion's side of its message. First classes to read: {@link
 * org.saltern.wire.MinionRequest}, {@link org.saltern.wire.Publication}.
 */
package org.saltern.wire;
