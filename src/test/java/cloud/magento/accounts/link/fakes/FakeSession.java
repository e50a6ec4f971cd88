package cloud.magento.accounts.link.fakes;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.Token;
import org.keycloak.broker.provider.DefaultDataMarshaller;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderDataMarshaller;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.provider.UserAuthenticationIdentityProvider;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupProvider;
import org.keycloak.models.GroupProviderFactory;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.ModelException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.TokenManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.services.managers.IdentityCookieToken;
import org.keycloak.storage.DatastoreProvider;
import org.keycloak.storage.datastore.DefaultDatastoreProvider;
import org.keycloak.storage.federated.UserFederatedStorageProvider;
import org.keycloak.urls.HostnameProvider;
import org.keycloak.urls.UrlType;
import org.keycloak.userprofile.UserProfileProvider;

/** A session with identity providers, top-level groups, user sessions and the not-before of users. */
public final class FakeSession {

    private static final String PROVIDER_TYPE = "fake";

    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, IdentityProviderModel> providers = new HashMap<>();
    private final Map<String, List<String>> mappers = new HashMap<>();
    private final Map<String, Map<String, String>> mapperConfigs = new HashMap<>();
    private int mapperQueries;
    private boolean hasMappersOfAnotherRealm;
    private String aliasInMappers;
    private final Set<String> groups = new HashSet<>();
    private final Map<String, UserSessionModel> userSessions = new HashMap<>();
    private final Map<String, FederatedIdentityModel> links = new HashMap<>();
    private final Map<String, MultivaluedHashMap<String, String>> keptBeside = new HashMap<>();
    private final UPConfig userProfile = new UPConfig();

    {
        userProfile.setAttributes(new ArrayList<>());
    }

    private OrganizationProvider organizations;
    private int notBeforeOfUser;
    private String path = "/realms/cloud/login-actions/authenticate";
    private String method = "GET";
    private String execution = "";
    private String idInCookie;
    private final Map<String, Map<String, String>> onceUsed = new HashMap<>();
    private final Map<String, Long> lifespans = new HashMap<>();
    private final KeycloakSession model = Fake.of(Model.class, this);

    public KeycloakSession model() {
        return model;
    }

    /** Sets the config of the mappers with this id. Without it, they have none. */
    public FakeSession withMapperConfig(String mapperId, Map<String, String> config) {
        mapperConfigs.put(mapperId, config);
        return this;
    }

    /** How often the mappers of a provider were read, which Keycloak does not cache. */
    public int mapperQueries() {
        return mapperQueries;
    }

    /** Adds an enabled identity provider with mappers of these types. */
    public FakeSession withProvider(String alias, String... mapperIds) {
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setAlias(alias);
        provider.setProviderId(PROVIDER_TYPE);
        provider.setEnabled(true);
        providers.put(alias, provider);
        mappers.put(alias, new ArrayList<>(List.of(mapperIds)));
        return this;
    }

    public IdentityProviderModel provider(String alias) {
        return providers.get(alias);
    }

    /** Lets another realm have the mapper of each id, which Keycloak reports by an exception. */
    public FakeSession withMappersOfAnotherRealm() {
        hasMappersOfAnotherRealm = true;
        return this;
    }

    /** Lets the mappers name their provider like this, such as in another case. */
    public FakeSession withAliasInMappers(String alias) {
        aliasInMappers = alias;
        return this;
    }

    /** Gives the mappers of a provider to another one. Their ids remain. */
    public FakeSession moveMappers(String from, String to) {
        mappers.put(to, mappers.remove(from));
        return this;
    }

    public FakeSession removeProvider(String alias) {
        providers.remove(alias);
        return this;
    }

    public FakeSession withGroup(String name) {
        groups.add(name);
        return this;
    }

    public FakeSession withNotBeforeOfUser(int epochSecond) {
        notBeforeOfUser = epochSecond;
        return this;
    }

    /** Adds a user session; {@code notes} may be empty. */
    public FakeSession withUserSession(String id, int started, Map<String, String> notes) {
        userSessions.put(id, Fake.of(UserSession.class, new Login(id, started, notes)));
        return this;
    }

    /** The realm's user profile; at first it declares nothing and lets nobody write what it does not declare. */
    public UPConfig userProfile() {
        return userProfile;
    }

