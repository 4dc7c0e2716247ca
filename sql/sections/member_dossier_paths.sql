-- purpose:  Every way one member is given access: through what, where it lies, and how far it leads.
-- grain:    reason_id
-- columns:
--   who           the member
--   who_note      their account type
--   through       team, everyone, in person, owner or home folder
--   through_note  since whom they are in the team; null otherwise
--   place         where it lies
--   place_note    what is given there
--   leads         how many objects it reaches
--   leads_note    how many documents among them
--   given_by      who granted it, where known
--   given_at      when, UTC
--   reason_id     the reason; one for all that they own
-- params:
--   member_id varchar — the member
with

reasons as (
    select
        -- What somebody owns is one way in, however much it is.
        if(w.via = 'owner', 'owner', w.reason_id) as reason_id,
        w.via, w.team_id, w.grant_id, if(w.via = 'owner', null, w.source_inode_id) as source_inode_id,
        max(w.strength) as strength,
        count(distinct w.inode_id) as objects,
        count(distinct w.inode_id) filter (i.plane = 'content' and not i.is_container) as documents,
    from path_words w
    join inodes i using (inode_id)
    where w.member_id = $member_id
    group by all
)

select
    m.name as who,
    concat_ws(', ', m.account_type, nullif(m.status, 'active')) as who_note,
    case r.via
        when 'team' then 'team ' || coalesce(t.name, r.team_id)
        when 'organization' then 'everyone in the organisation'
        when 'owner' then 'owner'
        when 'home_folder' then 'home folder'
        else 'granted in person'
    end as through,
    case when tm.is_team_admin then 'as its admin' when tm.added_by is not null
        then 'added by ' || coalesce(adder.name, tm.added_by) end as through_note,
    coalesce(
        replace(s.kind, '_', ' ') || ' ' || if(s.plane = 'data', coalesce(s.path_text, s.name), coalesce(s.name, s.inode_id)),
        'what they own'
    ) as place,
    coalesce(if(s.is_container, given.container_label, given.document_label), '“' || g.permission || '”') as place_note,
    if(r.objects = 1, '1 object', format('{:,} objects', r.objects)) as leads,
    if(r.documents = 0, null, if(r.documents = 1, '1 document', format('{:,} documents', r.documents))) as leads_note,
    coalesce(giver.name, g.created_by) as given_by,
    g.created_at as given_at,
    r.reason_id,
from reasons r
join members m on m.member_id = $member_id
left join inodes s on s.inode_id = r.source_inode_id
left join teams t on t.team_id = r.team_id
left join team_members tm on tm.team_id = r.team_id and tm.member_id = m.member_id
left join members adder on adder.member_id = tm.added_by
left join grants g on g.grant_id = r.grant_id
left join members giver on giver.member_id = g.created_by
left join permission_levels given on given.plane = s.plane and given.permission = g.permission
order by
    list_position(['team', 'direct', 'organization', 'owner', 'home_folder'], r.via), through,
    r.strength desc, r.objects desc, place, r.reason_id
