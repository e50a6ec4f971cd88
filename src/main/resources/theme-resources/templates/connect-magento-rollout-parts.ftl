<#-- The sections of connect-magento-rollout.ftl. -->
<#import "connect-magento-parts.ftl" as part>

<#macro forecast forecast most>
        <#if !forecast.perDay()?has_content>
        <p class="rollout-big" id="rollout-forecast">–</p>
        <p>${msg("connectMagentoRolloutNoPace")}</p>
        <#elseif forecast.share()?has_content>
        <p class="rollout-big" id="rollout-forecast">${forecast.share()}</p>
        <p>${msg("connectMagentoRolloutConnectedAtCutoff", forecast.connected(), most)}</p>
        <p class="rollout-quiet" id="rollout-pace">${msg("connectMagentoRolloutPace", forecast.perDay())}</p>
        <#else>
        <p class="rollout-big" id="rollout-forecast">${forecast.perDay()}</p>
        <p id="rollout-pace">${msg("connectMagentoRolloutPace", forecast.perDay())}</p>
        </#if>
</#macro>

<#-- The same pattern in the bar and beside its name: the colour is not the only difference. -->
<#macro patterns>
        <defs>
          <pattern id="rollout-hatch-snoozed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="rollout-hatch" d="M0 0V6"/></pattern>
          <pattern id="rollout-hatch-overdue" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="rollout-hatch" d="M0 0V5"/><path class="rollout-hatch" d="M0 0H5"/></pattern>
          <pattern id="rollout-hatch-exempt" width="6" height="6" patternUnits="userSpaceOnUse"><path class="rollout-hatch" d="M0 3H6"/></pattern>
          <pattern id="rollout-hatch-pending" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="rollout-dot" cx="3" cy="3" r="1"/></pattern>
        </defs>
</#macro>

<#macro fill state x width>
        <rect class="rollout-fill rollout-fill-${state}" x="${x}" width="${width}" height="100%"/>
        <#if state != "connected"><rect class="rollout-edge" fill="url(#rollout-hatch-${state})" x="${x}" width="${width}" height="100%"/></#if>
</#macro>

<#macro states progress>
      <svg class="rollout-bar" role="img" aria-labelledby="rollout-states-title" width="100%" height="40">
        <@patterns/>
        <#list progress.states() as state>
        <#if state.isInBar()><@fill state.code() state.x() state.width()/></#if>
        </#list>
      </svg>
      <div class="rollout-scroll" tabindex="0" role="group" aria-labelledby="rollout-states-title">
      <table class="rollout-table" id="rollout-states">
        <thead>
          <tr>
            <th scope="col">${msg("connectMagentoRolloutState")}</th>
            <th scope="col" class="rollout-number">${msg("connectMagentoRolloutUsers")}</th>
            <th scope="col" class="rollout-number">${msg("connectMagentoRolloutShare")}</th>
            <th scope="col">${msg("connectMagentoRolloutList")}</th>
          </tr>
        </thead>
        <tbody>
          <#list progress.states() as state>
          <tr data-state="${state.code()}">
            <th scope="row"><span class="rollout-state">
              <svg class="rollout-swatch" aria-hidden="true" width="16" height="16"><#if state.code() != "disabled"><@fill state.code() "0" "100%"/></#if></svg>
              <#-- --><span>${msg(state.key())}</span></span></th>
            <td class="rollout-number">${state.count()}</td>
            <td class="rollout-number">${state.share()}</td>
            <td>
              <a href="${state.list()}" aria-label="${msg("connectMagentoRolloutShow")}: ${msg(state.key())}">${msg("connectMagentoRolloutShow")}</a>
              <a href="${state.csv()}" aria-label="CSV: ${msg(state.key())}" download>CSV</a>
            </td>
          </tr>
          </#list>
        </tbody>
      </table>
      </div>
      <#if progress.inGrace()?has_content>
      <p id="rollout-grace">${msg("connectMagentoRolloutInGrace", progress.inGrace())}</p>
      </#if>
      <#if progress.unknownStores()?has_content>
      <p id="rollout-unknown">${msg("connectMagentoRolloutUnknown")} <#list progress.unknownStores() as store><@part.name store/><#sep>, </#list></p>
      </#if>
</#macro>

