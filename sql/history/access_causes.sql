-- purpose:  Sets of changes that access came about by, in words and ids; undoing one in the later
--           snapshot undoes what it brought about.
-- grain:    change_nos
-- columns:
--   change_nos  the changes that had a part in it, as in lane_causes
--   cause       in words; several together joined by "; "
--   cause_ids   the changes, as in base_changes
--   cause_kind  their entities, and columns, in one word each
with

sets as (
    select distinct change_nos from lane_causes
),

-- What came or went with something else is said by that.
told as (
    select
        s.change_nos, c.change_id, t.sentence,
        c.entity || coalesce(' ' || c."column", '') as kind,
        c.went_with,
        bool_or(c.entity = 'team' and c."column" is null)
            over (partition by s.change_nos, c.team_id) as is_team_told,
        bool_or(c.entity in ('inode', 'workspace', 'connection') and c."column" is null)
            over (partition by s.change_nos, c.inode_id) as is_inode_told,
        bool_or(c.entity = 'member' and c."column" is null)
            over (partition by s.change_nos) as is_member_told
    from sets s, unnest(s.change_nos) as one(change_no)
    join base_changes c using (change_no)
    join change_sentences t using (change_id)
)

select
    change_nos,
    string_agg(sentence, '; ' order by kind, sentence) as cause,
    list(change_id order by kind, sentence) as cause_ids,
    string_agg(distinct kind, ', ' order by kind) as cause_kind
from told
where
    not (went_with is not distinct from 'team' and is_team_told)
    and not (went_with is not distinct from 'inode' and is_inode_told)
    and not (went_with is not distinct from 'member' and is_member_told)
group by change_nos
