-- purpose:  Fields that an entry of each list is known to have: those of Sigma's API description, and
--           those that answers were seen with beside it (sigma-api.md section 2). Not all are read.
-- grain:    endpoint, field
-- as:       view
-- columns:
--   endpoint   name of the endpoint
--   field      name of a field of its entries, as the API spells it
with

listed (endpoints, fields) as (
    values
        ('whoami', 'organizationId userId'),
        ('members',
            'createdAt createdBy email firstName homeFolderId isArchived isInactive lastName memberId '
            || 'memberType organizationId profileImgUrl updatedAt updatedBy userKind'),
        ('teams',
            'createdAt createdBy description isArchived name teamId updatedAt updatedBy visibility'),
        ('workspaces', 'createdAt createdBy name updatedAt updatedBy workspaceId workspaceUrlId'),
        ('workbooks workbooks_archived',
            'createdAt createdBy description isArchived latestVersion name owner ownerId path '
            || 'taggedSourceUrlId tags updatedAt updatedBy url workbookId workbookUrlId'),
        ('data_models',
            'createdAt createdBy dataModelId dataModelUrlId isArchived latestVersion name owner ownerId '
            || 'path tags updatedAt updatedBy url'),
        ('datasets',
            'createdAt createdBy datasetId description isArchived latestVersion migrationStatus '
            || 'migrationToDataModel name owner ownerId path referenceCount tags updatedAt updatedBy url'),
        ('reports reports_archived',
            'createdAt createdBy description isArchived latestVersion name owner ownerId path reportId '
            || 'reportUrlId tags updatedAt updatedBy url'),
        ('files file_nodes member_files',
            'badge createdAt createdBy description id isArchived name ownerId parentId parentSourceUrlId '
            || 'parentUrlId path permission type updatedAt updatedBy urlId'),
        ('connections',
            'account connectionId createdAt createdBy exportsWarehouse friendlyName '
            || 'inputTableAuditLogSchema isArchived isAuditLog isIndependentOAuth isSample lastActiveAt '
            || 'materializationWarehouse name oauthAudience oauthClientId oauthIdpType oauthMetadataUrl '
            || 'oauthScopes oauthUseJwt oauthUsePkce organizationId poolSizes role roleSwitching timeout '
            || 'type updatedAt updatedBy useOauth user userAttributes warehouse writeAccess writebackSchemas '
            || 'writebacks'),
        ('paths', 'connectionId path urlId'),
        ('account_types', 'accountTypeId accountTypeName description isCustom'),
        ('account_type_permissions', 'description permission'),
        ('team_members', 'addedBy isTeamAdmin userId'),
        ('team_grants member_grants object_grants connection_grants path_grants all_grants',
            'createdAt createdBy grantId inodeId inodeType memberId organizationId permission teamId '
            || 'updatedAt updatedBy'),
        ('workbook_schedules',
            'configV2 createdAt createdBy disabledAt disabledBy isSuspended lastUpdatedByUser ownerId '
            || 'schedule scheduledNotificationId updatedAt updatedBy workbookId'),
        ('report_schedules',
            'configV2 createdAt createdBy disabledAt disabledBy isSuspended lastUpdatedByUser ownerId '
            || 'reportId schedule scheduledNotificationId updatedAt updatedBy'),
        ('workbook_embeds', 'embedId embedUrl public sourceId sourceName sourceType'),
        ('version_tags',
            'color createdAt createdBy description isArchived name ownerId updatedAt updatedBy '
            || 'versionTagId'),
        ('user_attributes',
            'createdAt createdBy defaultValue description name updatedAt updatedBy userAttributeId'),
        ('user_attribute_users', 'createdAt createdBy updatedAt updatedBy userId value'),
        ('user_attribute_teams', 'createdAt createdBy priority teamId updatedAt updatedBy value'),
        ('api_credentials', 'clientId createdAt createdBy description memberId name ownerId userId'),
        ('member_recents',
            'badge createdAt createdBy description id isArchived lastInteractionAt name ownerId parentId '
            || 'parentSourceUrlId parentUrlId path permission type updatedAt updatedBy urlId'),
        ('workbook_sources',
            'connectionId customSqlId dataModelId definition elementIds inodeId type url versionTagId'),
        ('data_model_sources',
            'connectionId customSqlId dataModelId datasetId definition elementIds tableId type '
            || 'versionTagId'),
        ('dataset_sources', 'inodeId type'),
        ('report_sources',
            'connectionId customSqlId dataModelId definition elementIds inodeId type versionTagId')
)

select endpoint, unnest(string_split(fields, ' ')) as field
from (select unnest(string_split(endpoints, ' ')) as endpoint, fields from listed)
