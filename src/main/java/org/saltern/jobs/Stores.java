package org.saltern.jobs;

import org.jdbi.v3.core.Jdbi;

/** The tables of this room. */
record Stores(JobStore jobs, LedgerStore ledger, ReturnStore returns, RunStore runs) {
    static Stores of(Jdbi db) {
        return new Stores(
                new JobStore(db), new LedgerStore(db), new ReturnStore(), new RunStore(db));
    }
}
