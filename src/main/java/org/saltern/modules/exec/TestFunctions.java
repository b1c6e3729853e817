package org.saltern.modules.exec;

import java.util.List;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code test.*}: functions that prove the way to a minion and back. */
final class TestFunctions {
    private TestFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("test.ping")
                        .doc("Answers True: the minion is up and takes jobs. No ICMP is involved.")
                        .runs(call -> Values.of(true)),
                Function.named("test.echo")
                        .doc(
                                "Answers the text it was given.\n\n"
                                    + "    salt '*' test.echo 'how are you'")
                        .arg("text")
                        .runs(call -> call.value("text")));
    }
}
