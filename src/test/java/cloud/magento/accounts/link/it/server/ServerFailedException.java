package cloud.magento.accounts.link.it.server;

import java.util.List;

/** Keycloak could not be brought up; says why, with the end of its log where there is one. */
final class ServerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int TAIL = 60;

    ServerFailedException(String message) {
        super(message);
    }

    ServerFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    ServerFailedException(String message, List<String> log) {
        super(message + "\nThe end of Keycloak's log:\n  " + String.join("\n  ", tail(log)));
    }

    private static List<String> tail(List<String> log) {
        return log.isEmpty() ? List.of("(nothing)") : log.subList(Math.max(0, log.size() - TAIL), log.size());
    }
}
