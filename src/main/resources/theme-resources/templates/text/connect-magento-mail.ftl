<#ftl output_format="plainText">
<#-- What the mails of this extension share. -->
<#-- A name with a line break in it must not be able to write lines of its own. -->
<#macro fact title value>
<#if value?has_content>
<@line title value?replace("^(.{160}).+$", "$1…", "rs")/>
</#if>
</#macro>

<#macro line title value>
${title}: ${value?replace("[\\p{Cc}\\u2028\\u2029]+", " ", "r")}
</#macro>

<#-- As on the page: only links that lead to a page or a mail program. A part of a link would lead nowhere. -->
<#macro link title url>
<#if url?matches("(https?://|mailto:).+", "is")>
<@line title url/>
</#if>
</#macro>

<#-- A message that counts something, in the plural category of the number. -->
<#function plural key category count>
  <#local specific = key + "." + category>
  <#local text = msg(specific, count)>
  <#return (text == specific)?then(msg(key + ".other", count), text)>
</#function>
