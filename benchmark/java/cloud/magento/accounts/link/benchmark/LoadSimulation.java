package cloud.magento.accounts.link.benchmark;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs a load with Gatling: groups of users, each after the one before is done. */
public final class LoadSimulation extends Simulation {

    /** By default it logs the start and the end of each group. */
    private static final Logger LOG = Logger.getLogger("io.gatling");

    /** Each request that fails, with its answer. */
    private static final Logger FAILED = Logger.getLogger("io.gatling.http.engine.response");

    static {
        LOG.setLevel(Level.WARNING);
        FAILED.setLevel(Level.FINE);
        Handler console = new ConsoleHandler();
        console.setLevel(Level.FINE);
        FAILED.addHandler(console);
    }

    private static Supplier<List<PopulationBuilder>> planned;

    /** Gatling creates this object, and so takes the load from a field. */
    public LoadSimulation() {
        List<PopulationBuilder> all = planned.get();
        PopulationBuilder load = all.get(all.size() - 1);
        for (int i = all.size() - 2; i >= 0; i--) {
            load = all.get(i).andThen(load);
        }
        setUp(load);
    }

    /**
     * Runs a load to its end. Gatling keeps no result: the steps of the load keep {@link Times}.
     *
     * @param load creates the groups. What Gatling runs can be created only while it runs.
     */
    static synchronized void run(Supplier<List<PopulationBuilder>> load) {
        planned = load;
        // Its main method would end this process.
        int status = Gatling$.MODULE$.fromArgs(new String[] {"--simulation", LoadSimulation.class.getName()});
        if (status != 0) {
            throw new IllegalStateException("Gatling ended with status " + status + ".");
        }
    }
}
