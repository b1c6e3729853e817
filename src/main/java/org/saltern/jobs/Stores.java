package org.saltern.jobs;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The tables of this room. */
record Stores(Jdbi db, JobStore jobs, LedgerStore ledger, ReturnStore returns, RunStore runs) {
    static Stores of(Jdbi db) {
        return new Stores(
                db, new JobStore(db), new LedgerStore(db), new ReturnStore(), new RunStore(db));
    }

    /** Reads that see the database as it is at their first statement, whatever is committed meanwhile. */
    <T> T atOneMoment(Function<Handle, T> reading) {
        return db.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, reading::apply);
    }
}
