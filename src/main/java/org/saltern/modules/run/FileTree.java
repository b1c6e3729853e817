package org.saltern.modules.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.FileClient;
import org.saltern.sls.SlsFile;
import org.saltern.sls.SlsSource;

/** The state tree of a file server. What was asked once is kept for the life of this object. One thread. */
final class FileTree implements SlsSource {
    private static final int LONGEST = 10 << 20;

    private final FileClient files;
    private final Map<String, List<String>> listed = new HashMap<>();
    private final Map<String, Optional<SlsFile>> read = new HashMap<>();
    private List<String> environments;

    FileTree(FileClient files) {
        this.files = files;
    }

    @Override
    public List<String> environments() throws IOException {
        if (environments == null) {
            var all = new ArrayList<String>();
            all.add("base");
            files.environments().stream().filter(e -> !e.equals("base")).forEach(all::add);
            environments = List.copyOf(all);
        }
        return environments;
    }

    @Override
    public List<String> names(String environment) throws IOException {
        return SlsSource.names(list(environment));
    }

    private List<String> list(String environment) throws IOException {
        List<String> known = listed.get(environment);
        if (known == null) {
            known = files.files(environment, "");
            listed.put(environment, known);
        }
        return known;
    }

    @Override
    public Optional<SlsFile> file(String environment, String path) throws IOException {
        String key = environment + ":" + path;
        Optional<SlsFile> known = read.get(key);
        if (known == null) {
            known = fetch(environment, path);
            read.put(key, known);
        }
        return known;
    }

    private Optional<SlsFile> fetch(String environment, String path) throws IOException {
        if (!list(environment).contains(path)) {
            return Optional.empty();
        }
        var content = new ByteArrayOutputStream();
        boolean there = files.fetch(environment, path, new Limited(content, path));
        return there ? Optional.of(new SlsFile(path, content.toByteArray())) : Optional.empty();
    }

    /** Stops a file that is too long for an SLS or a template while it arrives. */
    private static final class Limited extends OutputStream {
        private final ByteArrayOutputStream to;
        private final String path;

        Limited(ByteArrayOutputStream to, String path) {
            this.to = to;
            this.path = path;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (to.size() + length > LONGEST) {
                throw new IOException(
                        path + " has more than " + LONGEST + " bytes; it is not rendered");
            }
            to.write(bytes, offset, length);
        }
    }
}
