<#-- Keycloak's page before it links a provider, in the words of the page "Connect with Magento.com". The account console
     shows it for providers that this extension does not protect. -->
<#import "template.ftl" as layout>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    ${msg("connectMagentoTitle", idpDisplayName)}
  <#elseif section = "form">
    <p id="kc-link-text">${msg("connectMagentoNext", idpDisplayName)}</p>
    <form class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
      <@buttons.actionGroup horizontal=true>
        <@buttons.button name="continue" id="kc-continue" label="doContinue"/>
        <@buttons.button name="cancel-aia" id="kc-cancel" label="doCancel" type="secondary"/>
      </@buttons.actionGroup>
    </form>
  </#if>
</@layout.registrationLayout>
