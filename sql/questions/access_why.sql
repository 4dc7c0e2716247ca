-- purpose:  Every reason why one member reaches one inode, each in a sentence, strongest first.
-- grain:    via, team_id, grant_id, source_inode_id, permission
-- columns:
--   via               direct, team, organization, owner or home_folder
--   team_id           the team, when through one
--   grant_id          the grant, when there is one
--   source_inode_id   where the reason lies: the inode itself or one above it
--   permission        on this inode, after translation
--   sentence          the reason in words
--   permission_label  permission in Sigma's words
--   distance          edges up to source_inode_id
--   counts            whether it is in the order: writing back, and words not understood, are not
-- params:
--   member_id varchar — the member
--   inode_id  varchar — the inode
with

told as (
    select
        p.*,
        m.name as who, t.name as team, g.permission as given_word, g.created_at,
        replace(target.kind, '_', ' ') || ' ' || target.name as target,
        replace(source.kind, '_', ' ') || ' ' || coalesce(source.path_text, source.name) as source,
        if(target.is_container, own.container_label, own.document_label) as label,
        if(source.is_container, given.container_label, given.document_label)
            as given_label,
        coalesce(adder.name, tm.added_by) as adder, coalesce(giver.name, g.created_by) as giver,
        coalesce(own.rank, 0) as strength,
    from access_paths p
    join members m using (member_id)
    join inodes target on target.inode_id = p.inode_id
    join inodes source on source.inode_id = p.source_inode_id
    left join teams t on t.team_id = p.team_id
    left join team_members tm on tm.team_id = p.team_id and tm.member_id = p.member_id
    left join grants g on g.grant_id = p.grant_id
    left join permission_levels own on own.plane = target.plane and own.permission = p.permission
    left join permission_levels given on given.plane = source.plane and given.permission = g.permission
    left join members adder on adder.member_id = tm.added_by
    left join members giver on giver.member_id = g.created_by
    where p.member_id = $member_id and p.inode_id = $inode_id
),

worded as (
    select
        *,
        who || case via
            when 'team' then ', in team ' || team || coalesce(' since added by ' || adder, '') || ','
            when 'organization' then ', an active internal member,'
            else ''
        end as subject,
        case label
            when 'Can contribute' then 'contribute to'
            when 'Can admin' then 'administer'
            when 'Can write' then 'write to'
            else coalesce(lower(regexp_replace(label, '^Can ', '')), 'has “' || permission || '” on')
        end as verb,
        case
            when via = 'owner' then who || ' owns it'
            when via = 'home_folder' and distance = 0 then 'it is the home folder of ' || who
            when via = 'home_folder' then 'it lies in the home folder of ' || who
            else case via
                when 'team' then team
                when 'organization' then 'everyone in the organisation'
                else who
            end || ' ' || coalesce(given_label, 'has “' || given_word || '” on') || ' '
            || if(distance = 0, 'it', source)
            || coalesce(', granted by ' || giver, '')
            || coalesce(' on ' || strftime(created_at, '%Y-%m-%d'), '')
        end as cause,
    from told
)

select
    via, team_id, grant_id, source_inode_id, permission,
    subject
    || if(label is not null, ' may ' || verb || ' ' || target || ' because ' || cause || '.',
        ' gains nothing on ' || target || ' though ' || cause
        || ': what “' || permission || '” allows there is not known.') as sentence,
    label as permission_label, distance, counts,
from worded
order by counts desc, strength desc, distance, via, team_id, grant_id, source_inode_id, permission
