<#--
  The rollout page. It is a page of its own and not inside the layout of the login theme: that layout has scripts, which
  the Content-Security-Policy of this page forbids, and room for a form only. Sections that the admin may not see have
  no model.
-->
<#import "connect-magento-parts.ftl" as part>
<#import "connect-magento-rollout-parts.ftl" as rolloutPart>
<#assign heading = msg("connectMagentoRolloutTitle", rollout.provider())>
<!DOCTYPE html>
<html lang="${lang}" dir="${((locale.rtl)!false)?then("rtl", "ltr")}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${heading} | ${rollout.realm()}</title>
  <link rel="icon" href="${url.resourcesPath}/img/favicon.ico">
  <#-- Browsers keep a style sheet for 30 days, and Keycloak's path to it does not change with this JAR. -->
  <link rel="stylesheet" href="${url.resourcesPath}/css/connect-magento-rollout.css?v=%{project.version}">
</head>
<body>
  <header class="rollout-header">
    <div>
      <p class="rollout-realm"><@part.name rollout.realm()/></p>
      <h1>${heading}</h1>
      <p class="rollout-quiet">${msg("connectMagentoRolloutAt", "\x2068" + rollout.at() + "\x2069")}</p>
    </div>
    <#if ((locale.supported)![])?size gt 1>
    <details class="rollout-languages">
      <summary>${locale.current}</summary>
      <ul>
        <#list locale.supported as language>
        <li><a href="${language.url}<#if rollout.kept()["realm"]??>&amp;realm=${rollout.kept()["realm"]?url("UTF-8")}</#if>" hreflang="${language.languageTag}" lang="${language.languageTag}"<#if language.languageTag == lang> aria-current="true"</#if>>${language.label}</a></li>
        </#list>
      </ul>
    </details>
    </#if>
  </header>

  <main>
    <div class="rollout-tiles">
      <section class="rollout-tile" aria-labelledby="rollout-phase-title">
        <h2 id="rollout-phase-title">${msg("connectMagentoRolloutPhase")}</h2>
        <p class="rollout-big" id="rollout-phase" data-phase="${rollout.phase()}">${msg(rollout.phaseKey())}</p>
        <p id="rollout-days">
          <#if !rollout.cutoff()?has_content>${msg("connectMagentoRolloutNoCutoff")}
          <#elseif rollout.isCutoffPassed()>${msg("connectMagentoRolloutPassed")}
          <#elseif rollout.daysLeft() == 0>${msg("connectMagentoRolloutCutoffToday")}
          <#else>${part.plural("connectMagentoDaysLeft", rollout.daysLeftPlural(), rollout.daysLeft())}</#if>
        </p>
        <#if rollout.cutoff()?has_content>
        <p class="rollout-quiet" id="rollout-cutoff">${msg("connectMagentoRolloutCutoffAt", "\x2068" + rollout.cutoff() + "\x2069")}</p>
        </#if>
      </section>
      <#if progress??>
      <section class="rollout-tile" aria-labelledby="rollout-connected-title">
        <h2 id="rollout-connected-title">${msg("connectMagentoRolloutStateConnected")}</h2>
        <p class="rollout-big" id="rollout-share">${progress.share()}</p>
        <p id="rollout-connected">${msg("connectMagentoRolloutConnectedOf", progress.connected(), progress.most())}</p>
      </section>
      <section class="rollout-tile" aria-labelledby="rollout-forecast-title">
        <h2 id="rollout-forecast-title">${msg("connectMagentoRolloutForecast")}</h2>
        <@rolloutPart.forecast progress.forecast() progress.most()/>
      </section>
      </#if>
    </div>

    <section class="rollout-card" aria-labelledby="rollout-states-title">
      <h2 id="rollout-states-title">${msg("connectMagentoRolloutStates")}</h2>
      <#if progress??>
      <@rolloutPart.states progress/>
      <#else>
      <p>${msg("connectMagentoRolloutNeedsRole", "view-users")}</p>
      </#if>
    </section>

    <#if progress??>
    <section class="rollout-card" aria-labelledby="rollout-plot-title">
      <h2 id="rollout-plot-title">${msg("connectMagentoRolloutByDay")}</h2>
      <@rolloutPart.plot progress.plot() progress.forecast()/>
    </section>

    <#if progress.waves()?has_content>
    <section class="rollout-card" aria-labelledby="rollout-waves-title">
      <h2 id="rollout-waves-title">${msg("connectMagentoRolloutWaves")}</h2>
      <@rolloutPart.waves progress.waves()/>
    </section>
    </#if>
    </#if>

    <section class="rollout-card" id="check" aria-labelledby="rollout-check-title">
      <h2 id="rollout-check-title">${msg("connectMagentoRolloutCheck")}</h2>
      <#if findings??>
      <@rolloutPart.check findings/>
      <#else>
      <p>${msg("connectMagentoRolloutNeedsRole", "view-realm")}</p>
      </#if>
    </section>

    <#if users??>
    <section class="rollout-card" id="users" aria-labelledby="rollout-users-title">
      <h2 id="rollout-users-title">${msg("connectMagentoRolloutUsers")}</h2>
      <@rolloutPart.users users rollout progress.states()/>
    </section>
    </#if>
  </main>
</body>
</html>
