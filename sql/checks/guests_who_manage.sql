-- title:    Guests manage no workspace and no folder
-- severity: high
-- purpose:  Whether each active guest can manage a workspace or folder by what somebody granted.
-- why:      Can manage includes sharing: a guest can let further outsiders in.
-- fix:      Lower the grant to Can contribute, or share single documents with the guest's team.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    the a guest
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        how many workspaces and folders, and one of them
--   places        how many workspaces and folders
--   inode_ids     which, the first ten
with

outsiders as (
    select member_id, name, account_type_id from members where is_usable and user_kind = 'guest'
),

-- What somebody gave them: what is their own does not count. Nothing is more than to edit, so that what
-- the account type leaves of it is what they can do, whatever else reaches them there.
given as (
    select distinct p.member_id, p.inode_id
    from access_paths p
    join outsiders using (member_id)
    join inodes i using (inode_id)
    where p.permission = 'edit' and p.via in ('direct', 'team', 'organization')
        and i.plane = 'content' and i.is_container and not i.is_archived
),

held as (
    select
        g.member_id, count(*) as places,
        count(*) filter (c.certainty = 'known') as sure_places,
        list(g.inode_id order by i.path_text, g.inode_id)[1:10] as inode_ids,
        min(i.path_text) as example
    from given g
    join outsiders o using (member_id)
    join inodes i using (inode_id)
    join account_type_caps c
        on c.account_type_id = coalesce(o.account_type_id, '')
        and c.permission_class = i.permission_class and c.granted = 'edit'
    where c.permission = 'edit'
    group by g.member_id
),

unread as (
    select min(reason) as reason
    from unseen_subjects
    where about in ('content_grants', 'team_members', 'places', 'content')
)

select
    'member' as subject_kind, o.member_id as subject_id, o.name as subject_name,
    case
        when h.sure_places > 0 then 'fail'
        when h.places > 0 or u.reason is not null or o.member_id in (select member_id from member_gaps)
            then 'not_known'
        else 'pass'
    end as status,
    case
        when h.sure_places > 0
            then o.name || ', a guest, can manage ' || h.places
                || if(h.places = 1, ' workspace or folder, ', ' workspaces and folders, one of them ') || h.example
        when h.places > 0
            then 'What the account type of ' || o.name || ' leaves of a grant to manage is not known'
        when u.reason is not null then o.name || ' was not seen to manage any; ' || u.reason
        when o.member_id in (select member_id from member_gaps)
            then 'Not everything that ' || o.name || ' was granted could be read'
        else o.name || ' can manage none'
    end as reason,
    coalesce(h.places, 0) as places, h.inode_ids
from outsiders o
cross join unread u
left join held h using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('members')
