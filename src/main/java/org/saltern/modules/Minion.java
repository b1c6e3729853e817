package org.saltern.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The minion that functions run on, as they see it. Implemented by the agent. Thread-safe; answers are snapshots. */
public interface Minion {
    /**
     * Its options under Salt's names. Functions rely on {@code id}, {@code cachedir}, {@code conf_file} (its folder
     * holds the {@code grains} file), {@code pki_dir}, {@code master}, {@code hash_type}, {@code saltenv}; each may be
     * missing except {@code id} and {@code cachedir}.
     */
    ObjectNode options();

    /** Grains as last collected; never to be changed by the reader. */
    ObjectNode grains();

    /** Collects the grains anew, because the grains file changed or somebody asked. */
    void refreshGrains() throws IOException;

    /** The pillar as last fetched; empty before the first. */
    ObjectNode pillar();

    /**
     * Asks the master for the pillar again and keeps it.
     *
     * @return false when the master did not answer
     */
    boolean refreshPillar() throws IOException;

    /**
     * The pillar made anew for one state run; what this minion keeps does not change.
     *
     * @param override laid over it, and seen while it is made; may be empty
     * @param pillarenv only this environment; "" for all
     * @param saltenv the environment of the run; "" for none
     */
    ObjectNode freshPillar(ObjectNode override, String pillarenv, String saltenv)
            throws IOException;
}
