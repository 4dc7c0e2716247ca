-- purpose:  Which changes are about what: the topics under which a report tells what changed. Of what
--           is not told one by one, move_topics says it.
-- grain:    topic, change_id
-- as:       view
-- columns:
--   topic      all, content, data, members, power, outside, everyone, owners, grants, teams, account_types or gaps
--   change_id  as in told_changes
with

placed as (
    select
        c.*,
        c.entity = 'connection' or i.kind in ('connection', 'database', 'schema', 'table') as is_data,
        i.kind in ('workspace', 'folder', 'connection') as is_place,
        coalesce(m.user_kind, b.user_kind) != 'internal' as is_outside,
    from told_changes c
    left join names i on i.entity = 'inode' and i.id = c.inode_id
    left join after.main.members m on m.member_id = c.member_id
    left join before.main.members b on b.member_id = c.member_id
)

select unnest(list_filter(
    [
        'all',
        if((inode_id is not null or entity = 'workspace') and not coalesce(is_data, false), 'content', null),
        if(is_data, 'data', null),
        if(entity in ('member', 'team_member', 'effective_access'), 'members', null),
        if(
            entity = 'team_member' and ("column" = 'is_team_admin' or concat(before, after) = 'team admin')
            or entity = 'member' and ("column" is null or "column" in ('account_type', 'status'))
            or entity in ('grant', 'effective_access') and is_place
            and (before in ('edit', 'admin') or after in ('edit', 'admin')),
            'power', null
        ),
        if(is_outside or "column" in ('user_kind', 'email'), 'outside', null),
        if(principal_kind = 'organization', 'everyone', null),
        if("column" = 'owner_id' or entity = 'member' and "column" = 'status', 'owners', null),
        if(entity in ('grant', 'team', 'team_member'), 'grants', null),
        if(entity in ('team', 'team_member') or principal_kind = 'team', 'teams', null),
        if(entity = 'account_type_permission' or "column" = 'account_type', 'account_types', null),
        if(change = 'not_known', 'gaps', null)
    ],
    lambda topic: topic is not null
)) as topic, change_id,
from placed
