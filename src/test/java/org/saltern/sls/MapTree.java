package org.saltern.sls;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A state tree in memory, one environment. */
final class MapTree implements SlsSource {
    private final Map<String, String> files = new TreeMap<>();

    MapTree with(String path, String text) {
        files.put(path, text);
        return this;
    }

    @Override
    public List<String> environments() {
        return List.of("base");
    }

    @Override
    public List<String> names(String environment) {
        return SlsSource.names(List.copyOf(files.keySet()));
    }

    @Override
    public Optional<SlsFile> file(String environment, String path) {
        return Optional.ofNullable(files.get(path))
                .map(text -> new SlsFile(path, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The chunks of one SLS, or the errors. */
    Compiler.Compiled compile(String sls) throws Exception {
        var pipe =
                new RenderPipe(
                        RenderPipe.Settings.DEFAULT.with("jinja|yaml"),
                        (text, place) -> text.replace("{{ x }}", "made: test.nop\nby: test.nop"),
                        s -> s);
        HighData high = new HighReader(this, pipe, true).read(Map.of("base", List.of(sls)));
        return high.errors().isEmpty()
                ? new Compiler(java.util.Set.of()).compile(high)
                : new Compiler.Compiled(List.of(), high.errors());
    }
}
