-- purpose:  Forms of ids, reach and words that the collected answers show (Q8, Q10, Q12, Q16).
-- grain:    question
-- columns:
--   question   number and gist of the open question
--   answer     yes, no, not_known, or the words that were found
--   detail     on what the answer rests
with

refs as (
    select 'team_grants' as endpoint, inode_ref as ref from typed.team_grants
    union all
    select 'member_grants', inode_ref from typed.member_grants
    union all
    select 'object_grants', inode_ref from typed.object_grants
    union all
    select 'connection_grants', inode_ref from typed.connection_grants
    union all
    select 'path_grants', inode_ref from typed.path_grants
    union all
    select 'files', inode_ref from typed.files
    union all
    select 'paths', inode_ref from typed.paths
),

forms as (
    select refs.endpoint, inode_ids.form, count(*) as ref_count
    from refs join inode_ids using (ref)
    group by all
),

-- Objects that the file list does not show: unshared, as far as the credential can tell.
unshared as (
    select chains.status
    from meta.chains as chains
    anti join mentions
        on mentions.subject_id = chains.parent_id and mentions.endpoint = 'files'
        and mentions.role = 'node'
    where chains.endpoint = 'object_grants'
        and chains.parent_id in (select subject_id from mentions where role = 'document')
),

leavers_rows as (
    select count(*) as row_count
    from typed.member_grants
    join members on members.member_id = typed.member_grants.parent_id
    where members.status = 'archived'
)

select 'Q8: form of ids in ' || endpoint as question,
    string_agg(form, ' and ' order by form) as answer,
    string_agg(ref_count || ' ' || form, ', ' order by form) as detail
from forms
group by endpoint
union all
select 'Q10: grants of objects that are not shared with the credential',
    case when count(*) filter (status = 'complete') > 0 then 'yes'
        when count(*) > 0 then 'no' else 'not_known' end,
    count(*) filter (status = 'complete') || ' of ' || count(*) || ' could be read'
from unshared
union all
select 'Q12: grants of an archived member remain',
    if(row_count > 0, 'yes', 'not_known'), row_count || ' rows'
from leavers_rows
union all
select 'Q16: permission slugs of account types',
    coalesce(string_agg(distinct permission, ' ' order by permission), 'not_known'),
    count(distinct permission) || ' different'
from typed.account_type_permissions
