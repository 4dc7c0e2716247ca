-- purpose:  Sets of changes that brought about a change of access together, and what is told of them:
--           what came or went with something else is said by that.
-- grain:    change_nos
-- columns:
--   change_nos  the changes that had a part in it, in order
--   told_nos    those of them that are told, in order
--   cause_no    counts what is told
with

sets as materialized (
    select row_number() over () as set_no, change_nos
    from (select distinct change_nos from profile_changes)
),

members as materialized (
    select
        s.set_no, c.change_no, c.entity, c."column", c.went_with,
        case c.went_with when 'team' then c.team_id when 'inode' then c.inode_id else '' end as went_id,
        case c.entity when 'team' then c.team_id when 'member' then '' else c.inode_id end as id
    from (select set_no, unnest(change_nos) as change_no from sets) s
    join base_changes c using (change_no)
),

-- What came or went itself: a member only ever with what is their own.
comings as (
    select distinct
        set_no, if(entity in ('team', 'member'), entity, 'inode') as went_with, id as went_id
    from members
    where "column" is null and entity in ('team', 'member', 'inode', 'workspace', 'connection')
),

told as (
    select s.change_nos, t.told_nos
    from (
        select set_no, list(change_no order by change_no) as told_nos
        from members
        anti join comings using (set_no, went_with, went_id)
        group by set_no
    ) t
    join sets s using (set_no)
)

select change_nos, told_nos, dense_rank() over (order by told_nos)::integer as cause_no
from told
