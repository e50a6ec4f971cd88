/**
 * The way to the identity provider and back: the redirect, the callback, callbacks that fail, the pending identity, and
 * whether the provider can be used. The only package that uses Keycloak's brokering ({@code org.keycloak.broker}).
 *
 * <p>Uses the packages up to {@code session}. {@code link} and every package after it can use it.
 */
package cloud.magento.accounts.link.idp;