<#macro plot plot forecast>
      <div class="rollout-plot" dir="ltr">
        <div class="rollout-axis" aria-hidden="true"><span>${plot.top()}</span><span>${plot.middle()}</span><span>${plot.bottom()}</span></div>
        <svg role="img" aria-labelledby="rollout-plot-title rollout-connected<#if forecast.share()?has_content> rollout-forecast-title rollout-forecast</#if>" viewBox="0 0 1000 300" preserveAspectRatio="none">
          <path class="rollout-grid" d="M0 0.5H1000 M0 150H1000 M0 299.5H1000"/>
          <polygon class="rollout-area" points="${plot.plot().area()}"/>
          <#if plot.plot().cutoffX()?has_content><path class="rollout-cutoff" d="M${plot.plot().cutoffX()} 0V300"/></#if>
          <#if plot.plot().forecast()?has_content><polyline class="rollout-forecast" points="${plot.plot().forecast()}"/></#if>
          <polyline class="rollout-line" points="${plot.plot().line()}"/>
        </svg>
        <div class="rollout-dates" aria-hidden="true"><span>${plot.start()}</span><span>${plot.end()}</span></div>
      </div>
      <ul class="rollout-legend" aria-hidden="true">
        <li><svg width="28" height="12"><path class="rollout-line" d="M0 6H28"/></svg>${msg("connectMagentoRolloutStateConnected")}</li>
        <#if plot.plot().forecast()?has_content><li><svg width="28" height="12"><path class="rollout-forecast" d="M0 6H28"/></svg>${msg("connectMagentoRolloutForecast")}</li></#if>
        <#if plot.plot().cutoffX()?has_content><li><svg width="28" height="16"><path class="rollout-cutoff" d="M14 0V16"/></svg>${msg("connectMagentoRolloutCutoff")}</li></#if>
      </ul>
      <details>
        <summary>${msg("connectMagentoRolloutAsTable")}</summary>
        <#if plot.days()?has_content>
        <div class="rollout-scroll" tabindex="0" role="group" aria-labelledby="rollout-plot-title">
        <table class="rollout-table" id="rollout-days-table">
          <thead>
            <tr>
              <th scope="col">${msg("connectMagentoRolloutDate")}</th>
              <th scope="col" class="rollout-number">${msg("connectMagentoRolloutNew")}</th>
              <th scope="col" class="rollout-number">${msg("connectMagentoRolloutTotal")}</th>
            </tr>
          </thead>
          <tbody>
            <#list plot.days() as day>
            <tr><th scope="row">${day.date()}</th><td class="rollout-number">${day.connected()}</td><td class="rollout-number">${day.total()}</td></tr>
            </#list>
          </tbody>
        </table>
        </div>
        <#else>
        <p>${msg("connectMagentoRolloutNoDays")}</p>
        </#if>
      </details>
</#macro>

<#macro waves waves>
      <div class="rollout-scroll" tabindex="0" role="group" aria-labelledby="rollout-waves-title">
      <table class="rollout-table" id="rollout-waves">
        <thead>
          <tr>
            <th scope="col">${msg("connectMagentoRolloutWave")}</th>
            <th scope="col">${msg("connectMagentoRolloutCutoff")}</th>
            <th scope="col" class="rollout-number">${msg("connectMagentoRolloutUsers")}</th>
            <th scope="col" class="rollout-number">${msg("connectMagentoRolloutStateConnected")}</th>
            <th scope="col" class="rollout-number">${msg("connectMagentoRolloutShare")}</th>
          </tr>
        </thead>
        <tbody>
          <#list waves as wave>
          <tr><th scope="row"><a href="${wave.list()}"><#if wave.name()?has_content><@part.name wave.name()/><#else>${msg("connectMagentoRolloutElse")}</#if></a></th><td>${wave.cutoff()}</td><td class="rollout-number">${wave.total()}</td><td class="rollout-number">${wave.connected()}</td><td class="rollout-number">${wave.share()}</td></tr>
          </#list>
        </tbody>
      </table>
      </div>
</#macro>

<#-- The check speaks English, as its REST answer does. -->
<#macro check findings>
      <#if findings?has_content>
      <ul class="rollout-findings">
        <#list findings as finding>
        <li class="rollout-finding" data-severity="${finding.severity()}" data-code="${finding.code()}">
          <p class="rollout-severity"><#switch finding.severity()><#case "error">${msg("connectMagentoRolloutSeverityError")}<#break><#case "warning">${msg("connectMagentoRolloutSeverityWarning")}<#break><#default>${msg("connectMagentoRolloutSeverityInfo")}</#switch></p>
          <p lang="en" dir="ltr">${finding.message()}</p>
          <p><span class="rollout-quiet">${msg("connectMagentoRolloutRemedy")}</span> <span lang="en" dir="ltr">${finding.remedy()}</span></p>
        </li>
        </#list>
      </ul>
      <#else>
      <p id="rollout-no-findings">${msg("connectMagentoRolloutNoFindings")}</p>
      </#if>
