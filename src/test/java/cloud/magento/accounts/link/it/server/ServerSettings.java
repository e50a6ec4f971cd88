package cloud.magento.accounts.link.it.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What both launchers, and the demo, start Keycloak with. */
record ServerSettings(
        Path root,
        List<Path> providers,
        Path cache,
        String version,
        int port,
        int managementPort,
        Path logFile,
        List<String> ownOptions,
        boolean metrics,
        Map<String, Path> ownImports,
        URI site,
        Optional<String> database,
        Map<String, String> ownEnvironment) {

    static final String ADMIN = "admin";

    /** The first compiler alone: a short-lived server spends its time warming up. */
    static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1";

    /** The JDBC URL of an empty database that its user "keycloak" owns; else Keycloak keeps everything in memory. */
    private static final Optional<String> DATABASE = Optional.ofNullable(System.getProperty("keycloak.db-url"));

    /** Whether servers keep their data when they end, so that others continue with it. */
    static boolean haveDatabase() {
        return DATABASE.isPresent();
    }

    /** More options of the start, separated by blanks. */
    private static final List<String> MORE_OPTIONS =
            List.of(System.getProperty("keycloak.options", "").split(" +"));

    /** Options that are baked into an augmented build; any change asks for a new one. */
    List<String> buildOptions() {
        List<String> options = new ArrayList<>(List.of(
                "--db=" + database.map(ServerSettings::product).orElse("dev-mem"),
                "--health-enabled=true",
                "--metrics-enabled=" + metrics));
        if (metrics) {
            options.add("--event-metrics-user-enabled=true");
        }
        // Features that Keycloak has switched off by default, separated by commas.
        Optional.ofNullable(System.getProperty("keycloak.features"))
                .ifPresent(features -> options.add("--features=" + features));
        return List.copyOf(options);
    }

    /** What Keycloak calls the database of a JDBC URL. */
    private static String product(String url) {
        String product = url.split(":")[1];
        return product.equals("postgresql") ? "postgres" : product;
    }

    /** For the JAR and the Keycloak of this build. */
    static ServerSettings fromBuild(int port, int managementPort, String logName, List<String> ownOptions) {
        return new ServerSettings(
                Build.root(),
                List.of(Build.jar(), StandInJar.write()),
                Build.keycloakCache(),
                Build.keycloakVersion(),
                port,
                managementPort,
                Build.testFiles().resolve(logName),
                ownOptions,
                true,
                Map.of(),
                URI.create("http://localhost:" + port),
                DATABASE,
                Map.of());
    }

    /** The same as a node behind an address that others share. */
    ServerSettings behind(URI address) {
        return new ServerSettings(
                root,
                providers,
                cache,
                version,
                port,
                managementPort,
                logFile,
                ownOptions,
                metrics,
                ownImports,
                address,
                database,
                ownEnvironment);
    }

    /** The same without the JAR of this project. */
    ServerSettings withoutExtension() {
        return withProviders(
                providers.stream().filter(jar -> !jar.equals(Build.jar())).toList());
    }

    /** The same with another JAR instead of that of this project. */
    ServerSettings withExtension(Path other) {
        return withProviders(providers.stream()
                .map(jar -> jar.equals(Build.jar()) ? other : jar)
                .toList());
    }

    private ServerSettings withProviders(List<Path> jars) {
        return new ServerSettings(
                root,
                jars,
                cache,
                version,
                port,
                managementPort,
                logFile,
                ownOptions,
                metrics,
                ownImports,
                site,
                database,
                ownEnvironment);
    }

    /** The same with another realm. */
    ServerSettings withImport(String fileName, Path file) {
        return new ServerSettings(
                root,
                providers,
                cache,
                version,
                port,
                managementPort,
                logFile,
                ownOptions,
                metrics,
                Map.of(fileName, file),
                site,
                database,
                ownEnvironment);
    }

    /** The same with or without Keycloak's metrics. */
    ServerSettings withMetrics(boolean enabled) {
        return new ServerSettings(
                root,
                providers,
                cache,
                version,
                port,
                managementPort,
                logFile,
                ownOptions,
                enabled,
                ownImports,
                site,
                database,
                ownEnvironment);
    }

    ServerSettings {
        for (Path jar : providers) {
            if (!Files.isRegularFile(jar)) {
                throw new ServerFailedException(jar + " is missing: run ./mvnw package first.");
            }
        }
    }

    /** Where this server itself listens; {@link #site} is where browsers find it. */
    URI address() {
        return URI.create("http://localhost:" + port);
    }

    URI managementAddress() {
        return URI.create("http://localhost:" + managementPort);
    }

    /** The files to import and the names under which Keycloak tells realms from their users. */
    Map<String, Path> imports() {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("cloud-realm.json", root.resolve("realm-export.json"));
        files.put("cloud-users-0.json", root.resolve("demo/cloud-users-0.json"));
        files.put("magento-realm.json", root.resolve("demo/magento-realm.json"));
        files.putAll(ownImports);
        return files;
    }

    /** Options of this start; all of Keycloak's sockets stay on the loopback interface. */
    List<String> startOptions() {
        List<String> options = new ArrayList<>(List.of(
                "--import-realm",
                "--hostname-strict=false",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + managementPort));
        if (ownOptions.stream().noneMatch(option -> option.startsWith("--cache="))) {
            options.add("--cache=local");
        }
        database.ifPresent(url -> options.addAll(List.of("--db-url=" + url, "--db-username=keycloak")));
        options.addAll(ownOptions);
        MORE_OPTIONS.stream().filter(option -> !option.isEmpty()).forEach(options::add);
        return options;
    }

    /**
     * For the placeholders in the realm files: where the cloud realm finds its stand-in, and a deadline that stays
     * ahead. And the first administrator.
     */
    Map<String, String> environment() {
        String magento = site + "/realms/magento";
        String endpoints = magento + "/protocol/openid-connect/";
        Map<String, String> all = new HashMap<>(Map.of(
                "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN,
                "MAGENTO_ISSUER", magento,
                "MAGENTO_AUTHORIZATION_URL", endpoints + "auth",
                "MAGENTO_TOKEN_URL", endpoints + "token",
                "MAGENTO_USERINFO_URL", endpoints + "userinfo",
                "MAGENTO_JWKS_URL", endpoints + "certs",
                "MAGENTO_LOGOUT_URL", endpoints + "logout",
                "CLOUD_BROKER_ENDPOINT", site + "/realms/cloud/broker/magento/endpoint",
                "DEMO_DEADLINE",
                        Instant.now()
                                .plus(30, ChronoUnit.DAYS)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()));
        all.putAll(ownEnvironment);
        return all;
    }
}