    /** Makes every user a member of one organization; without it the server runs without that feature. */
    public FakeSession withOrganization(
            boolean featureEnabled, boolean organizationEnabled, boolean managesMembers, String... aliases) {
        Stream<IdentityProviderModel> its = Stream.of(aliases).map(providers::get);
        Membership membership = new Membership(featureEnabled, organizationEnabled, managesMembers, its.toList());
        organizations = Fake.of(Organizations.class, membership);
        return this;
    }

    /** Connects an account at a provider with a user, by its id there. */
    public FakeSession withLink(String userId, String alias, String upstreamId) {
        links.put(userId + ' ' + alias, new FederatedIdentityModel(alias, upstreamId, upstreamId));
        return this;
    }

    /** What Keycloak keeps of a user whose store cannot. */
    public MultivaluedHashMap<String, String> keptBeside(String userId) {
        return keptBeside.computeIfAbsent(userId, id -> new MultivaluedHashMap<>());
    }

    /** The path of the request that is served. */
    public FakeSession withPath(String requested) {
        path = requested;
        return this;
    }

    /** The request that is served sends the form of this required action. */
    public FakeSession withPostTo(String action) {
        method = "POST";
        execution = action;
        return this;
    }

    /** The browser has the identity cookie of this user session. */
    public FakeSession withIdentityCookie(String userSessionId) {
        idInCookie = userSessionId;
        return this;
    }

    /** The user's connection changed then. */
    public FakeSession withConnectionChangedAt(String userId, Instant at) {
        onceUsed.put("magento-link.changed." + userId, Map.of("at", Long.toString(at.toEpochMilli())));
        return this;
    }

    /** The lifespan with which an object was stored last, in seconds. */
    public long lifespanOf(String key) {
        return lifespans.get(key);
    }

    public void expireSingleUseObjects() {
        onceUsed.clear();
    }

    public static UserAuthenticationIdentityProvider<?> identityProvider() {
        return Fake.of(Broker.class, null);
    }

    private interface Model extends Fake<FakeSession>, KeycloakSession {

        @Override
        default Object getAttribute(String name) {
            return state().attributes.get(name);
        }

        @Override
        default void setAttribute(String name, Object value) {
            state().attributes.put(name, value);
        }

        @Override
        default SingleUseObjectProvider singleUseObjects() {
            return Fake.of(SingleUseObjects.class, state());
        }

        @Override
        default KeycloakTransactionManager getTransactionManager() {
            return Fake.of(Transactions.class, state());
        }

        @Override
        default TokenManager tokens() {
            return Fake.of(Tokens.class, state());
        }

        @Override
        default KeycloakContext getContext() {
            return Fake.of(Context.class, state());
        }

        @Override
        default <T extends Provider> T getProvider(Class<T> type) {
            if (type == OrganizationProvider.class) {
                return type.cast(state().organizations);
            }
            if (type == UserFederatedStorageProvider.class) {
                return type.cast(Fake.of(FederatedStorage.class, state()));
            }
            if (type == CookieProvider.class) {
                return type.cast(Fake.of(Cookies.class, state()));
            }
            if (type == UserProfileProvider.class) {
                return type.cast(Fake.of(UserProfiles.class, state()));
            }
            if (type == DatastoreProvider.class) {
                return type.cast(new DefaultDatastoreProvider(null, state().model));
            }
            if (type == UserProvider.class) {
                return type.cast(Fake.of(Users.class, state()));
            }
            if (type == HostnameProvider.class) {
                return type.cast(Fake.of(Hostname.class, state()));
            }
            throw new UnsupportedOperationException("No fake of " + type);
        }

        @Override
        default IdentityProviderStorageProvider identityProviders() {
            return Fake.of(IdentityProviders.class, state());
        }

        @Override
        default GroupProvider groups() {
            return Fake.of(Groups.class, state());
        }

        @Override
        default UserProvider users() {
            return Fake.of(Users.class, state());
        }

        @Override
        default UserSessionProvider sessions() {
            return Fake.of(UserSessions.class, state());
        }

        @Override
        default KeycloakSessionFactory getKeycloakSessionFactory() {
            return Fake.of(Factory.class, state());
        }

        @Override
        default RealmProvider realms() {
            return Fake.of(Realms.class, state());
        }

        @Override
        default void close() {}
    }

    private interface Realms extends Fake<FakeSession>, RealmProvider {

        @Override
        default RealmModel getRealm(String id) {
            return new FakeRealm(id).model();
        }
    }

