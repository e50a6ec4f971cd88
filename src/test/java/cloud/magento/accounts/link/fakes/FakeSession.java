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
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
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
import org.keycloak.storage.federated.UserFederatedStorageProvider;
import org.keycloak.urls.UrlType;
import org.keycloak.userprofile.UserProfileProvider;

/** A session with identity providers, top-level groups, user sessions and the not-before of users. */
public final class FakeSession {

    private static final String PROVIDER_TYPE = "fake";

    private final Map<String, IdentityProviderModel> providers = new HashMap<>();
    private final Map<String, List<String>> mappers = new HashMap<>();
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

    public KeycloakSession model() {
        return Fake.of(KeycloakSession.class, this);
    }

    /** Adds an enabled identity provider with these mappers. */
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
        userSessions.put(id, Fake.of(UserSessionModel.class, new Object() {
            @SuppressWarnings("unused")
            public String getId() {
                return id;
            }

            @SuppressWarnings("unused")
            public String getNote(String name) {
                return notes.get(name);
            }

            @SuppressWarnings("unused")
            public int getStarted() {
                return started;
            }
        }));
        return this;
    }

    /** The realm's user profile; at first it declares nothing and lets nobody write what it does not declare. */
    public UPConfig userProfile() {
        return userProfile;
    }

    /** Makes every user a member of one organization; without it the server runs without that feature. */
    public FakeSession withOrganization(
            boolean featureEnabled, boolean organizationEnabled, boolean managesMembers, String... aliases) {
        OrganizationModel organization = Fake.of(OrganizationModel.class, new Object() {
            @SuppressWarnings("unused")
            public boolean isEnabled() {
                return organizationEnabled;
            }

            @SuppressWarnings("unused")
            public Stream<IdentityProviderModel> getIdentityProviders() {
                return Stream.of(aliases).map(providers::get);
            }
        });
        organizations = Fake.of(OrganizationProvider.class, new Object() {
            @SuppressWarnings("unused")
            public boolean isEnabled() {
                return featureEnabled;
            }

            @SuppressWarnings("unused")
            public Stream<OrganizationModel> getByMember(UserModel user) {
                return Stream.of(organization);
            }

            @SuppressWarnings("unused")
            public boolean isManagedMember(OrganizationModel of, UserModel user) {
                return managesMembers;
            }
        });
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

    public SingleUseObjectProvider singleUseObjects() {
        return Fake.of(SingleUseObjectProvider.class, new Object() {
            @SuppressWarnings("unused")
            public Map<String, String> get(String key) {
                return onceUsed.get(key);
            }
        });
    }

    public TokenManager tokens() {
        return Fake.of(TokenManager.class, new Object() {
            @SuppressWarnings("unused")
            public <T extends Token> T decode(String token, Class<T> type) {
                IdentityCookieToken cookie = new IdentityCookieToken();
                cookie.setSessionId(token);
                return type.cast(cookie);
            }
        });
    }

    public static UserAuthenticationIdentityProvider<?> identityProvider() {
        return Fake.of(UserAuthenticationIdentityProvider.class, new Object() {
            @SuppressWarnings("unused")
            public DefaultDataMarshaller getMarshaller() {
                return new DefaultDataMarshaller();
            }
        });
    }

    public KeycloakContext getContext() {
        return Fake.of(KeycloakContext.class, new Object() {
            @SuppressWarnings("unused")
            public HttpRequest getHttpRequest() {
                return Fake.of(HttpRequest.class, new Object() {
                    @SuppressWarnings("unused")
                    public String getHttpMethod() {
                        return method;
                    }
                });
            }

            @SuppressWarnings("unused")
            public KeycloakUriInfo getUri() {
                UriInfo uri = Fake.of(UriInfo.class, new Object() {
                    public String getPath() {
                        return path;
                    }

                    @SuppressWarnings("unused")
                    public MultivaluedMap<String, String> getQueryParameters() {
                        MultivaluedMap<String, String> parameters = new jakarta.ws.rs.core.MultivaluedHashMap<>();
                        parameters.putSingle("execution", execution);
                        return parameters;
                    }
                });
                return new KeycloakUriInfo(model(), UrlType.FRONTEND, uri);
            }
        });
    }

    public <T extends Provider> T getProvider(Class<T> type) {
        if (type == OrganizationProvider.class) {
            return type.cast(organizations);
        }
        if (type == UserFederatedStorageProvider.class) {
            return type.cast(Fake.of(UserFederatedStorageProvider.class, new Object() {
                @SuppressWarnings("unused")
                public MultivaluedHashMap<String, String> getAttributes(RealmModel realm, String userId) {
                    return new MultivaluedHashMap<>(keptBeside(userId));
                }

                @SuppressWarnings("unused")
                public void setSingleAttribute(RealmModel realm, String userId, String name, String value) {
                    keptBeside(userId).putSingle(name, value);
                }

                @SuppressWarnings("unused")
                public void removeAttribute(RealmModel realm, String userId, String name) {
                    keptBeside(userId).remove(name);
                }
            }));
        }
        if (type == CookieProvider.class) {
            return type.cast(Fake.of(CookieProvider.class, new Object() {
                @SuppressWarnings("unused")
                public String get(CookieType cookie) {
                    return cookie == CookieType.IDENTITY ? idInCookie : null;
                }
            }));
        }
        if (type == UserProfileProvider.class) {
            return type.cast(Fake.of(UserProfileProvider.class, new Object() {
                @SuppressWarnings("unused")
                public UPConfig getConfiguration() {
                    return userProfile;
                }
            }));
        }
        return Fake.of(type, new Object() {
            @SuppressWarnings("unused")
            public URI getBaseUri(UriInfo request, UrlType urlType) {
                return URI.create("https://accounts.example.com/");
            }
        });
    }

    public IdentityProviderStorageProvider identityProviders() {
        return Fake.of(IdentityProviderStorageProvider.class, new Object() {
            @SuppressWarnings("unused")
            public IdentityProviderModel getByAlias(String alias) {
                return providers.get(alias);
            }

            @SuppressWarnings("unused")
            public Stream<IdentityProviderMapperModel> getMappersByAliasStream(String alias) {
                return mappers.getOrDefault(alias, List.of()).stream().map(id -> {
                    IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
                    mapper.setIdentityProviderMapper(id);
                    return mapper;
                });
            }
        });
    }

    public GroupProvider groups() {
        return Fake.of(GroupProvider.class, new Object() {
            @SuppressWarnings("unused")
            public GroupModel getGroupByName(RealmModel realm, GroupModel parent, String name) {
                return parent == null && groups.contains(name) ? group(name) : null;
            }
        });
    }

    public UserProvider users() {
        return Fake.of(UserProvider.class, new Object() {
            @SuppressWarnings("unused")
            public FederatedIdentityModel getFederatedIdentity(RealmModel realm, UserModel user, String alias) {
                return links.get(user.getId() + ' ' + alias);
            }

            @SuppressWarnings("unused")
            public int getNotBeforeOfUser(RealmModel realm, UserModel user) {
                return notBeforeOfUser;
            }
        });
    }

    public UserSessionProvider sessions() {
        return Fake.of(UserSessionProvider.class, new Object() {
            @SuppressWarnings("unused")
            public UserSessionModel getUserSession(RealmModel realm, String id) {
                return userSessions.get(id);
            }
        });
    }

    public KeycloakSessionFactory getKeycloakSessionFactory() {
        return Fake.of(KeycloakSessionFactory.class, new Object() {
            @SuppressWarnings("unused")
            public ProviderFactory<?> getProviderFactory(Class<?> type) {
                return Fake.of(GroupProviderFactory.class, new Object() {
                    public boolean escapeSlashesInGroupPath() {
                        return false;
                    }
                });
            }

            @SuppressWarnings("unused")
            public Stream<ProviderFactory> getProviderFactoriesStream(Class<?> type) {
                return type == IdentityProvider.class ? Stream.of(identityProviderFactory()) : Stream.empty();
            }
        });
    }

    private static IdentityProviderFactory<?> identityProviderFactory() {
        return Fake.of(IdentityProviderFactory.class, new Object() {
            @SuppressWarnings("unused")
            public String getId() {
                return PROVIDER_TYPE;
            }

            @SuppressWarnings("unused")
            public IdentityProvider<?> create(KeycloakSession session, IdentityProviderModel model) {
                return identityProvider();
            }
        });
    }

    private static GroupModel group(String id) {
        return Fake.of(GroupModel.class, new Object() {
            @SuppressWarnings("unused")
            public String getId() {
                return id;
            }
        });
    }
}
