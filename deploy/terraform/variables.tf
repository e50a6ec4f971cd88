variable "realm" {
  type    = string
  default = "company"
}

variable "mode" {
  type        = string
  default     = "report"
  description = "report records what would be decided and prompts nobody; on enforces; off does nothing"

  validation {
    condition     = contains(["on", "report", "off"], var.mode)
    error_message = "One of on, report, off."
  }
}

variable "cutoff" {
  type        = string
  default     = "2030-04-01"
  description = "From this day on every user has to connect"

  validation {
    condition     = can(regex("^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?$", var.cutoff))
    error_message = "A date, a local date and time, or an instant, such as 2030-04-01."
  }
}

variable "remind_from" {
  type        = string
  default     = "2030-03-01"
  description = "From this day on users are reminded; not later than the cutoff. Empty: from the cutoff on"

  validation {
    condition     = var.remind_from == "" || can(regex("^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?$", var.remind_from))
    error_message = "Empty, or a date, a local date and time, or an instant, such as 2030-03-01."
  }
}

variable "unmanaged_attribute_policy" {
  type        = string
  default     = "DISABLED"
  description = "What your realm has for attributes that the user profile does not name; Keycloak's default is DISABLED"

  validation {
    condition     = contains(["DISABLED", "ENABLED", "ADMIN_VIEW", "ADMIN_EDIT"], var.unmanaged_attribute_policy)
    error_message = "One of DISABLED, ENABLED, ADMIN_VIEW, ADMIN_EDIT."
  }
}

variable "magento_client_id" {
  type    = string
  default = "cloud"
}

variable "magento_client_secret" {
  type      = string
  sensitive = true
}

variable "magento_issuer" {
  type    = string
  default = "https://login.example.com"
}

variable "magento_authorization_url" {
  type    = string
  default = "https://login.example.com/authorize"
}

variable "magento_token_url" {
  type    = string
  default = "https://login.example.com/token"
}

variable "magento_userinfo_url" {
  type    = string
  default = "https://login.example.com/userinfo"
}

variable "magento_jwks_url" {
  type    = string
  default = "https://login.example.com/jwks"
}

variable "magento_logout_url" {
  type    = string
  default = "https://login.example.com/logout"
}
