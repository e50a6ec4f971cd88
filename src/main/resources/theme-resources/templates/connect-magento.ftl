<#--
  The page "Connect with Magento.com": one form for every state of the required action.
  It is rendered inside whatever login theme the realm uses, so it relies on nothing but
  registrationLayout of template.ftl, the theme's own class names and one small style sheet.
-->
<#import "template.ftl" as layout>
<#import "connect-magento-parts.ftl" as part>
<#assign view = connectMagento>
<#assign provider = view.providerName>
<#assign heading = msg((view.state == "primary")?then("connectMagentoTitlePrimary", "connectMagentoTitle"), provider)>
<#-- The browser tab names this page; Keycloak would say "Sign in to ..." on every page. -->
<#global title = heading + " | " + (realm.displayName)!''>
<#-- In the middle of a sign-in Keycloak would put the user's name, in a field without a label, in place of the heading. -->
<#global auth = {}>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${heading}
  <#elseif section = "form">
    <#-- Browsers keep a style sheet for 30 days, and Keycloak's path to it does not change with this JAR. -->
    <link rel="stylesheet" href="${url.resourcesPath}/css/connect-magento.css?v=%{project.version}">
    <div id="connect-magento" data-state="${view.state}">
      <#switch view.state>
        <#case "confirm">
          <@part.confirm view/>
          <#break>
        <#case "reauthenticate">
          <p>${msg(view.connected?has_content?then("connectMagentoReauthenticateReplaceText", "connectMagentoReauthenticateText"), provider)}</p>
          <@part.signedIn view/>
          <#break>
        <#case "unavailable">
          <p>${msg("connectMagentoUnavailableText", provider)}</p>
          <p>${msg(view.canContinue?then("connectMagentoUnavailableContinue", "connectMagentoUnavailableWait"), provider)}</p>
          <@part.signedIn view/>
          <#break>
        <#case "impersonation">
          <p>${msg("connectMagentoImpersonationText", provider)}</p>
          <@part.signedIn view=view canSignOut=false/>
          <#break>
        <#case "connected">
          <p id="connect-magento-connected">${msg("connectMagentoConnectedText", provider)} <strong><@part.name view.connected/></strong></p>
          <@part.signedIn view=view canSignOut=false/>
          <#break>
        <#case "refused">
          <p>${msg("connectMagentoRefusedText", provider)}</p>
          <@part.signedIn view/>
          <#break>
        <#case "primary">
          <@part.primary view/>
          <#break>
        <#default>
          <@part.ask view/>
      </#switch>

      <form id="connect-magento-form" class="${properties.kcFormClass!''}" action="${url.loginAction}" method="post">
        <#if view.proof?has_content>
        <#-- Names what this page shows, so that it cannot confirm what another tab brought back since. -->
        <input type="hidden" name="proof" value="${view.proof}">
        </#if>
        <div class="connect-magento-actions">
          <#switch view.state>
            <#case "confirm">
              <@part.button step="confirm" text=msg("connectMagentoConfirm") describedBy="connect-magento-warning"/>
              <@part.button step="switch" text=msg("connectMagentoSwitch", provider) primary=false/>
              <@part.leave view/>
              <#break>
            <#case "reauthenticate">
              <@part.button step="reauthenticate" text=msg("connectMagentoReauthenticate")/>
              <@part.leave view/>
              <#break>
            <#case "unavailable">
              <@part.leave view=view primary=true/>
              <@part.button step="connect" text=msg("connectMagentoTryAgain") primary=!view.canContinue/>
              <#break>
            <#case "impersonation">
            <#case "connected">
            <#case "refused">
              <@part.leave view=view primary=true/>
              <#break>
            <#case "primary">
              <#if view.switchFirst>
                <@part.button step="switch" text=msg("connectMagentoSwitch", provider)/>
              <#else>
                <@part.button step="connect" text=msg("connectMagentoPrimary", provider)/>
                <@part.button step="switch" text=msg("connectMagentoSwitch", provider) primary=false/>
              </#if>
              <#break>
            <#default>
              <#-- A connected user wants another account, not the one that they are signed in to at the provider. -->
              <#if view.switchFirst || view.connected?has_content>
                <@part.button step="switch" text=msg("connectMagentoSwitch", provider)/>
              </#if>
              <#if !view.connected?has_content>
                <@part.button step="connect" text=msg("connectMagentoConnect", provider) primary=!view.switchFirst/>
                <#if view.offersSwitch && !view.switchFirst>
                  <@part.button step="switch" text=msg("connectMagentoSwitch", provider) primary=false/>
                </#if>
              </#if>
              <#if view.postponable>
                <@part.button step="later" text=msg("connectMagentoLater") primary=false describedBy=part.hasLaterHint(view)?then("connect-magento-later", "")/>
                <@part.laterHint view/>
              </#if>
              <@part.leave view/>
          </#switch>
        </div>
      </form>

      <#if view.state == "ask">
        <@part.askDetails view/>
      </#if>
      <@part.help view/>
    </div>
  </#if>
</@layout.registrationLayout>
