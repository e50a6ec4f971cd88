# The four flows of realm-export.json: Keycloak's own, each with the step "Magento link" at its end. If your realm has flows
# of its own, add that step to them instead: one keycloak_authentication_execution with the authenticator
# magento-link-authenticator, REQUIRED, as the last step.

resource "keycloak_authentication_flow" "browser" {
  realm_id    = data.keycloak_realm.realm.id
  alias       = "magento browser"
  description = "Password or Magento.com; whoever is connected finishes at Magento.com"
}

resource "keycloak_authentication_execution" "browser_auth_cookie" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.browser.alias
  authenticator     = "auth-cookie"
  requirement       = "ALTERNATIVE"
  priority          = 10
}

resource "keycloak_authentication_execution" "browser_identity_provider_redirector" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.browser.alias
  authenticator     = "identity-provider-redirector"
  requirement       = "ALTERNATIVE"
  priority          = 20
}

resource "keycloak_authentication_subflow" "browser_forms" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.browser.alias
  alias             = "magento browser forms"
  description       = "Password, second factor, then Magento.com"
  requirement       = "ALTERNATIVE"
  priority          = 30
}

resource "keycloak_authentication_execution" "browser_forms_auth_username_password_form" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_forms.alias
  authenticator     = "auth-username-password-form"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "browser_forms_magento_link_authenticator" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_forms.alias
  authenticator     = "magento-link-authenticator"
  requirement       = "REQUIRED"
  priority          = 30
}

resource "keycloak_authentication_subflow" "browser_second_factor" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_forms.alias
  alias             = "magento browser second factor"
  description       = "Asked of users who have set one up"
  requirement       = "CONDITIONAL"
  priority          = 20
}

resource "keycloak_authentication_execution" "browser_second_factor_conditional_user_configured" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_second_factor.alias
  authenticator     = "conditional-user-configured"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "browser_second_factor_auth_otp_form" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_second_factor.alias
  authenticator     = "auth-otp-form"
  requirement       = "ALTERNATIVE"
  priority          = 20
}

resource "keycloak_authentication_execution" "browser_second_factor_webauthn_authenticator" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_second_factor.alias
  authenticator     = "webauthn-authenticator"
  requirement       = "ALTERNATIVE"
  priority          = 30
}

resource "keycloak_authentication_execution" "browser_second_factor_auth_recovery_authn_code_form" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.browser_second_factor.alias
  authenticator     = "auth-recovery-authn-code-form"
  requirement       = "ALTERNATIVE"
  priority          = 40
}

resource "keycloak_authentication_flow" "direct_grant" {
  realm_id    = data.keycloak_realm.realm.id
  alias       = "magento direct grant"
  description = "Password grant; whoever is connected is told to sign in with a browser"
}

resource "keycloak_authentication_execution" "direct_grant_direct_grant_validate_username" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.direct_grant.alias
  authenticator     = "direct-grant-validate-username"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "direct_grant_direct_grant_validate_password" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.direct_grant.alias
  authenticator     = "direct-grant-validate-password"
  requirement       = "REQUIRED"
  priority          = 20
}

resource "keycloak_authentication_execution" "direct_grant_magento_link_authenticator" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.direct_grant.alias
  authenticator     = "magento-link-authenticator"
  requirement       = "REQUIRED"
  priority          = 40
}

resource "keycloak_authentication_subflow" "direct_grant_otp" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.direct_grant.alias
  alias             = "magento direct grant otp"
  description       = "Asked of users who have set one up"
  requirement       = "CONDITIONAL"
  priority          = 30
}

resource "keycloak_authentication_execution" "direct_grant_otp_conditional_user_configured" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.direct_grant_otp.alias
  authenticator     = "conditional-user-configured"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "direct_grant_otp_direct_grant_validate_otp" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.direct_grant_otp.alias
  authenticator     = "direct-grant-validate-otp"
  requirement       = "REQUIRED"
  priority          = 20
}

resource "keycloak_authentication_flow" "reset_credentials" {
  realm_id    = data.keycloak_realm.realm.id
  alias       = "magento reset credentials"
  description = "Forgot password; whoever is connected still finishes at Magento.com"
}

resource "keycloak_authentication_execution" "reset_credentials_reset_credentials_choose_user" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.reset_credentials.alias
  authenticator     = "reset-credentials-choose-user"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "reset_credentials_reset_credential_email" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.reset_credentials.alias
  authenticator     = "reset-credential-email"
  requirement       = "REQUIRED"
  priority          = 20
}