</#macro>

<#macro users users rollout states>
      <form class="rollout-search" method="get" action="${rollout.path()}#users">
        <#list rollout.kept() as name, value>
        <input type="hidden" name="${name}" value="${value}">
        </#list>
        <#if users.wave()?has_content>
        <input type="hidden" name="wave" value="${users.wave()}">
        </#if>
        <div>
          <label for="rollout-search">${msg("connectMagentoRolloutSearchLabel")}</label>
          <input id="rollout-search" type="search" name="search" maxlength="255" value="${users.search()}" autocomplete="off" spellcheck="false">
        </div>
        <div>
          <label for="rollout-state">${msg("connectMagentoRolloutState")}</label>
          <#local chosen = users.isSearched()?then(users.state(), "pending")>
          <select id="rollout-state" name="state">
            <option value=""<#if chosen == ""> selected</#if>>${msg("connectMagentoRolloutAll")}</option>
            <#list states as state>
            <option value="${state.code()}"<#if chosen == state.code()> selected</#if>>${msg(state.key())}</option>
            </#list>
            <option value="duplicate"<#if chosen == "duplicate"> selected</#if>>${msg("connectMagentoRolloutStateDuplicate")}</option>
          </select>
        </div>
        <button type="submit">${msg("connectMagentoRolloutSearch")}</button>
      </form>
      <#if users.isSearched()>
      <#if users.wave()?has_content>
      <p id="rollout-wave">${msg("connectMagentoRolloutWave")}: <#if users.wave() == "*">${msg("connectMagentoRolloutElse")}<#else><@part.name users.wave()/></#if></p>
      </#if>
      <#if users.rows()?has_content>
      <table class="rollout-table rollout-users" id="rollout-users">
        <thead>
          <tr>
            <th scope="col">${msg("connectMagentoRolloutUser")}</th>
            <th scope="col">${msg("connectMagentoRolloutState")}</th>
            <th scope="col">${msg("connectMagentoRolloutDeadline")}</th>
            <th scope="col">${msg("connectMagentoRolloutFirstAsked")}</th>
            <th scope="col">${msg("connectMagentoRolloutSnoozedUntil")}</th>
            <th scope="col">${msg("connectMagentoRolloutSince")}</th>
          </tr>
        </thead>
        <tbody>
          <#list users.rows() as row>
          <tr>
            <th scope="row"><a href="${row.link()}"><@part.name row.username()/></a><#if row.email()?has_content><br><span class="rollout-quiet"><@part.name row.email()/></span></#if></th>
            <td><span class="rollout-label" aria-hidden="true">${msg("connectMagentoRolloutState")}</span><span>${msg(row.stateKey())}</span></td>
            <@instant "connectMagentoRolloutDeadline" row.deadline()/>
            <@instant "connectMagentoRolloutFirstAsked" row.firstAsked()/>
            <@instant "connectMagentoRolloutSnoozedUntil" row.snoozedUntil()/>
            <@instant "connectMagentoRolloutSince" row.since()/>
          </tr>
          </#list>
        </tbody>
      </table>
      <#else>
      <p id="rollout-nobody">${msg("connectMagentoRolloutNobody")}</p>
      </#if>
      <p class="rollout-pages">
        <#if users.first()?has_content><a id="rollout-first" href="${users.first()}">${msg("connectMagentoRolloutFirst")}</a></#if>
        <#if users.next()?has_content><a id="rollout-next" href="${users.next()}" rel="next">${msg("connectMagentoRolloutNext")}</a></#if>
        <#if users.rows()?has_content><a id="rollout-csv" href="${users.csv()}" download>CSV</a></#if>
      </p>
      </#if>
</#macro>

<#-- On a narrow screen each cell is a line with the name of its column. -->
<#macro instant key text>
            <td<#if !text?has_content> class="rollout-empty"</#if>><#if text?has_content><span class="rollout-label" aria-hidden="true">${msg(key)}</span><bdi>${text}</bdi></#if></td>
</#macro>
