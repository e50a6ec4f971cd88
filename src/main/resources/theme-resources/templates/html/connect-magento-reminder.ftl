<#-- The reminder: what is missing, until when, and where to do it. -->
<#import "template.ftl" as layout>
<#import "connect-magento-mail.ftl" as mail>
<@layout.emailLayout>
<@mail.heading msg("connectMagentoReminderSubject", providerName)/>
<p>${msg("connectMagentoReminderBody", providerName, realmName)}</p>
<#-- A date may be written in the other direction than the sentence around it: U+2068 and U+2069 isolate it. -->
<p><strong>${msg(reminder.endsWithDay()?then("connectMagentoDeadlineDay", "connectMagentoDeadlineTime"), providerName, "\x2068" + reminder.deadline() + "\x2069")}</strong> <#if reminder.lastDay()>${msg("connectMagentoDaysLeftToday")}<#else>${mail.plural("connectMagentoDaysLeft", reminder.daysLeftPlural(), reminder.daysLeft())}</#if></p>
<@mail.fact msg("connectMagentoYourAccount") userName!''/>
<p>${msg("connectMagentoWhy", providerName)}</p>
<p>${msg("connectMagentoReminderHow")}</p>
<@mail.button msg("connectMagentoMailSettings") accountUrl!''/>
<p>${msg("connectMagentoReminderDone")}</p>
<@mail.support supportUrl!''/>
</@layout.emailLayout>