resource "keycloak_authentication_execution" "reset_credentials_reset_password" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.reset_credentials.alias
  authenticator     = "reset-password"
  requirement       = "REQUIRED"
  priority          = 30
}

resource "keycloak_authentication_execution" "reset_credentials_magento_link_authenticator" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.reset_credentials.alias
  authenticator     = "magento-link-authenticator"
  requirement       = "REQUIRED"
  priority          = 50
}

resource "keycloak_authentication_subflow" "reset_otp" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.reset_credentials.alias
  alias             = "magento reset otp"
  description       = "Set anew by users who have one"
  requirement       = "CONDITIONAL"
  priority          = 40
}

resource "keycloak_authentication_execution" "reset_otp_conditional_user_configured" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.reset_otp.alias
  authenticator     = "conditional-user-configured"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "reset_otp_reset_otp" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.reset_otp.alias
  authenticator     = "reset-otp"
  requirement       = "REQUIRED"
  priority          = 20
}

resource "keycloak_authentication_flow" "first_login" {
  realm_id    = data.keycloak_realm.realm.id
  alias       = "magento first login"
  description = "First login through a provider; a connected user finishes at Magento.com before it is linked"
}

resource "keycloak_authentication_execution" "first_login_idp_review_profile" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.first_login.alias
  authenticator     = "idp-review-profile"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution_config" "first_login_idp_review_profile" {
  realm_id     = data.keycloak_realm.realm.id
  execution_id = keycloak_authentication_execution.first_login_idp_review_profile.id
  alias        = "magento first login profile"
  config = {
    "update.profile.on.first.login" = "missing"
  }
}

resource "keycloak_authentication_execution" "first_login_magento_link_authenticator" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.first_login.alias
  authenticator     = "magento-link-authenticator"
  requirement       = "REQUIRED"
  priority          = 40
}

resource "keycloak_authentication_subflow" "first_login_user" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.first_login.alias
  alias             = "magento first login user"
  description       = "A new user, or an existing one who proves it"
  requirement       = "REQUIRED"
  priority          = 20
}

resource "keycloak_authentication_execution" "first_login_user_idp_create_user_if_unique" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_user.alias
  authenticator     = "idp-create-user-if-unique"
  requirement       = "ALTERNATIVE"
  priority          = 10
}

resource "keycloak_authentication_execution_config" "first_login_user_idp_create_user_if_unique" {
  realm_id     = data.keycloak_realm.realm.id
  execution_id = keycloak_authentication_execution.first_login_user_idp_create_user_if_unique.id
  alias        = "magento first login new user"
  config = {
    "require.password.update.after.registration" = "false"
  }
}

resource "keycloak_authentication_subflow" "first_login_existing_user" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_user.alias
  alias             = "magento first login existing user"
  description       = "The user confirms and proves to be the existing user"
  requirement       = "ALTERNATIVE"
  priority          = 20
}

resource "keycloak_authentication_execution" "first_login_existing_user_idp_confirm_link" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_existing_user.alias
  authenticator     = "idp-confirm-link"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_subflow" "first_login_proof" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_existing_user.alias
  alias             = "magento first login proof"
  description       = "By mail, or by signing in"
  requirement       = "REQUIRED"
  priority          = 20
}

resource "keycloak_authentication_execution" "first_login_proof_idp_email_verification" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_proof.alias
  authenticator     = "idp-email-verification"
  requirement       = "ALTERNATIVE"
  priority          = 10
}

resource "keycloak_authentication_subflow" "first_login_forms" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_proof.alias
  alias             = "magento first login forms"
  description       = "Password, second factor"
  requirement       = "ALTERNATIVE"
  priority          = 20
}

resource "keycloak_authentication_execution" "first_login_forms_idp_username_password_form" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_forms.alias
  authenticator     = "idp-username-password-form"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_subflow" "first_login_second_factor" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_forms.alias
  alias             = "magento first login second factor"
  description       = "Asked of users who have set one up"
  requirement       = "CONDITIONAL"
  priority          = 20
}

resource "keycloak_authentication_execution" "first_login_second_factor_conditional_user_configured" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_second_factor.alias
  authenticator     = "conditional-user-configured"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "first_login_second_factor_auth_otp_form" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_second_factor.alias
  authenticator     = "auth-otp-form"
  requirement       = "ALTERNATIVE"
  priority          = 20
}

