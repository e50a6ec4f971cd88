# The whole user profile of the realm: what is not here is removed. Keep the attributes magentoLink… as they are, and
# replace the others, which are Keycloak's defaults, by those of your realm. Users must not be able to edit an attribute
# magentoLink….
resource "keycloak_realm_user_profile" "profile" {
  realm_id = data.keycloak_realm.realm.id

  # With DISABLED, Keycloak drops the attributes of a user that are not here when the user is next saved.
  unmanaged_attribute_policy = var.unmanaged_attribute_policy

  # Without it the profile has "username" and "email" only, and Keycloak drops other attributes when it saves a user.
  lifecycle {
    prevent_destroy = true
  }

  attribute {
    name         = "username"
    display_name = "$${username}"

    permissions {
      view = ["admin", "user"]
      edit = ["admin", "user"]
    }

    validator {
      name = "length"
      config = {
        min = "3"
        max = "255"
      }
    }

    validator {
      name = "username-prohibited-characters"
    }

    validator {
      name = "up-username-not-idn-homograph"
    }
  }

  attribute {
    name               = "email"
    display_name       = "$${email}"
    required_for_roles = ["user"]

    permissions {
      view = ["admin", "user"]
      edit = ["admin", "user"]
    }

    validator {
      name = "email"
    }

    validator {
      name = "length"
      config = {
        max = "255"
      }
    }
  }

  attribute {
    name               = "firstName"
    display_name       = "$${firstName}"
    required_for_roles = ["user"]

    permissions {
      view = ["admin", "user"]
      edit = ["admin", "user"]
    }

    validator {
      name = "length"
      config = {
        max = "255"
      }
    }

    validator {
      name = "person-name-prohibited-characters"
    }
  }

  attribute {
    name               = "lastName"
    display_name       = "$${lastName}"
    required_for_roles = ["user"]

    permissions {
      view = ["admin", "user"]
      edit = ["admin", "user"]
    }

    validator {
      name = "length"
      config = {
        max = "255"
      }
    }

    validator {
      name = "person-name-prohibited-characters"
    }
  }

  attribute {
    name         = "magentoLinkSince"
    display_name = "$${connectMagentoSsoSince}"

    permissions {
      view = ["admin", "user"]
      edit = ["admin"]
    }

    validator {
      name = "pattern"
      config = {
        pattern         = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$"
        "error-message" = "An instant such as 2020-04-01T07:00:00Z"
      }
    }
  }

  attribute {
    name         = "magentoLinkFirstAsked"
    display_name = "First asked to connect"
    group        = "magento-link"

    permissions {
      view = ["admin"]
      edit = ["admin"]
    }

    validator {
      name = "pattern"
      config = {
        pattern         = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$"
        "error-message" = "An instant such as 2020-04-01T07:00:00Z"
      }
    }
  }

  attribute {
    name         = "magentoLinkSnoozedUntil"
    display_name = "Not asked again until"
    group        = "magento-link"

    permissions {
      view = ["admin"]
      edit = ["admin"]
    }

    validator {
      name = "pattern"
      config = {
        pattern         = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$"
        "error-message" = "An instant such as 2020-04-01T07:00:00Z"
      }
    }
  }

  attribute {
    name         = "magentoLinkSnoozes"
    display_name = "Times postponed"
    group        = "magento-link"

    permissions {
      view = ["admin"]
      edit = ["admin"]
    }

    validator {
      name = "integer"
      config = {
        min = "0"
        max = "1000000"
      }
    }
  }

  attribute {
    name         = "magentoLinkDeadline"
    display_name = "Personal deadline"
    group        = "magento-link"

    permissions {
      view = ["admin"]
      edit = ["admin"]
    }

    validator {
      name = "pattern"
      config = {
        pattern         = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$"
        "error-message" = "An instant such as 2020-04-01T07:00:00Z"
      }
    }
  }

  attribute {
    name         = "magentoLinkExemptUntil"
    display_name = "Exempt until"
    group        = "magento-link"

    permissions {
      view = ["admin"]
      edit = ["admin"]
    }

    validator {
      name = "pattern"
      config = {
        pattern         = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$"
        "error-message" = "An instant such as 2020-04-01T07:00:00Z"
      }
    }
  }

  attribute {
    name         = "magentoLinkReminded"
    display_name = "Reminders sent"
    group        = "magento-link"
    multi_valued = true

    permissions {
      view = ["admin"]
      edit = ["admin"]
    }

    validator {
      name = "pattern"
      config = {
        pattern         = "^.+:\\d{1,3}$"
        "error-message" = "A provider and a number of days such as magento:30"
      }
    }
  }

  group {
    name                = "user-metadata"
    display_header      = "User metadata"
    display_description = "Attributes, which refer to user metadata"
  }

  group {
    name                = "magento-link"
    display_header      = "Magento.com connection"
    display_description = "Kept by the connect-magento required action; only admins see it"
  }
}
