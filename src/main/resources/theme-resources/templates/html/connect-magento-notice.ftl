<#-- The notice of what happened, the facts, and what to do if it was somebody else. -->
<#import "template.ftl" as layout>
<#-- Mail programs ignore style sheets. A theme for mails without these colours gets neutral ones. -->
<#assign accent = properties.brandAccent!'#1f2937'>
<#assign onAccent = properties.brandOnAccent!'#ffffff'>
<@layout.emailLayout>
<h1 style="margin: 16px 0; font-size: 22px; line-height: 1.3;">${msg(heading, providerName)}</h1>
<p>${msg(whatHappened, providerName, realmName)}</p>
<@fact msg("connectMagentoYourAccount") userName!''/>
<@fact msg("connectMagentoUpstreamAccount", providerName) upstreamLabel!''/>
<@fact msg("connectMagentoMailPrevious") previousLabel!''/>
<@fact msg("connectMagentoMailWhen") when!''/>
<@fact msg("connectMagentoMailAddress") ipAddress!''/>
<#if byAdmin>
<p>${msg("connectMagentoMailIfUnexpected")}</p>
<#else>
<p>${msg("connectMagentoMailIfYou")}</p>
<p><strong>${msg("connectMagentoMailIfNotYou")}</strong></p>
</#if>
<@button msg("connectMagentoMailSettings") accountUrl!''/>
<#if formerAddress>
<p>${msg("connectMagentoMailFormerAddress")}</p>
</#if>
<#if isLink(supportUrl!'')>
<p><a href="${supportUrl}"<#if properties.brandAccent??> style="color: ${accent};"</#if>>${msg("connectMagentoSupport")}</a></p>
</#if>
</@layout.emailLayout>

<#function isLink url>
  <#return url?matches("(https?://|mailto:).+", "is")>
</#function>

<#-- One above the other: side by side, a long name would leave no room for its title on a phone. -->
<#macro fact title value>
<#if value?has_content>
<p>${title}<br><strong><bdi>${value?replace("^(.{160}).+$", "$1…", "rs")}</bdi></strong></p>
</#if>
</#macro>

<#-- A cell with a background: mail programs ignore the padding of a link, or its background. -->
<#macro button text url>
<#if isLink(url)>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 24px 0;">
  <tr>
    <td bgcolor="${accent}" style="background: ${accent}; border-radius: 6px;">
      <a href="${url}" style="display: inline-block; padding: 12px 24px; color: ${onAccent}; font-weight: bold; text-decoration: none;">${text}</a>
    </td>
  </tr>
</table>
</#if>
</#macro>
