<#import "connect-magento-notice.ftl" as mail>
<@mail.notice body="connectMagentoLinkedBody"/>
