package org.saltern.modules.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.saltern.modules.Minion;

/** A minion during one state run: with the options and the pillar of the call. */
final class RunMinion implements Minion {
    private final Minion minion;
    private final ObjectNode options;
    private volatile ObjectNode pillar;

    RunMinion(Minion minion, ObjectNode options, ObjectNode pillar) {
        this.minion = minion;
        this.options = options;
        this.pillar = pillar;
    }

    @Override
    public ObjectNode options() {
        return options;
    }

    @Override
    public ObjectNode grains() {
        return minion.grains();
    }

    @Override
    public void refreshGrains() throws IOException {
        minion.refreshGrains();
    }

    @Override
    public ObjectNode pillar() {
        return pillar;
    }

    @Override
    public boolean refreshPillar() throws IOException {
        boolean fetched = minion.refreshPillar();
        pillar = minion.pillar();
        return fetched;
    }

    @Override
    public ObjectNode freshPillar(ObjectNode override, String pillarenv, String saltenv)
            throws IOException {
        return minion.freshPillar(override, pillarenv, saltenv);
    }
}
