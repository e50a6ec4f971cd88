package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;

/** The bytes that a server allocates for the login of a connected user, with and without the extension, A B B A. */
final class LoginAllocation {

    /** Until most of the code is compiled: compiled code allocates less. */
    private static final int WARM_UP = 800;

    private static final int LOGINS = 200;
    private static final String LOGIN = "password and code exchange: connected";
    private static final double BYTES_PER_KIB = 1024;
    private static final Goal SAME = Goal.ratio(1.02);

    private LoginAllocation() {}

    static void measure(Recorder recorder) throws Exception {
        try (Database database = new Database();
                Side with = Side.with(database);
                Side without = Side.without(database)) {
            with.set(UserKind.CONNECTED.settings(""));
            User ours = user(with);
            User others = user(without);
            compare(recorder, LOGIN, ours, others);
            // Keycloak reads the policies of the realm from their JSON at each event of a client.
            with.cloud().clientPoliciesPoliciesResource().updatePolicies(noPolicies());
            ours.logIn(LOGINS);
            compare(recorder, LOGIN + ", without the client policy", ours, others);
        }
    }

    private static User user(Side side) throws Exception {
        User user = new User(new Logins(side), side.users().linked(), ServerProcess.of(side));
        user.logIn(WARM_UP);
        return user;
    }

    private static ClientPoliciesRepresentation noPolicies() {
        ClientPoliciesRepresentation none = new ClientPoliciesRepresentation();
        none.setPolicies(List.of());
        return none;
    }

    private static void compare(Recorder recorder, String name, User ours, User others) throws Exception {
        Map<User, List<Double>> values = Map.of(ours, new ArrayList<>(), others, new ArrayList<>());
        for (int round = 0; round < recorder.form().rounds(); round++) {
            for (User user : round % 2 == 0 ? List.of(ours, others) : List.of(others, ours)) {
                values.get(user).add(user.allocation());
            }
            recorder.betweenRounds();
        }
        recorder.add(Measurement.of("Allocation of a login in the server", name, "KiB", values.get(ours))
                .against(values.get(others))
                .withGoal(SAME));
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
