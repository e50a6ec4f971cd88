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

<#-- The button to continue without connecting, if that is allowed. -->
<#macro leave view primary=false>
  <#if view.canContinue>
          <@button step="leave" text=msg(view.connected?has_content?then("connectMagentoKeep", "connectMagentoLeave")) primary=primary/>
  </#if>
</#macro>

<#-- Who the page is for. A user who is not that person can end the session of somebody else here. -->
<#macro signedInAs view canSignOut=true>
        <div>
          <dt>${msg("connectMagentoSignedInAs")}</dt>
          <dd>
            <span id="connect-magento-account"><@name view.account.username/><#if view.account.email?has_content && view.account.email != view.account.username> (<@name view.account.email/>)</#if></span>
            <#if canSignOut>
            <button type="submit" form="connect-magento-form" name="step" value="sign_out" class="connect-magento-link">${msg("connectMagentoSignOut")}</button>
            </#if>
          </dd>
        </div>
</#macro>

<#macro signedIn view canSignOut=true>
      <dl class="connect-magento-facts">
        <@signedInAs view=view canSignOut=canSignOut/>
      </dl>
</#macro>

<#-- The requirement and the deadline, then the reason. -->
<#macro ask view>
      <@rejected view/>
      <#if view.enforced>
      <p id="connect-magento-required" class="connect-magento-lead">${msg("connectMagentoRequired", view.providerName)}</p>
      <#if view.rehearsalEnd?has_content>
      <p id="connect-magento-rehearsal">${msg("connectMagentoRehearsal", "\x2068" + view.rehearsalEnd + "\x2069")}</p>
      </#if>
      <#elseif view.deadline?has_content>
      <p class="connect-magento-lead">
        <#-- A date may be written in the other direction than the sentence around it: U+2068 and U+2069 isolate it. -->
        <span id="connect-magento-deadline">${msg(view.endsWithDay?then("connectMagentoDeadlineDay", "connectMagentoDeadlineTime"), view.providerName, "\x2068" + view.deadline + "\x2069")}</span>
        <span id="connect-magento-days-left"><#if view.lastDay>${msg("connectMagentoDaysLeftToday")}<#else>${plural("connectMagentoDaysLeft", view.daysLeftPlural, view.daysLeft)}</#if></span>
      </p>
      </#if>
      <#if view.connected?has_content>
      <p id="connect-magento-replaces">${msg("connectMagentoExchangeText", view.providerName)} <strong><@name view.connected/></strong></p>
      <#elseif !view.rejected?has_content>
      <p>${msg("connectMagentoWhy", view.providerName)}</p>
      </#if>
</#macro>

<#-- Who the user is, and what happens next. -->
<#macro askDetails view>
      <dl class="connect-magento-facts">
        <@signedInAs view/>
        <div>
          <dt>${msg("connectMagentoNextTitle")}</dt>
          <dd class="connect-magento-text">${msg("connectMagentoNext", view.providerName)}<#if !view.connected?has_content> ${msg("connectMagentoNextCreate", view.providerName)}</#if></dd>
        </div>
      </dl>
</#macro>

<#-- The account at the provider that an error is about. -->
<#macro rejected view>
      <#if view.rejected?has_content>
      <p>${msg("connectMagentoRejected", view.providerName)} <strong id="connect-magento-rejected"><@name view.rejected/></strong></p>
      </#if>
</#macro>

<#macro primary view>
      <#if !view.switchFirst>
      <p>${msg("connectMagentoPrimaryText", view.providerName)}</p>
      </#if>
      <@rejected view/>
      <#if view.expected?has_content>
      <p>${msg("connectMagentoExpected", view.providerName)} <strong id="connect-magento-expected"><@name view.expected/></strong></p>
      </#if>
      <@signedIn view=view canSignOut=false/>
</#macro>

<#function hasSnoozeDays view>
  <#return view.snoozeDays gt 0 && (view.snoozeDaysPlural!'')?has_content>
</#function>

<#function hasLaterHint view>
  <#return hasSnoozeDays(view) || view.snoozesLeft gte 0>
</#function>

<#macro laterHint view>
          <#if hasLaterHint(view)>
          <p id="connect-magento-later" class="connect-magento-hint">
            <#if hasSnoozeDays(view)><span>${plural("connectMagentoSnoozeDays", view.snoozeDaysPlural, view.snoozeDays)}</span></#if>
            <#if view.snoozesLeft gte 0><span>${plural("connectMagentoSnoozesLeft", view.snoozesLeftPlural, view.snoozesLeft)}</span></#if>
          </p>
          </#if>
</#macro>

<#macro confirm view>
      <p>${msg("connectMagentoConfirmText", view.providerName)}</p>
      <div class="connect-magento-pair">
        <@card id="connect-magento-account" title=msg("connectMagentoYourAccount") person=view.account other=view.upstream/>
        <@card id="connect-magento-upstream" title=msg("connectMagentoUpstreamAccount", view.providerName) person=view.upstream other=view.account/>
      </div>
      <#if view.mismatch?has_content>
      <p id="connect-magento-mismatch" class="connect-magento-note">
        <#if view.mismatch == "different">${msg("connectMagentoMismatchDifferent", view.providerName)}
        <#elseif view.mismatch == "unverified">${msg("connectMagentoMismatchUnverified", view.providerName)}
        <#else>${msg("connectMagentoMismatchMissing", view.providerName)}</#if>
      </p>
      </#if>
      <#if view.connected?has_content>
      <p id="connect-magento-replaces" class="connect-magento-note">${msg("connectMagentoReplaces", view.providerName)} <strong><@name view.connected/></strong></p>
      </#if>
      <p id="connect-magento-warning"><strong>${msg("connectMagentoConfirmWarning", view.providerName)}</strong></p>
</#macro>

<#-- Both accounts have the same fields in the same order, so that they can be compared. -->
<#macro card id title person other>
        <section id="${id}" class="connect-magento-card" aria-labelledby="${id}-title">
          <h2 id="${id}-title">${title}</h2>
          <dl>
            <@fact msg("connectMagentoName") person.name other.name/>
            <@fact msg("connectMagentoUsername") person.username other.username/>
            <@fact msg("connectMagentoEmail") person.email other.email/>
          </dl>
        </section>
</#macro>

<#macro fact title value otherValue>
            <#if value?has_content || otherValue?has_content>
            <div><dt>${title}</dt><dd><#if value?has_content><@name value/><#else><span class="connect-magento-text">${msg("connectMagentoNotGiven")}</span></#if></dd></div>
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
