package cloud.magento.accounts.link.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The gauges of one name and one realm. They exist as long as somebody sets them. */
final class Gauges {

    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final Map<Tags, Registered> byLabels = new HashMap<>();

    private record Registered(AtomicLong value, Gauge gauge) {}

    Gauges(MeterRegistry registry, String name, String description) {
        this.registry = registry;
        this.name = name;
        this.description = description;
    }

    /** Sets these gauges, and removes all others. A gauge that stays is never missing in between. */
    synchronized void set(Map<Tags, Long> values) {
        Set<Tags> gone = new HashSet<>(byLabels.keySet());
        gone.removeAll(values.keySet());
        gone.forEach(labels -> registry.remove(byLabels.remove(labels).gauge()));
        values.forEach((labels, value) ->
                byLabels.computeIfAbsent(labels, this::register).value().set(value));
    }

    private Registered register(Tags labels) {
        AtomicLong value = new AtomicLong();
        return new Registered(
                value,
                Gauge.builder(LinkMetrics.PREFIX + name, value, AtomicLong::doubleValue)
                        .description(description)
                        .tags(labels)
                        .register(registry));
    }
}
