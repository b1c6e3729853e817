package org.saltern.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;

/**
 * Failures after which an embedded database has closed itself. A connection that met one is never used again, not even to roll back:
 * H2 2.4.240 counts its users wrongly when it is, and the next statement never returns ({@code MVStore.registerVersionUsage}).
 */
public final class ClosedItself implements SQLExceptionOverride {
    private static final Set<Integer> CODES =
            Set.of(
                    ErrorCode.DATABASE_IS_CLOSED,
                    ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
                    ErrorCode.IO_EXCEPTION_1,
                    ErrorCode.IO_EXCEPTION_2,
                    ErrorCode.FILE_CORRUPTED_1,
                    ErrorCode.OUT_OF_MEMORY);

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return isOne(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }

    static boolean isOne(SQLException failure) {
        if (CODES.contains(failure.getErrorCode())) {
            return true;
        }
        for (Throwable why = failure; why != null; why = why.getCause()) {
            if (why instanceof MVStoreException) {
                return true;
            }
        }
        return false;
    }
}
