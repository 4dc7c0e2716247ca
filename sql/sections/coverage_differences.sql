-- purpose:  Grants of which the principal's answer and the object's, both whole, do not tell the same.
-- grain:    grant_id
-- columns:
--   principal        who has it
--   object           what it sits on
--   principal_said   what the principal's answer shows; empty: not the grant
--   object_said      what the object's answer shows; empty: not the grant
--   asked            the two questions
--   explanation      what explains it, or unexplained
--   grant_id         the grant
select
    coalesce(m.name, t.name, d.principal_id) as principal,
    coalesce(i.path_text, d.inode_id) as object,
    d.principal_said, d.object_said,
    replace(d.principal_endpoint || ' and ' || d.object_endpoint, '_', ' ')
        || if(d.is_read_again, ', both read again', '') as asked,
    d.explanation, d.grant_id,
from sweep_differences d
left join members m on m.member_id = d.principal_id
left join teams t on t.team_id = d.principal_id
left join inodes i using (inode_id)
order by d.explanation = 'unexplained' desc, principal, object, grant_id
