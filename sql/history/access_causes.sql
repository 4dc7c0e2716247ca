-- purpose:  Because of what each change of access came about, in words and ids; undoing it in the
--           later snapshot undoes the change.
-- grain:    member_id, inode_id, column
-- columns:
--   member_id   the member
--   inode_id    the inode
--   column      as in access_lanes
--   cause       in words; several together joined by "; "
--   cause_ids   the changes, as in base_changes
--   cause_kind  their entities, and columns, in one word each
with

lanes as (
    select member_id, inode_id, "column", after_rank > before_rank as is_up
    from access_lanes
    where change <> 'not_known'
),

comings as (
    select l.member_id, l.inode_id, l."column", c.change_id
    from lanes l
    join base_changes c
        on c."column" is null and c.change in ('added', 'removed')
        and c.entity = 'member' and c.member_id = l.member_id
    union
    select l.member_id, l.inode_id, l."column", c.change_id
    from lanes l
    join base_changes c
        on c."column" is null and c.change in ('added', 'removed')
        and c.entity in ('inode', 'workspace', 'connection') and c.inode_id = l.inode_id
),

-- Without who or what came there would be no access. Bringing back who or what went is not enough
-- where what gave the access went too.
facts as (
    from comings
    union
    select f.*
    from (from access_facts union from usability_facts) f
    join lanes l using (member_id, inode_id, "column")
    left join comings c using (member_id, inode_id, "column")
    where c.change_id is null or not l.is_up
),

-- What came or went with something else is said by that.
told as (
    select
        f.member_id, f.inode_id, f."column", f.change_id, s.sentence,
        c.entity || coalesce(' ' || c."column", '') as kind,
        c.went_with,
        bool_or(c.entity = 'team' and c."column" is null)
            over (partition by f.member_id, f.inode_id, f."column", c.team_id) as is_team_told,
        bool_or(c.entity in ('inode', 'workspace', 'connection') and c."column" is null)
            over (partition by f.member_id, f.inode_id, f."column", c.inode_id) as is_inode_told,
        bool_or(c.entity = 'member' and c."column" is null)
            over (partition by f.member_id, f.inode_id, f."column") as is_member_told
    from facts f
    join base_changes c using (change_id)
    join change_sentences s using (change_id)
)

select
    member_id, inode_id, "column",
    string_agg(sentence, '; ' order by kind, sentence) as cause,
    list(change_id order by kind, sentence) as cause_ids,
    string_agg(distinct kind, ', ' order by kind) as cause_kind
from told
where
    not (went_with is not distinct from 'team' and is_team_told)
    and not (went_with is not distinct from 'inode' and is_inode_told)
    and not (went_with is not distinct from 'member' and is_member_told)
group by member_id, inode_id, "column"
