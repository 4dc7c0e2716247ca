-- purpose:  What the credential reaches, and in which form, as the collected answers show (Q7, Q9).
-- grain:    question
-- columns:
--   question   number and gist of the open question
--   answer     yes, no, not_known, or the words that were found
--   detail     on what the answer rests
select 'Q9: connections on which the credential holds no grant are listed' as question,
    case when count(*) filter (not is_given) > 0 then 'yes' else 'not_known' end as answer,
    count(*) filter (not is_given) || ' of ' || count(*) || ' listed connections' as detail
from (
    select c.connection_id, exists (
        from grants g
        where g.inode_id = c.connection_id and (
            g.principal_kind = 'organization' or g.principal_id = (select member_id from credential)
            or g.principal_id in (
                select t.team_id from team_members t join credential using (member_id)
            )
        )
    ) as is_given
    from connections c
)
union all
select 'Q7: grants of a path asked by its slug',
    case when count(*) filter (c.status = 'complete') > 0 then 'yes'
        when count(*) > 0 then 'no' else 'not_known' end,
    count(*) filter (c.status = 'complete') || ' of ' || count(*) || ' could be read'
from meta.chains c
join inode_ids i on i.ref = c.parent_id and i.form = 'slug'
where c.endpoint = 'path_grants'
