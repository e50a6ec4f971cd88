<#-- The frame of every email that Keycloak sends: the realm's name as wordmark, then a card with the message. -->
<#macro emailLayout>
<!DOCTYPE html>
<html lang="${locale.toLanguageTag()}" dir="${ltr?then('ltr', 'rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light">
  <title>${subject!realmName}</title>
</head>
<body style="margin: 0; padding: 24px 12px; background: ${properties.brandPage}; color: ${properties.brandText}; font: 16px/1.5 sans-serif;">
  <div style="max-width: 560px; margin: 0 auto;">
    <p style="margin: 0 0 12px; font-size: 20px; font-weight: bold;">${realmName}</p>
    <div style="padding: 8px 24px 16px; background: ${properties.brandCard}; border: 1px solid ${properties.brandCardLine}; border-top: 4px solid ${properties.brandAccent}; border-radius: 8px; overflow-wrap: anywhere;">
      <#nested>
    </div>
  </div>
</body>
</html>
</#macro>
