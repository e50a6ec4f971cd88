<#ftl output_format="plainText">
<#import "connect-magento-mail.ftl" as mail>
<#-- The notice of what happened, the facts, and what to do if it was somebody else. -->
${msg(heading, providerName)}

${msg(whatHappened, providerName, realmName)}

<@mail.fact msg("connectMagentoYourAccount") userName!''/>
<@mail.fact msg("connectMagentoUpstreamAccount", providerName) upstreamLabel!''/>
<@mail.fact msg("connectMagentoMailPrevious") previousLabel!''/>
<@mail.fact msg("connectMagentoMailWhen") when!''/>
<@mail.fact msg("connectMagentoMailAddress") ipAddress!''/>

<#if byAdmin>
${msg("connectMagentoMailIfUnexpected")}
<#else>
${msg("connectMagentoMailIfYou")}

${msg("connectMagentoMailIfNotYou")}
</#if>
<#if formerAddress>

${msg("connectMagentoMailFormerAddress")}
</#if>

<@mail.link msg("connectMagentoMailSettings") accountUrl!''/>
<@mail.link msg("connectMagentoSupport") supportUrl!''/>
