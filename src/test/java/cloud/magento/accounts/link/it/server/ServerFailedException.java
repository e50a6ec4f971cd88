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

    /** Without what would bury the one line that tells: database statements and frames of stack traces. */
    private static List<String> tail(List<String> log) {
        List<String> telling = log.stream()
                .filter(line -> !line.contains(" DEBUG [") && !line.startsWith("\tat "))
                .toList();
        return telling.isEmpty()
                ? List.of("(nothing)")
                : telling.subList(Math.max(0, telling.size() - TAIL), telling.size());
    }
}
