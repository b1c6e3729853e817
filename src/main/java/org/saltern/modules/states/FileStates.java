package org.saltern.modules.states;

import java.util.List;
import java.util.stream.Stream;
import org.saltern.modules.Function;
import org.saltern.modules.Support;

/** The list of all {@code file.*} states. */
final class FileStates {
    private static final Support SUPPORT =
            new Support(
                    "Saltern itself; patch(1), chattr(1)",
                    "recorded cases of Salt 3007.0; owners: " + Support.HOST);

    private FileStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                Stream.of(
                                Accumulators.all(),
                                FileCached.all(),
                                FileCopies.all(),
                                FileDecode.all(),
                                FileEdits.all(),
                                FileGone.all(),
                                FileKeyValue.all(),
                                FileManaged.all(),
                                FileNodes.all(),
                                FilePatched.all(),
                                FileRecurse.all(),
                                FileRetention.all(),
                                FileSerialize.all(),
                                FileTexts.all(),
                                FileTidied.all(),
                                List.of(FileDirectory.DIRECTORY, FileSymlink.SYMLINK))
                        .flatMap(List::stream)
                        .toList());
    }
}
