package org.saltern.sls.jinja.eval;

/** Text that is being printed. */
public final class Out {
    private final StringBuilder text = new StringBuilder();
    private final Rendering run;

    Out(Rendering run) {
        this.run = run;
    }

    void print(String more) {
        run.prints(more.length());
        text.append(more);
    }

    /** All that was printed. */
    public String text() {
        return text.toString();
    }
}
