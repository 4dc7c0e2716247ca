-- purpose:  Sets of changes that brought about a change of access together, and what is told of them:
--           what came or went with something else is said by that.
-- grain:    change_nos
-- columns:
--   change_nos  the changes that had a part in it, in order
--   told_nos    those of them that are told, in order
--   cause_no    counts what is told
with

sets as (
    select distinct change_nos from profile_changes
),

members as (
    select
        s.change_nos, c.change_no, c.went_with,
        bool_or(c.entity = 'team' and c."column" is null)
            over (partition by s.change_nos, c.team_id) as is_team_told,
        bool_or(c.entity in ('inode', 'workspace', 'connection') and c."column" is null)
            over (partition by s.change_nos, c.inode_id) as is_inode_told,
        bool_or(c.entity = 'member' and c."column" is null)
            over (partition by s.change_nos) as is_member_told
    from sets s, unnest(s.change_nos) as one(change_no)
    join base_changes c using (change_no)
),

told as (
    select change_nos, list(change_no order by change_no) as told_nos
    from members
    where
        not (went_with is not distinct from 'team' and is_team_told)
        and not (went_with is not distinct from 'inode' and is_inode_told)
        and not (went_with is not distinct from 'member' and is_member_told)
    group by change_nos
)

select change_nos, told_nos, dense_rank() over (order by told_nos)::integer as cause_no
from told
