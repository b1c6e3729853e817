package org.saltern.cli;

/** While open, an interrupt (Ctrl-C) says where the job that goes on can be found. */
final class Farewell implements AutoCloseable {
    private volatile boolean open = true;

    Farewell(String jid, Terminal terminal) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> say(jid, terminal)));
    }

    private void say(String jid, Terminal terminal) {
        if (open) {
            terminal.err()
                    .printf(
                            "%nThe job goes on. Its results: saltern jobs show %s%n"
                                    + "Stop it:                      saltern jobs kill %s%n",
                            jid, jid);
        }
    }

    @Override
    public void close() {
        open = false;
    }
}
