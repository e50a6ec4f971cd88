<#ftl output_format="plainText">
<#import "connect-magento-mail.ftl" as mail>
<#-- The reminder: what is missing, until when, and where to do it. -->
${msg("connectMagentoReminderSubject", providerName)}

${msg("connectMagentoReminderBody", providerName, realmName)}

${msg(reminder.endsWithDay()?then("connectMagentoDeadlineDay", "connectMagentoDeadlineTime"), providerName, "\x2068" + reminder.deadline() + "\x2069")} <#if reminder.lastDay()>${msg("connectMagentoDaysLeftToday")}<#else>${mail.plural("connectMagentoDaysLeft", reminder.daysLeftPlural(), reminder.daysLeft())}</#if>

<@mail.fact msg("connectMagentoYourAccount") userName!''/>

${msg("connectMagentoWhy", providerName)}

${msg("connectMagentoReminderHow")}

<@mail.link msg("connectMagentoMailSettings") accountUrl!''/>

${msg("connectMagentoReminderDone")}

<@mail.link msg("connectMagentoSupport") supportUrl!''/>
