<#-- The notice of what happened, the facts, and what to do if it was somebody else. -->
<#import "template.ftl" as layout>
<#import "connect-magento-mail.ftl" as mail>
<@layout.emailLayout>
<@mail.heading msg(heading, providerName)/>
<p>${msg(whatHappened, providerName, realmName)}</p>
<@mail.fact msg("connectMagentoYourAccount") userName!''/>
<@mail.fact msg("connectMagentoUpstreamAccount", providerName) upstreamLabel!''/>
<@mail.fact msg("connectMagentoMailPrevious") previousLabel!''/>
<@mail.fact msg("connectMagentoMailWhen") when!''/>
<@mail.fact msg("connectMagentoMailAddress") ipAddress!''/>
<#if byAdmin>
<p>${msg("connectMagentoMailIfUnexpected")}</p>
<#else>
<p>${msg("connectMagentoMailIfYou")}</p>
<p><strong>${msg("connectMagentoMailIfNotYou")}</strong></p>
</#if>
<@mail.button msg("connectMagentoMailSettings") accountUrl!''/>
<#if formerAddress>
<p>${msg("connectMagentoMailFormerAddress")}</p>
</#if>
<@mail.support supportUrl!''/>
</@layout.emailLayout>
