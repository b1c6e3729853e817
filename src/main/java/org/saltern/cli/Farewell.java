package org.saltern.cli;

/** While open, an interrupt (Ctrl-C) says where the job that goes on can be found. */
final class Farewell implements AutoCloseable {
    private final Thread words;

    Farewell(String jid, Terminal terminal) {
        words =
                Thread.ofPlatform()
                        .unstarted(
                                () ->
                                        terminal.err()
                                                .printf(
                                                        "%nThe job goes on. Its results: saltern"
                                                            + " jobs show %s%nStop it:             "
                                                            + " saltern jobs kill %s%n",
                                                        jid, jid));
        Runtime.getRuntime().addShutdownHook(words);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(words);
        } catch (IllegalStateException shuttingDown) {
            // The interrupt has come: the hook is saying its words.
            Thread.yield();
        }
    }
}
