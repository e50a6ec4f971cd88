package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes that a server allocates for the login of a connected user, with and without the extension, A B B A. */
final class LoginAllocation {

    /** Until most of the code is compiled: compiled code allocates less. */
    private static final int WARM_UP = 800;

    private static final int LOGINS = 200;
    private static final double BYTES_PER_KIB = 1024;
    private static final Goal SAME = Goal.ratio(1.02);

    private LoginAllocation() {}

    static void measure(Recorder recorder) throws Exception {
        try (Database database = new Database();
                Side with = Side.with(database);
                Side without = Side.without(database)) {
            with.set(UserKind.CONNECTED.settings(""));
            Map<Side, User> users = new LinkedHashMap<>();
            Map<Side, List<Double>> values = new LinkedHashMap<>();
            for (Side side : List.of(with, without)) {
                users.put(side, new User(new Logins(side), side.users().linked(), ServerProcess.of(side)));
                values.put(side, new ArrayList<>());
                users.get(side).logIn(WARM_UP);
            }
            for (int round = 0; round < recorder.form().rounds(); round++) {
                for (Side side : round % 2 == 0 ? List.of(with, without) : List.of(without, with)) {
                    values.get(side).add(users.get(side).allocation());
                }
                recorder.betweenRounds();
            }
            recorder.add(Measurement.of(
                            "Allocation of a login in the server",
                            "password and code exchange: connected",
                            "KiB",
                            values.get(with))
                    .against(values.get(without))
                    .withGoal(SAME));
        }
    }

    private record User(Logins logins, CloudUser user, ServerProcess process) {

        /** The mean of some logins, with all else that the server does meanwhile. */
        private double allocation() throws Exception {
            long bytes = process.allocated(() -> logIn(LOGINS));
            return Math.round(bytes / BYTES_PER_KIB / LOGINS * 10) / 10.0;
        }

        private int logIn(int times) throws Exception {
            for (int i = 0; i < times; i++) {
                logins.code(logins.password(logins.visitor(), user, Map.of()).code());
            }
            return times;
        }
    }
}
