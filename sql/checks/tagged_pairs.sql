-- title:    Nobody holds two grants on one thing
-- severity: low
-- purpose:  Whether a principal holds several grants on one inode, one of them perhaps for a version tag (B1).
-- why:      The API does not tell a grant on a tagged version from one on the published one.
-- fix:      Look at the sharing dialog; keep one grant of the two.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the inode
--   subject_name  where it is
--   status        pass, fail or not_known
--   reason        who holds several
--   grants        how many such grants
--   grant_ids     which
with

per_inode as (
    select
        g.inode_id, i.path_text,
        count(*) filter (g.is_possibly_tagged) as grants,
        list(g.grant_id order by g.grant_id) filter (g.is_possibly_tagged) as grant_ids,
        string_agg(distinct coalesce(m.name, t.name, 'The whole organisation'), ', ')
            filter (g.is_possibly_tagged) as holders
    from grants g
    join inodes i using (inode_id)
    left join members m on m.member_id = g.principal_id
    left join teams t on t.team_id = g.principal_id
    where i.plane = 'content'
    group by g.inode_id, i.path_text
)

select
    'inode' as subject_kind, p.inode_id as subject_id, p.path_text as subject_name,
    case
        when p.grants > 0 then 'fail' when g.inode_id is not null then 'not_known' else 'pass'
    end as status,
    case
        when p.grants > 0
            then p.holders || ' holds several grants on ' || p.path_text
                || ': one may be limited to a version tag'
        when g.inode_id is not null
            then 'Not everything that was granted on ' || p.path_text || ' could be read'
        else 'Nobody holds several grants on ' || p.path_text
    end as reason,
    p.grants, p.grant_ids
from per_inode p
left join inode_gaps g using (inode_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content_grants')