resource "keycloak_authentication_execution" "first_login_second_factor_webauthn_authenticator" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_second_factor.alias
  authenticator     = "webauthn-authenticator"
  requirement       = "ALTERNATIVE"
  priority          = 30
}

resource "keycloak_authentication_execution" "first_login_second_factor_auth_recovery_authn_code_form" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_second_factor.alias
  authenticator     = "auth-recovery-authn-code-form"
  requirement       = "ALTERNATIVE"
  priority          = 40
}

resource "keycloak_authentication_subflow" "first_login_organization" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_flow.first_login.alias
  alias             = "magento first login organization"
  description       = "Adds members who come by an organization's provider"
  requirement       = "CONDITIONAL"
  priority          = 30
}

resource "keycloak_authentication_execution" "first_login_organization_conditional_user_configured" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_organization.alias
  authenticator     = "conditional-user-configured"
  requirement       = "REQUIRED"
  priority          = 10
}

resource "keycloak_authentication_execution" "first_login_organization_idp_add_organization_member" {
  realm_id          = data.keycloak_realm.realm.id
  parent_flow_alias = keycloak_authentication_subflow.first_login_organization.alias
  authenticator     = "idp-add-organization-member"
  requirement       = "REQUIRED"
  priority          = 20
}

# Bound when every step is there, so that nobody signs in with half a flow. A resource keycloak_realm of this realm must
# not set flows, too: the two would overwrite each other.
resource "keycloak_authentication_bindings" "magento" {
  realm_id                = data.keycloak_realm.realm.id
  browser_flow            = keycloak_authentication_flow.browser.alias
  direct_grant_flow       = keycloak_authentication_flow.direct_grant.alias
  reset_credentials_flow  = keycloak_authentication_flow.reset_credentials.alias
  first_broker_login_flow = keycloak_authentication_flow.first_login.alias

  depends_on = [
    keycloak_authentication_execution.browser_auth_cookie,
    keycloak_authentication_execution.browser_identity_provider_redirector,
    keycloak_authentication_execution.browser_forms_auth_username_password_form,
    keycloak_authentication_execution.browser_forms_magento_link_authenticator,
    keycloak_authentication_execution.browser_second_factor_conditional_user_configured,
    keycloak_authentication_execution.browser_second_factor_auth_otp_form,
    keycloak_authentication_execution.browser_second_factor_webauthn_authenticator,
    keycloak_authentication_execution.browser_second_factor_auth_recovery_authn_code_form,
    keycloak_authentication_execution.direct_grant_direct_grant_validate_username,
    keycloak_authentication_execution.direct_grant_direct_grant_validate_password,
    keycloak_authentication_execution.direct_grant_magento_link_authenticator,
    keycloak_authentication_execution.direct_grant_otp_conditional_user_configured,
    keycloak_authentication_execution.direct_grant_otp_direct_grant_validate_otp,
    keycloak_authentication_execution.reset_credentials_reset_credentials_choose_user,
    keycloak_authentication_execution.reset_credentials_reset_credential_email,
    keycloak_authentication_execution.reset_credentials_reset_password,
    keycloak_authentication_execution.reset_credentials_magento_link_authenticator,
    keycloak_authentication_execution.reset_otp_conditional_user_configured,
    keycloak_authentication_execution.reset_otp_reset_otp,
    keycloak_authentication_execution.first_login_idp_review_profile,
    keycloak_authentication_execution.first_login_magento_link_authenticator,
    keycloak_authentication_execution.first_login_user_idp_create_user_if_unique,
    keycloak_authentication_execution.first_login_existing_user_idp_confirm_link,
    keycloak_authentication_execution.first_login_proof_idp_email_verification,
    keycloak_authentication_execution.first_login_forms_idp_username_password_form,
    keycloak_authentication_execution.first_login_second_factor_conditional_user_configured,
    keycloak_authentication_execution.first_login_second_factor_auth_otp_form,
    keycloak_authentication_execution.first_login_second_factor_webauthn_authenticator,
    keycloak_authentication_execution.first_login_second_factor_auth_recovery_authn_code_form,
    keycloak_authentication_execution.first_login_organization_conditional_user_configured,
    keycloak_authentication_execution.first_login_organization_idp_add_organization_member,
    keycloak_authentication_execution_config.first_login_idp_review_profile,
    keycloak_authentication_execution_config.first_login_user_idp_create_user_if_unique,
  ]
}
