-- purpose:  Each set of removals, step by step, and then who would lose how much with it.
-- grain:    set_number, role, place
-- columns:
--   set_number  which set, from 1
--   role        remove, or lose: what else goes
--   place       order within the set and role, from 1
--   kind        of what is removed: grant or membership
--   grant_id    the grant to delete
--   team_id     the team to leave, or whose grant it is
--   member_id   who leaves the team, or who loses
--   inode_count  on how many objects something is lost
--   gone_count   on how many of these the access ends
--   sentence    the row in words
with

folded as (
    select
        set_number, is_other, name, member_id,
        count(*) as inode_count, count(*) filter (is_gone) as gone_count,
        count(*) filter (not is_gone) as lowered_count,
        list(path_text order by path_text, inode_id)[:3] as first_paths,
        min(sentence) as sentence,
    from the_losses
    group by set_number, is_other, name, member_id
)

select
    set_number, 'remove' as role, step as place, kind, grant_id, team_id, member_id,
    null::bigint as inode_count, null::bigint as gone_count, sentence,
from the_sets
union all
select
    set_number, 'lose',
    row_number() over (partition by set_number order by is_other desc, inode_count desc, name, member_id),
    null, null, null, member_id, inode_count, gone_count,
    if(
        inode_count = 1, sentence,
        name || ' would ' || concat_ws(
            ' and ',
            if(gone_count > 0, format('lose {:,} {}', gone_count, if(gone_count = 1, 'object', 'objects')), null),
            if(lowered_count > 0, format('keep less on {:,}', lowered_count), null)
        ) || ': ' || array_to_string(first_paths, ', ')
        || if(inode_count > 3, format(' and {:,} more', inode_count - 3), '') || '.'
    ),
from folded
order by set_number, role desc, place
