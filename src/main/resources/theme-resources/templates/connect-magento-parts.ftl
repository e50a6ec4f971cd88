<#-- The building blocks of connect-magento.ftl. -->

<#--
  Names from another system may be long, written in the other direction, or try to pass for somebody else's by
  turning the text around: cut them, drop characters that cannot be seen, and keep them apart from the text around
  them. They are never passed to msg(), which would expand a dollar-brace inside them.
-->
<#macro name value>
  <#local visible = value?replace("[\\p{Cc}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", "", "r")>
  <#local short = visible?replace("^(.{160}).+$", "$1…", "rs")>
  <#-- Where an address must be broken, break it before its domain, else between the parts of that. -->
  <#t><bdi><#list short?split("@") as piece><#if piece?is_first>${piece}<#else><wbr>@<#list piece?split(".") as part>${part}<#sep>.<wbr></#sep></#list></#if></#list></bdi><#t>
</#macro>

<#-- A language that we do not ship falls back to another one, which may lack its plural category. -->
<#function plural key category count>
  <#local specific = key + "." + category>
  <#local text = msg(specific, count)>
  <#return (text == specific)?then(msg(key + ".other", count), text)>
</#function>

<#macro button step text primary=true describedBy="">
  <#local look = primary?then(properties.kcButtonPrimaryClass!'', (properties.kcButtonSecondaryClass)!(properties.kcButtonDefaultClass)!'')>
          <button type="submit" name="step" value="${step}"<#if describedBy?has_content> aria-describedby="${describedBy}"</#if>
                  class="${properties.kcButtonClass!''} ${look} ${properties.kcButtonBlockClass!''} ${properties.kcButtonLargeClass!''} connect-magento-button">${text}</button>
</#macro>

<#-- The way out for who came of their own accord, in the words that fit whether or not something is connected. -->
<#macro leave view primary=false>
  <#if view.canContinue>
          <@button step="leave" text=msg((view.replaces??)?then("connectMagentoKeep", "connectMagentoLeave")) primary=primary/>
  </#if>
</#macro>

<#macro signedInAs view>
      <dl class="connect-magento-facts">
        <div>
          <dt>${msg("connectMagentoSignedInAs")}</dt>
          <dd id="connect-magento-account"><@name view.account.username/><#if view.account.email?has_content && view.account.email != view.account.username> (<@name view.account.email/>)</#if></dd>
        </div>
      </dl>
</#macro>

<#macro ask view>
      <#if view.replaces??>
      <p id="connect-magento-replaces">${msg("connectMagentoExchangeText", view.providerName)} <strong><@name view.replaces/></strong></p>
      <#else>
      <p>${msg("connectMagentoWhy", view.providerName)}</p>
      </#if>
      <#if view.enforced>
      <p class="connect-magento-note">${msg("connectMagentoRequired", view.providerName)}</p>
      </#if>
      <dl class="connect-magento-facts">
        <#if view.deadline?has_content>
        <div>
          <dt>${msg(view.enforced?then("connectMagentoRequiredSince", "connectMagentoDeadline"))}</dt>
          <dd><span id="connect-magento-deadline"><bdi>${view.deadline}</bdi></span>
            <#if !view.enforced>
            <strong id="connect-magento-days-left"><#if view.daysLeft gt 0>${plural("connectMagentoDaysLeft", view.daysLeftPlural, view.daysLeft)}<#else>${msg("connectMagentoDaysLeftToday")}</#if></strong>
            </#if>
          </dd>
        </div>
        </#if>
        <div>
          <dt>${msg("connectMagentoSignedInAs")}</dt>
          <dd id="connect-magento-account"><@name view.account.username/><#if view.account.email?has_content && view.account.email != view.account.username> (<@name view.account.email/>)</#if></dd>
        </div>
      </dl>
      <p>${msg("connectMagentoNext", view.providerName)}</p>
</#macro>

<#macro laterHint view>
          <#local again = (view.snoozeDays gt 0 && (view.snoozeDaysPlural!'')?has_content)>
          <#if again || view.snoozesLeft gte 0>
          <p id="connect-magento-later" class="connect-magento-hint">
            <#if again><span>${plural("connectMagentoSnoozeDays", view.snoozeDaysPlural, view.snoozeDays)}</span></#if>
            <#if view.snoozesLeft gte 0><span>${plural("connectMagentoSnoozesLeft", view.snoozesLeftPlural, view.snoozesLeft)}</span></#if>
          </p>
          </#if>
</#macro>

<#macro confirm view>
      <p>${msg("connectMagentoConfirmText", view.providerName)}</p>
      <div class="connect-magento-pair">
        <@card id="connect-magento-account" title=msg("connectMagentoYourAccount") label=view.account.username person=view.account/>
        <#if view.upstream??>
        <@card id="connect-magento-upstream" title=msg("connectMagentoUpstreamAccount", view.providerName) label=view.upstream.label person=view.upstream/>
        </#if>
      </div>
      <#if view.mismatch?has_content>
      <p id="connect-magento-mismatch" class="connect-magento-note">
        <#if view.mismatch == "different">${msg("connectMagentoMismatchDifferent", view.providerName)}
        <#elseif view.mismatch == "unverified">${msg("connectMagentoMismatchUnverified", view.providerName)}
        <#else>${msg("connectMagentoMismatchMissing", view.providerName)}</#if>
      </p>
      </#if>
      <#if view.replaces??>
      <p id="connect-magento-replaces" class="connect-magento-note">${msg("connectMagentoReplaces", view.providerName)} <strong><@name view.replaces/></strong></p>
      </#if>
      <p id="connect-magento-warning"><strong>${msg("connectMagentoConfirmWarning", view.providerName)}</strong></p>
</#macro>

<#macro card id title label person>
        <section id="${id}" class="connect-magento-card" aria-labelledby="${id}-title">
          <h2 id="${id}-title">${title}</h2>
          <p class="connect-magento-who"><@name label/></p>
          <dl>
            <@fact msg("connectMagentoName") person.name label/>
            <@fact msg("connectMagentoUsername") person.username label/>
            <@fact msg("connectMagentoEmail") person.email label/>
          </dl>
        </section>
</#macro>

<#macro fact title value shown>
            <#if value?has_content && value != shown>
            <div><dt>${title}</dt><dd><@name value/></dd></div>
            </#if>
</#macro>

<#macro help view>
      <#-- Only links that lead to a page or a mail program: whatever else an import brought stays text-free. -->
      <#local link = view.supportUrl?matches("(https?://|mailto:).+", "is")>
      <#local restart = view.state == "primary">
      <#if link || restart || view.reference?has_content>
      <div class="connect-magento-help">
        <#if restart><p><a id="connect-magento-restart" href="${url.loginRestartFlowUrl}">${msg("connectMagentoRestart")}</a></p></#if>
        <#if link><p><a id="connect-magento-support" href="${view.supportUrl}">${msg("connectMagentoSupport")}</a></p></#if>
        <#if view.reference?has_content><p>${msg("connectMagentoReference")} <code id="connect-magento-reference">${view.reference}</code></p></#if>
      </div>
      </#if>
</#macro>
