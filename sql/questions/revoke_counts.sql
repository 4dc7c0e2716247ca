-- purpose:  How much else goes with each set of removals.
-- grain:    set_number
-- columns:
--   set_number      which set of `the_sets`
--   size            how many removals it has
--   other_members   others who lose something
--   other_accesses  accesses of others that end or are lowered
--   own_accesses    further accesses of the member that end or are lowered
--   objects         objects on which anybody loses anything else
--   gone            of all these accesses, those that end
--   sentence        the counts in words
with

counted as (
    select
        set_number, count(distinct member_id) filter (is_other) as other_members,
        count(*) filter (is_other) as other_accesses, count(*) filter (not is_other) as own_accesses,
        count(distinct inode_id) as objects, count(*) filter (is_gone) as gone,
    from the_losses
    group by set_number
),

sets as (
    select distinct set_number, size
    from the_sets
)

select
    s.set_number, s.size,
    coalesce(c.other_members, 0) as other_members, coalesce(c.other_accesses, 0) as other_accesses,
    coalesce(c.own_accesses, 0) as own_accesses, coalesce(c.objects, 0) as objects,
    coalesce(c.gone, 0) as gone,
    case
        when c.set_number is null then 'Nobody loses anything else.'
        else concat_ws(' ',
            if(c.other_members = 0, 'Nobody else loses anything.',
                format('{:,}', c.other_members)
                || if(c.other_members = 1, ' other member loses ', ' other members lose ')
                || format('{:,}', c.other_accesses) || if(c.other_accesses = 1, ' access.', ' accesses.')),
            if(c.own_accesses = 0, null, 'The same member loses ' || format('{:,}', c.own_accesses)
                || if(c.own_accesses = 1, ' further access.', ' further accesses.')))
    end as sentence,
from sets s
left join counted c using (set_number)
order by s.set_number
