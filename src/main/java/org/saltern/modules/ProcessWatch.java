package org.saltern.modules;

/** Hears of the process trees that a machine starts and of their end, so that a job can be killed with all it started. */
public interface ProcessWatch {
    /** Nobody watches. */
    ProcessWatch NONE =
            new ProcessWatch() {
                @Override
                public void started(ProcessTree tree) {}

                @Override
                public void ended(ProcessTree tree) {}
            };

    void started(ProcessTree tree);

    void ended(ProcessTree tree);
}
