package org.saltern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.saltern.base.Problem;
import org.saltern.conformance.Conformance;
import org.saltern.conformance.Unprivileged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs recorded cases of a folder. */
@Command(
        name = "conformance",
        description = {
            "Run a folder of state cases or Jinja cases and print one line per case.",
            "Exit code: 0 all passed, 1 a case failed, 2 nothing could be run.",
            "Never works as root: started by root, it goes on as an unprivileged user.",
        })
final class ConformanceCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Folder with JSON files.")
    private Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (Unprivileged.isRoot()) {
            return new Unprivileged(System.getProperty("java.class.path"))
                    .run("conformance", folder, System.out::println);
        }
        var conformance = new Conformance(Conformance.printing(System.out));
        try {
            conformance.run(folder);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The cases cannot be read: " + e.getMessage(),
                    folder.toString(),
                    "Check the folder and its files.",
                    e);
        }
        System.out.println(conformance.passed() + " passed, " + conformance.failed() + " failed");
        return conformance.failed() == 0 ? 0 : 1;
    }
}
