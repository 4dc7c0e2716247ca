-- purpose:  Every way to one object: whom it reaches, through what, given where, and by whom.
-- grain:    reason_id
-- columns:
--   who           whom it reaches, by name when they are few
--   who_note      how many of them can use it now
--   through       team, everyone, in person, owner or home folder
--   through_note  how many members it stands for
--   place         where it lies
--   place_note    what is given there, and what that comes to on the object
--   object        the object
--   object_note   what it is
--   standing      given here, or inherited
--   given_by      who granted it, where known
--   given_at      when, UTC
--   reason_id     the reason
-- params:
--   inode_id varchar — the object
with

reasons as (
    select
        w.reason_id, w.via, w.team_id, w.grant_id, w.source_inode_id, w.permission, w.counts,
        any_value(w.strength) as strength, any_value(w.distance) as distance,
        list(m.name order by m.name, m.member_id) as names,
        -- Sigma's own robot is nobody's colleague; where it stands alone, it is told by name.
        greatest(count(*) filter (m.is_person), 1) as members,
        greatest(count(*) filter (m.is_person), 1) - count(*) filter (
            m.is_person and e.effective_permission is null and not e.can_write_back
        ) as usable,
    from path_words w
    join members m using (member_id)
    join effective_access e on e.member_id = w.member_id and e.inode_id = w.inode_id
    where w.inode_id = $inode_id
    group by all
)

select
    if(len(r.names) <= 2, list_aggregate(r.names, 'string_agg', ', '), format('{:,} people', r.members)) as who,
    case
        when r.usable = r.members then if(r.members = 1, 'can use it now', 'all can use it now')
        else format('{:,} can use it now', r.usable)
    end as who_note,
    case r.via
        when 'team' then 'team ' || coalesce(t.name, r.team_id)
        when 'organization' then 'everyone in the organisation'
        when 'owner' then 'owner'
        when 'home_folder' then 'home folder'
        else 'granted in person'
    end as through,
    if(r.via in ('team', 'organization'), if(r.members = 1, '1 person', format('{:,} people', r.members)), null) as through_note,
    if(r.distance = 0, 'on it directly', replace(s.kind, '_', ' ') || ' ' || coalesce(s.name, s.inode_id)) as place,
    concat_ws(
        ', here ',
        case
            when r.grant_id is null then null
            else coalesce(if(s.is_container, given.container_label, given.document_label), '“' || g.permission || '”')
        end,
        case
            when not r.counts then 'nothing'
            when r.distance > 0 or r.grant_id is null
                then if(o.is_container, own.container_label, own.document_label)
        end
    ) as place_note,
    coalesce(o.name, o.inode_id) as object,
    replace(o.kind, '_', ' ') as object_note,
    if(r.distance = 0, 'given here', 'inherited') as standing,
    coalesce(giver.name, g.created_by) as given_by,
    g.created_at as given_at,
    r.reason_id,
from reasons r
join inodes o on o.inode_id = $inode_id
join inodes s on s.inode_id = r.source_inode_id
left join teams t on t.team_id = r.team_id
left join grants g on g.grant_id = r.grant_id
left join members giver on giver.member_id = g.created_by
left join permission_levels given on given.plane = s.plane and given.permission = g.permission
left join permission_levels own on own.plane = o.plane and own.permission = r.permission
order by r.counts desc, r.strength desc, r.members desc, through, place, r.reason_id
