package cloud.magento.accounts.link.benchmark;

import java.util.List;
import java.util.Map;

/**
 * The result of one benchmark, as its file has it.
 *
 * @param benchmark the name of the benchmark and of its file
 * @param date the day, in UTC
 * @param revision the commit that was measured
 * @param form {@code short}, {@code standard} or {@code full}
 * @param seconds how long it took
 * @param machineSpread by how much a fixed computation varied meanwhile: the half between its quartiles as a part of
 *     its median
 * @param environment the machine and the programs, by name
 * @param measurements in the order of the page
 */
public record Result(
        String benchmark,
        String date,
        String revision,
        String form,
        long seconds,
        double machineSpread,
        Map<String, String> environment,
        List<Measurement> measurements) {

    /** A machine that does nothing else stays below. */
    static final double QUIET = 0.05;

    boolean wasQuiet() {
        return machineSpread <= QUIET;
    }
}
