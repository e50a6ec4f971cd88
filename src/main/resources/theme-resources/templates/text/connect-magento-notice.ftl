<#ftl output_format="plainText">
<#-- The notice of what happened, the facts, and what to do if it was somebody else. -->
${msg(heading, providerName)}

${msg(whatHappened, providerName, realmName)}

<@fact msg("connectMagentoYourAccount") userName!''/>
<@fact msg("connectMagentoUpstreamAccount", providerName) upstreamLabel!''/>
<@fact msg("connectMagentoMailPrevious") previousLabel!''/>
<@fact msg("connectMagentoMailWhen") when!''/>
<@fact msg("connectMagentoMailAddress") ipAddress!''/>

<#if byAdmin>
${msg("connectMagentoMailIfUnexpected")}
<#else>
${msg("connectMagentoMailIfYou")}

${msg("connectMagentoMailIfNotYou")}
</#if>
<#if formerAddress>

${msg("connectMagentoMailFormerAddress")}
</#if>

<@fact msg("connectMagentoMailSettings") accountUrl!''/>
<#-- As on the page: only links that lead to a page or a mail program. -->
<#if (supportUrl!'')?matches("(https?://|mailto:).+", "is")>
<@fact msg("connectMagentoSupport") supportUrl/>
</#if>

<#-- A name with a line break in it must not be able to write lines of its own. -->
<#macro fact title value>
<#if value?has_content>
${title}: ${value?replace("[\\p{Cc}\\u2028\\u2029]+", " ", "r")?replace("^(.{160}).+$", "$1…", "rs")}
</#if>
</#macro>