    /** Commits at once. */
    private interface Transactions extends Fake<FakeSession>, KeycloakTransactionManager {

        @Override
        default void begin() {}

        @Override
        default void setRollbackOnly() {}

        @Override
        default void enlistAfterCompletion(KeycloakTransaction transaction) {
            transaction.begin();
            transaction.commit();
        }
    }

    private interface SingleUseObjects extends Fake<FakeSession>, SingleUseObjectProvider {

        @Override
        default Map<String, String> get(String key) {
            return state().onceUsed.get(key);
        }

        @Override
        default boolean putIfAbsent(String key, long lifespanInSeconds) {
            state().lifespans.put(key, lifespanInSeconds);
            return state().onceUsed.putIfAbsent(key, Map.of()) == null;
        }

        @Override
        default void put(String key, long lifespanSeconds, Map<String, String> notes) {
            state().lifespans.put(key, lifespanSeconds);
            state().onceUsed.put(key, notes);
        }

        @Override
        default Map<String, String> remove(String key) {
            return state().onceUsed.remove(key);
        }
    }

    private interface Tokens extends Fake<FakeSession>, TokenManager {

        @Override
        default <T extends Token> T decode(String token, Class<T> type) {
            IdentityCookieToken cookie = new IdentityCookieToken();
            cookie.setSessionId(token);
            return type.cast(cookie);
        }
    }

    private interface Context extends Fake<FakeSession>, KeycloakContext {

        @Override
        default RealmModel getRealm() {
            return new FakeRealm("cloud").model();
        }

        @Override
        default void setRealm(RealmModel realm) {}

        @Override
        default HttpRequest getHttpRequest() {
            return Fake.of(Request.class, state());
        }

        @Override
        default KeycloakUriInfo getUri() {
            return new KeycloakUriInfo(state().model, UrlType.FRONTEND, Fake.of(Address.class, state()));
        }
    }

    private interface Request extends Fake<FakeSession>, HttpRequest {

        @Override
        default String getHttpMethod() {
            return state().method;
        }
    }

    private interface Address extends Fake<FakeSession>, UriInfo {

        @Override
        default String getPath() {
            return state().path;
        }

        @Override
        default MultivaluedMap<String, String> getQueryParameters() {
            MultivaluedMap<String, String> parameters = new jakarta.ws.rs.core.MultivaluedHashMap<>();
            parameters.putSingle("execution", state().execution);
            return parameters;
        }
    }

    private record Membership(
            boolean featureEnabled,
            boolean organizationEnabled,
            boolean managesMembers,
            List<IdentityProviderModel> providers) {}

    private interface Organizations extends Fake<Membership>, OrganizationProvider {

        @Override
        default boolean isEnabled() {
            return state().featureEnabled();
        }

        @Override
        default Stream<OrganizationModel> getByMember(UserModel user) {
            return Stream.of(Fake.of(Organization.class, state()));
        }

        @Override
        default boolean isManagedMember(OrganizationModel organization, UserModel user) {
            return state().managesMembers();
        }
    }

    private interface Organization extends Fake<Membership>, OrganizationModel {

        @Override
        default boolean isEnabled() {
            return state().organizationEnabled();
        }

        @Override
        default Stream<IdentityProviderModel> getIdentityProviders() {
            return state().providers().stream();
        }
    }

    private interface FederatedStorage extends Fake<FakeSession>, UserFederatedStorageProvider {

        @Override
        default FederatedIdentityModel getFederatedIdentity(String userId, String alias, RealmModel realm) {
            return null;
        }

        @Override
        default MultivaluedHashMap<String, String> getAttributes(RealmModel realm, String userId) {
            return new MultivaluedHashMap<>(state().keptBeside(userId));
        }

        @Override
        default void setSingleAttribute(RealmModel realm, String userId, String name, String value) {
            state().keptBeside(userId).putSingle(name, value);
        }

        @Override
        default void removeAttribute(RealmModel realm, String userId, String name) {
            state().keptBeside(userId).remove(name);
        }
    }

    private interface Cookies extends Fake<FakeSession>, CookieProvider {

        @Override
        default String get(CookieType cookie) {
            return cookie == CookieType.IDENTITY ? state().idInCookie : null;
        }
    }

    private interface UserProfiles extends Fake<FakeSession>, UserProfileProvider {

        @Override
        default UPConfig getConfiguration() {
            return state().userProfile;
        }
    }

