-- A path's answer lists what it inherits from its connection too.
with

asked as (
    select p.url_id, p.inode_id, p.connection_id
    from paths p
    where case getvariable('plan')
        when 'full' then true
        when 'standard' then p.level <> 'table' or p.inode_id in (
            select inode_id from given where team_id is not null or member_id is not null)
        else p.level <> 'table' and getvariable('plan') = 'objects'
    end
),

sources as (
    select url_id, inode_id from asked
    union all
    select url_id, connection_id from asked
)

select s.url_id as parent_id, e.grant_id as position, e.entry
from sources s
left join grant_entries e on e.inode_id = s.inode_id
