package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.BulkResult;
import cloud.magento.accounts.link.change.BulkResult.LineError;
import cloud.magento.accounts.link.change.BulkResult.Stop;
import java.util.List;

/**
 * The answer of {@code deadlines}. Its components are the fields of the JSON; null: the JSON lacks the field. With
 * {@code field} and {@code errorMessage} it has Keycloak's form of an error.
 */
record DeadlinesJson(
        boolean dryRun,
        long lines,
        long changed,
        long unchanged,
        long failed,
        List<LineError> errors,
        Long moreErrorsAfterLine,
        String field,
        String errorMessage) {

    static DeadlinesJson of(BulkResult result, boolean dryRun) {
        List<LineError> errors = result.errors();
        return new DeadlinesJson(
                dryRun,
                result.lines(),
                result.changed(),
                result.unchanged(),
                result.failed(),
                errors,
                result.failed() > errors.size() ? errors.get(errors.size() - 1).line() : null,
                result.stop().map(DeadlinesJson::field).orElse(null),
                result.stop()
                        .map(stop -> field(stop) + ": " + stop.message() + " The file was processed up to there: "
                                + (dryRun ? "nothing was changed." : "the numbers say what was changed."))
                        .orElse(null));
    }

    private static String field(Stop stop) {
        return "line " + stop.line();
    }
}
