package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says that there is no master, whatever is asked: for calls on a machine that has none. */
final class NoMaster implements MasterLink, FileClient {
    private static IOException none() {
        return new IOException("No master is connected");
    }

    @Override
    public boolean fire(String tag, JsonNode data) throws IOException {
        throw none();
    }

    @Override
    public boolean sendMine(ObjectNode data, boolean clear) throws IOException {
        throw none();
    }

    @Override
    public JsonNode mine(String target, List<String> functions, String targetType)
            throws IOException {
        throw none();
    }

    @Override
    public boolean deleteMine(String function) throws IOException {
        throw none();
    }

    @Override
    public boolean flushMine() throws IOException {
        throw none();
    }

    @Override
    public List<String> environments() throws IOException {
        throw none();
    }

    @Override
    public List<String> files(String environment, String prefix) throws IOException {
        throw none();
    }

    @Override
    public List<String> directories(String environment, String prefix) throws IOException {
        throw none();
    }

    @Override
    public List<String> emptyDirectories(String environment, String prefix) throws IOException {
        throw none();
    }

    @Override
    public Map<String, String> links(String environment, String prefix) throws IOException {
        throw none();
    }

    @Override
    public Optional<Hash> hash(String environment, String path) throws IOException {
        throw none();
    }

    @Override
    public Optional<Integer> mode(String environment, String path) throws IOException {
        throw none();
    }

    @Override
    public boolean fetch(String environment, String path, OutputStream to) throws IOException {
        throw none();
    }
}