    private interface Hostname extends Fake<FakeSession>, HostnameProvider {

        @Override
        default URI getBaseUri(UriInfo request, UrlType urlType) {
            return URI.create("https://accounts.example.com/");
        }
    }

    private interface IdentityProviders extends Fake<FakeSession>, IdentityProviderStorageProvider {

        @Override
        default IdentityProviderModel getByAlias(String alias) {
            return state().providers.get(alias);
        }

        @Override
        default Stream<IdentityProviderMapperModel> getMappersByAliasStream(String alias) {
            state().mapperQueries++;
            return mappersOf(alias);
        }

        @Override
        default IdentityProviderMapperModel getMapperById(String id) {
            if (state().hasMappersOfAnotherRealm) {
                throw new ModelException("Mapper does not belong to this realm");
            }
            return state().mappers.keySet().stream()
                    .flatMap(this::mappersOf)
                    .filter(mapper -> mapper.getId().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        private Stream<IdentityProviderMapperModel> mappersOf(String alias) {
            return state().mappers.getOrDefault(alias, List.of()).stream().map(type -> {
                IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
                mapper.setId("id of " + type);
                mapper.setIdentityProviderAlias(state().aliasInMappers == null ? alias : state().aliasInMappers);
                mapper.setIdentityProviderMapper(type);
                mapper.setConfig(state().mapperConfigs.get(type));
                return mapper;
            });
        }
    }

    private interface Groups extends Fake<FakeSession>, GroupProvider {

        @Override
        default GroupModel getGroupByName(RealmModel realm, GroupModel parent, String name) {
            return parent == null && state().groups.contains(name) ? Fake.of(Group.class, name) : null;
        }
    }

    /** A group, by its id. */
    private interface Group extends Fake<String>, GroupModel {

        @Override
        default String getId() {
            return state();
        }
    }

    private interface Users extends Fake<FakeSession>, UserProvider {

        @Override
        default FederatedIdentityModel getFederatedIdentity(RealmModel realm, UserModel user, String alias) {
            return state().links.get(user.getId() + ' ' + alias);
        }

        @Override
        default int getNotBeforeOfUser(RealmModel realm, UserModel user) {
            return state().notBeforeOfUser;
        }
    }

    private interface UserSessions extends Fake<FakeSession>, UserSessionProvider {

        @Override
        default UserSessionModel getUserSession(RealmModel realm, String id) {
            return state().userSessions.get(id);
        }
    }

    private record Login(String id, int started, Map<String, String> notes) {}

    private interface UserSession extends Fake<Login>, UserSessionModel {

        @Override
        default String getId() {
            return state().id();
        }

        @Override
        default String getNote(String name) {
            return state().notes().get(name);
        }

        @Override
        default int getStarted() {
            return state().started();
        }
    }

    private interface Factory extends Fake<FakeSession>, KeycloakSessionFactory {

        @Override
        default KeycloakSession create() {
            return state().model;
        }

        @Override
        @SuppressWarnings("unchecked")
        default <T extends Provider> ProviderFactory<T> getProviderFactory(Class<T> type) {
            if (type != GroupProvider.class) {
                throw new UnsupportedOperationException("No fake of the factory of " + type);
            }
            return (ProviderFactory<T>) Fake.of(GroupPaths.class, null);
        }

        @Override
        @SuppressWarnings("rawtypes")
        default Stream<ProviderFactory> getProviderFactoriesStream(Class<? extends Provider> type) {
            return type == IdentityProvider.class ? Stream.of(Fake.of(Brokers.class, null)) : Stream.empty();
        }
    }

    /** Keycloak asks it how a path names a group. */
    private interface GroupPaths extends Fake<Void>, GroupProviderFactory<GroupProvider> {

        @Override
        default boolean escapeSlashesInGroupPath() {
            return false;
        }
    }

    private interface Brokers extends Fake<Void>, IdentityProviderFactory<UserAuthenticationIdentityProvider<?>> {

        @Override
        default String getId() {
            return PROVIDER_TYPE;
        }

        @Override
        default UserAuthenticationIdentityProvider<?> create(KeycloakSession session, IdentityProviderModel model) {
            return identityProvider();
        }
    }

    private interface Broker extends Fake<Void>, UserAuthenticationIdentityProvider<IdentityProviderModel> {

        @Override
        default IdentityProviderDataMarshaller getMarshaller() {
            return new DefaultDataMarshaller();
        }
    }
}
