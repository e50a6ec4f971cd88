<#-- What the mails of this extension share. -->
<#-- Mail programs ignore style sheets. A theme for mails without these colours gets neutral ones. -->
<#assign accent = properties.brandAccent!'#1f2937'>
<#assign onAccent = properties.brandOnAccent!'#ffffff'>

<#macro heading text>
<h1 style="margin: 16px 0; font-size: 22px; line-height: 1.3;">${text}</h1>
</#macro>

<#function isLink url>
  <#return url?matches("(https?://|mailto:).+", "is")>
</#function>

<#-- One above the other: side by side, a long name would leave no room for its title on a phone. -->
<#macro fact title value>
<#if value?has_content>
<p>${title}<br><strong><bdi>${value?replace("^(.{160}).+$", "$1…", "rs")}</bdi></strong></p>
</#if>
</#macro>

<#-- A cell with a background: mail programs ignore the padding of a link, or its background. -->
<#macro button text url>
<#if isLink(url)>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 24px 0;">
  <tr>
    <td bgcolor="${accent}" style="background: ${accent}; border-radius: 6px;">
      <a href="${url}" style="display: inline-block; padding: 12px 24px; color: ${onAccent}; font-weight: bold; text-decoration: none;">${text}</a>
    </td>
  </tr>
</table>
</#if>
</#macro>

<#macro support url>
<#if isLink(url)>
<p><a href="${url}"<#if properties.brandAccent??> style="color: ${accent};"</#if>>${msg("connectMagentoSupport")}</a></p>
</#if>
</#macro>

<#-- A message that counts something, in the plural category of the number. -->
<#function plural key category count>
  <#local specific = key + "." + category>
  <#local text = msg(specific, count)>
  <#return (text == specific)?then(msg(key + ".other", count), text)>
</#function>
