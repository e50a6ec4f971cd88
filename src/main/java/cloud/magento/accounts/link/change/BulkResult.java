package cloud.magento.accounts.link.change;

import java.util.List;
import java.util.Optional;

/**
 * What became of a file of changes.
 *
 * @param lines how many lines were processed: the sum of the next three
 * @param changed how many changed their user, or would have in a dry run
 * @param unchanged how many say what is stored already
 * @param failed how many changed nothing because of an error
 * @param errors the first errors
 * @param stop why the rest of the file was not processed; empty: all of it was
 */
public record BulkResult(
        long lines, long changed, long unchanged, long failed, List<LineError> errors, Optional<Stop> stop) {

    /**
     * Why a line changed nothing.
     *
     * @param line the line of the file, from 1
     * @param user the user as the line names it, cut if it is long
     */
    public record LineError(long line, String user, String error) {}

    /**
     * Where processing stopped.
     *
     * @param line the line of the file, from 1. A malformed line is not processed. A line that the server could not
     *     store counts as failed
     * @param isOutage whether the server could not store changes; if not, the file is malformed
     */
    public record Stop(long line, String message, boolean isOutage) {}
}
