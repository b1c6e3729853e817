package org.saltern.modules;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The master's file server as functions see it. Paths are relative to the environment's root, with '/', without
 * {@code salt://}. Implemented by the agent over the wire. IOException: the master did not answer.
 */
public interface FileClient {
    /** A file's hash. @param type {@code sha256}, {@code md5} … @param sum lower-case hex */
    record Hash(String type, String sum) {}

    List<String> environments() throws IOException;

    /** Files that begin with the prefix (empty for all), sorted as the master sends them. */
    List<String> files(String environment, String prefix) throws IOException;

    List<String> directories(String environment, String prefix) throws IOException;

    List<String> emptyDirectories(String environment, String prefix) throws IOException;

    /** Link to what it says. */
    Map<String, String> links(String environment, String prefix) throws IOException;

    /** Empty when the master has no such file. */
    Optional<Hash> hash(String environment, String path) throws IOException;

    /** Permission bits of the file on the master, 0 to 07777; empty when it has none or does not say. */
    Optional<Integer> mode(String environment, String path) throws IOException;

    /** Writes the whole file. False when the master has no such file (nothing is written then). */
    boolean fetch(String environment, String path, OutputStream to) throws IOException;

    /** There is no master to ask. */
    static FileClient none() {
        return new NoMaster();
    }
}
