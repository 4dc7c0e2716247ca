-- purpose:  What one member reaches, folded: a line for each way they come by it.
-- grain:    via, team_id, plane
-- columns:
--   via              team, organization, or in_person: granted, owned, or in their home folder
--   team_id          the team, when through one
--   plane            content or data
--   through          the way in words
--   granted          what is held, in Sigma's words, the strongest first, and on how many places
--   usable           the strongest that can be used of it: on folders and workbooks, or on data
--   places           on how many places something is held
--   inodes           how many inodes lie at and beneath them
--   can_write_back   whether something of it may be written to
--   certainty        known, or at_least: something unread could add to it
-- params:
--   member_id varchar — the member
with

member as (
    select member_id, coalesce(account_type_id, '') as account_type_id, is_usable, status
    from members
    where member_id = $member_id
),

mine as materialized (
    select principal_kind, principal_id, team_id from principal_members where member_id = $member_id
),

held as materialized (
    select h.*, m.team_id, l.rank, l.container_label, l.writes
    from principal_holdings h
    join mine m using (principal_kind, principal_id)
    left join permission_levels l on l.plane = h.plane and l.permission = h.permission
),

-- What the account type leaves of it, for the kinds of inode that one asks about.
left_over as (
    select
        h.principal_kind, h.principal_id, h.plane, c.permission_class,
        arg_max(
            if(c.permission_class = 'container', u.container_label, u.document_label), u.rank
        ) as label
    from held h
    cross join member m
    join permission_translations t
        on t.granted = h.permission
        and t.permission_class in ('container', 'workbook', 'data')
        and (t.permission_class = 'data') = (h.plane = 'data')
    join account_type_caps c
        on c.account_type_id = m.account_type_id and c.permission_class = t.permission_class
        and c.granted = t.permission
    join permission_levels u on u.plane = h.plane and u.permission = c.permission
    where m.is_usable
    group by all
),

usable as (
    select
        principal_kind, principal_id, plane,
        string_agg(
            label || case permission_class when 'container' then ' (folders)'
                when 'workbook' then ' (workbooks)' else '' end,
            ', ' order by permission_class
        ) as usable
    from left_over
    group by all
),

gaps as (
    select bool_or(coalesce(plane, 'content') = 'content') as content, bool_or(coalesce(plane, 'data') = 'data') as data
    from not_known
    where member_id is null or member_id = $member_id
)

select
    if(h.principal_kind = 'member', 'in_person', h.principal_kind) as via,
    any_value(h.team_id) as team_id, h.plane,
    case h.principal_kind
        when 'team' then 'team ' || coalesce(any_value(t.name), any_value(h.team_id))
        when 'organization' then 'everyone in the organisation'
        else 'in person: granted, owned or in their home folder'
    end as through,
    string_agg(
        coalesce(h.container_label, '“' || h.permission || '”, not understood,')
        || ' on ' || format('{:,}', h.places), ', ' order by h.rank desc nulls last, h.permission
    ) as granted,
    coalesce(any_value(u.usable), if(any_value(m.is_usable), 'Nothing by account type',
        'Nothing while ' || any_value(m.status))) as usable,
    sum(h.places)::bigint as places, sum(h.inodes)::bigint as inodes,
    coalesce(any_value(m.is_usable) and bool_or(h.writes)
        and any_value(w.permission) is not null, false) as can_write_back,
    if(any_value(if(h.plane = 'data', g.data, g.content)), 'at_least', 'known') as certainty,
from held h
cross join member m
cross join gaps g
left join teams t on t.team_id = h.team_id
left join usable u
    on u.principal_kind = h.principal_kind and u.principal_id = h.principal_id and u.plane = h.plane
left join account_type_caps w
    on w.account_type_id = m.account_type_id and w.permission_class = 'data' and w.granted = 'writeback'
group by h.principal_kind, h.principal_id, h.plane
order by h.plane, inodes desc, via, through, team_id
