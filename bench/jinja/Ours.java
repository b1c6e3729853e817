import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.sls.jinja.Jinja;
import org.saltern.sls.jinja.JinjaOptions;

/** The templates through Saltern's engine: java -cp saltern.jar Ours.java TEMPLATES SECONDS */
class Ours {
    public static void main(String[] args) throws Exception {
        var rows = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 200; i++) {
            var row = new LinkedHashMap<String, Object>();
            row.put("number", i);
            row.put("name", "site-" + i);
            row.put("port", 8000 + i);
            row.put("tags", List.of("a", "b"));
            rows.add(row);
        }
        var jinja = new Jinja(JinjaOptions.DEFAULTS, name -> Optional.empty());
        var threads = ManagementFactory.getThreadMXBean();
        List<Path> files;
        try (var all = Files.list(Path.of(args[0]))) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            long first = System.nanoTime();
            int length = jinja.render(text, Map.of("rows", rows)).length();
            first = System.nanoTime() - first;
            int count = 0;
            double wanted = Double.parseDouble(args[1]) * 1e9;
            for (int round = 0; round < 2; round++) { // the first warms up
                count = 0;
                long start = threads.getCurrentThreadCpuTime();
                long used = 0;
                for (; used < wanted; count++) {
                    jinja.render(text, Map.of("rows", rows));
                    used = threads.getCurrentThreadCpuTime() - start;
                }
            }
            System.out.printf(
                    "%-12s saltern %8.2f ms a rendering, the first %.1f ms, %d characters%n",
                    file.getFileName(), wanted / count / 1e6, first / 1e6, length);
        }
    }
}
