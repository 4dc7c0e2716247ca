-- purpose:  Words and shapes this tool does not know: kept verbatim, and told (D8).
-- grain:    kind, endpoint, word
-- columns:
--   kind       field, permission, inode_kind, user_kind, account_type, account_permission, id_form, …
--   endpoint   where it was seen
--   word       the word as it came
--   row_count  rows that carry it
with

seen as (
    select 'permission' as kind, array_to_string(g.seen_by, ', ') as endpoint,
        coalesce(g.permission, '(none)') as word
    from grants g
    left join inodes i using (inode_id)
    anti join permission_levels l
        on l.plane = coalesce(i.plane, 'content') and l.permission = g.permission
    union all
    select 'principal', array_to_string(seen_by, ', '), 'a member or team that is not listed'
    from grants where principal_kind = 'unknown'
    union all
    select 'principal', array_to_string(seen_by, ', '), 'a member and a team at once'
    from grants where has_both_ids
    union all
    select 'principal', 'team_members', 'a team member that is not listed'
    from team_members anti join members using (member_id)
    union all
    select 'inode_kind', source, kind
    from listed_inodes
    where kind not in (
        'workspace', 'folder', 'workbook', 'data_model', 'dataset', 'report', 'template',
        'symlink', 'worksheet', 'dashboard', 'sql', 'table', 'connection', 'database', 'schema'
    )
    union all
    select 'inode', 'grants', 'an inode that no answer describes'
    from inodes where kind = 'unknown'
    union all
    select 'user_kind', 'members', coalesce(user_kind, '(none)')
    from members where coalesce(user_kind, '') not in ('internal', 'guest', 'embed')
    union all
    select 'account_type', 'members', coalesce(account_type, '(none)')
    from members where account_type_id is null
    union all
    select 'account_permission', 'account_type_permissions', p.permission
    from account_type_permissions p
    where not exists (
        from permission_names n
        where n.spelling in (
            regexp_replace(lower(regexp_replace(p.permission, '\(.*\)', '')), '[^a-z0-9]', '', 'g'),
            regexp_replace(lower(regexp_replace(p.description, '\(.*\)', '')), '[^a-z0-9]', '', 'g')
        )
    )
    union all
    select 'id_form', 'any', 'an inode id that is neither UUID nor slug: ' || ref
    from inode_ids where form = 'raw'
    union all
    select 'entry', endpoint, 'entries that are errors instead of rows' from entry_errors
)

select kind, endpoint, word, count(*) as row_count
from seen
group by kind, endpoint, word
union all
select 'field', endpoint, field, row_count
from new_fields
