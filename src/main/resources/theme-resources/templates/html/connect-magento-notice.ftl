<#-- The notice of what happened, the facts, and what to do if it was somebody else. -->
<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg(whatHappened, providerName, realmName)}</p>
<@fact msg("connectMagentoYourAccount") userName!''/>
<@fact msg("connectMagentoUpstreamAccount", providerName) upstreamLabel!''/>
<@fact msg("connectMagentoMailPrevious") previousLabel!''/>
<@fact msg("connectMagentoMailWhen") when!''/>
<@fact msg("connectMagentoMailAddress") ipAddress!''/>
<p>${msg("connectMagentoMailIfYou")}</p>
<p><strong>${msg("connectMagentoMailIfNotYou")}</strong></p>
<#if formerAddress>
<p>${msg("connectMagentoMailFormerAddress")}</p>
</#if>
<@link msg("connectMagentoMailSettings") accountUrl!''/>
<@link msg("connectMagentoSupport") supportUrl!''/>
</@layout.emailLayout>

<#-- One above the other: side by side, a long name would leave no room for its title on a phone. -->
<#macro fact title value>
<#if value?has_content>
<p>${title}<br><strong><bdi>${value?replace("^(.{160}).+$", "$1…", "rs")}</bdi></strong></p>
</#if>
</#macro>

<#macro link text url>
<#if url?matches("(https?://|mailto:).+", "is")>
<p><a href="${url}">${text}</a></p>
</#if>
</#macro>
