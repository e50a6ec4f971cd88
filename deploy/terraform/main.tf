# Sets the extension up in a realm that exists. README.md of deploy/ has the commands, and a warning about the settings.
terraform {
  required_version = ">= 1.5"
  required_providers {
    keycloak = {
      source  = "keycloak/keycloak"
      version = "~> 5.9"
    }
  }
}

# KEYCLOAK_URL, KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET say where Keycloak is and who you are.
provider "keycloak" {}

data "keycloak_realm" "realm" {
  realm = var.realm
}

resource "keycloak_oidc_identity_provider" "magento" {
  realm                         = data.keycloak_realm.realm.id
  alias                         = "magento"
  display_name                  = "Magento.com"
  client_id                     = var.magento_client_id
  client_secret                 = var.magento_client_secret
  issuer                        = var.magento_issuer
  authorization_url             = var.magento_authorization_url
  token_url                     = var.magento_token_url
  user_info_url                 = var.magento_userinfo_url
  jwks_url                      = var.magento_jwks_url
  logout_url                    = var.magento_logout_url
  validate_signature            = true
  default_scopes                = "openid profile email"
  ui_locales                    = true
  login_hint                    = "false"
  store_token                   = false
  trust_email                   = false
  link_only                     = false
  sync_mode                     = "IMPORT"
  first_broker_login_flow_alias = keycloak_authentication_flow.first_login.alias

  extra_config = {
    "clientAuthMethod" = "client_secret_post"
    "pkceEnabled"      = "true"
    "pkceMethod"       = "S256"
  }

  # With the provider Keycloak deletes all links of users, also if Terraform deletes it only to create it anew.
  lifecycle {
    prevent_destroy = true
  }

  # Its flow has every step, so that nobody signs in with half of it.
  depends_on = [
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

# Without the guard no user is sent to the provider to connect.
resource "keycloak_custom_identity_provider_mapper" "guard" {
  realm                    = data.keycloak_realm.realm.id
  name                     = "Magento link guard"
  identity_provider_alias  = keycloak_oidc_identity_provider.magento.alias
  identity_provider_mapper = "magento-link-guard"

  extra_config = {
    "syncMode" = "INHERIT"
  }
}

resource "keycloak_role" "exempt" {
  realm_id    = data.keycloak_realm.realm.id
  name        = "magento-link-exempt"
  description = "Need not connect a Magento.com account: break-glass admins, technical users"
}

# The settings. Never leave "config" out: an update without it clears them, and then nobody has to connect.
resource "keycloak_required_action" "connect" {
  realm_id = data.keycloak_realm.realm.id
  alias    = "connect-magento"
  name     = "Connect with Magento.com"
  enabled  = true
  priority = 140

  config = {
    "mode"            = var.mode
    "idpAlias"        = keycloak_oidc_identity_provider.magento.alias
    "cutoff"          = var.cutoff
    "zone"            = "America/Los_Angeles"
    "remindFrom"      = var.remind_from
    "snoozeDays"      = "1"
    "snoozeLimit"     = "0"
    "graceDays"       = "0"
    "exemptRoles"     = keycloak_role.exempt.name
    "emailPolicy"     = "warn"
    "max_auth_age"    = "300"
    "primaryLogin"    = "off"
    "whenUnavailable" = "allow"
    "supportUrl"      = "https://support.example.com/connect-magento"
  }

  # What the action relies on comes first.
  depends_on = [
    keycloak_custom_identity_provider_mapper.guard,
    keycloak_realm_user_profile.profile,
  ]
}

# Refresh tokens, token exchange, CIBA and JWT grants follow the same settings.
resource "keycloak_realm_client_policy_profile" "magento" {
  realm_id    = data.keycloak_realm.realm.id
  name        = "magento-link"
  description = "No tokens without a browser for users who must connect first"

  executor {
    name = "magento-link-executor"
  }
}

resource "keycloak_realm_client_policy_profile_policy" "magento" {
  realm_id    = data.keycloak_realm.realm.id
  name        = "magento-link"
  description = "Every client: whom it concerns is decided by the required action's settings"
  enabled     = true
  profiles    = [keycloak_realm_client_policy_profile.magento.name]

  # This condition has no configuration. Where it is left out, the provider sends {}.
  condition {
    name = "any-client"
  }
}

# It replaces the settings of events as a whole: the listeners, the types of events that are saved, and whether admin
# events are saved with details. Add what your realm has.
resource "keycloak_realm_events" "events" {
  realm_id             = data.keycloak_realm.realm.id
  events_enabled       = true
  events_expiration    = 7776000
  admin_events_enabled = true
  events_listeners     = ["jboss-logging"]
}
